"""Mistakes with class weights, the focal loss and temperature."""

from mistakes import Mistake

MISTAKES = {
    "the weighted sum over the number of examples": Mistake(
        "weights", "(COMMON + WEIGHT * RARE)", "(COMMON + RARE)", ["batch_loss_check"]
    ),
    "the weighted sum in the place of the mean": Mistake(
        "weights", " / (COMMON + WEIGHT * RARE)", "", ["batch_loss_check"]
    ),
    "a share of the others and not of the whole": Mistake(
        "weights", "SHARE / (1 - SHARE)", "SHARE", ["rare_weight_check"]
    ),
    "a share of the weights and not of the loss": Mistake(
        "weights",
        "* of_common / of_rare",
        "* COMMON / RARE",
        ["rare_weight_check"],
    ),
    "the logarithm of a softmax that is 0": Mistake(
        "focal_loss",
        "log_s = z - np.log(np.exp(z).sum(axis=1, keepdims=True))",
        "log_s = np.log(al.softmax(z))",
        ["focal_extremes"],
    ),
    "softmax without shift": Mistake(
        "focal_loss",
        "    z = z - z.max(axis=1, keepdims=True)\n",
        "",
        ["focal_extremes"],
    ),
    "a small number added to the probability": Mistake(
        "focal_loss",
        "log_s = z - np.log(np.exp(z).sum(axis=1, keepdims=True))",
        "log_s = np.log(al.softmax(z) + 1e-12)",
        ["focal_extremes"],
    ),
    "the factor turned round": Mistake(
        "focal_loss",
        "(1 - np.exp(log_right))",
        "np.exp(log_right)",
        ["focal_values", "focal_extremes"],
    ),
    "a missing minus sign": Mistake("focal_loss", "* -log_right", "* log_right", ["focal_values"]),
    "the loss of the library": Mistake(
        "focal_loss",
        "    log_right = log_s[np.arange(len(z)), labels]",
        "    log_right = -al.softmax_cross_entropy(z, labels)",
        ["focal_values", "focal_extremes"],
    ),
    "the factor as a constant": Mistake(
        "focal_gradient",
        " + gamma * right * (1 - right) ** (gamma - 1) * minus_log",
        "",
        ["gradient_check"],
    ),
    "the gradient downhill": Mistake(
        "focal_gradient", "return factor", "return -factor", ["gradient_check"]
    ),
    "the mean over the examples": Mistake(
        "focal_gradient",
        "return factor[:, np.newaxis]",
        "return factor[:, np.newaxis] / len(z)",
        ["gradient_check"],
    ),
    "the minus logarithm of a probability that is 0": Mistake(
        "focal_gradient",
        "al.softmax_cross_entropy(z, labels)",
        "-np.log(right)",
        ["gradient_check"],
    ),
    "the temperature chosen on the test data": Mistake(
        "results",
        "al.softmax_cross_entropy(valid / t, y_valid)",
        "al.softmax_cross_entropy(test / t, y_test)",
        ["results_check"],
    ),
    "scores multiplied by the temperature": Mistake(
        "results",
        "al.softmax_cross_entropy(valid / t, y_valid)",
        "al.softmax_cross_entropy(valid * t, y_valid)",
        ["results_check"],
    ),
    "judged on the validation data": Mistake(
        "results",
        "al.calibration_error(al.softmax(test / t), y_test)",
        "al.calibration_error(al.softmax(valid / t), y_valid)",
        ["results_check"],
    ),
}
