"""Mistakes with the last layer, its loss, and fair comparisons."""

from mistakes import Mistake

MISTAKES = {
    "the bell without its constant": Mistake(
        "totals", " / 2 + np.log(2 * np.pi) / 2)", " / 2)", ["totals_check"]
    ),
    "the constant once for all examples": Mistake(
        "totals",
        "np.sum(np.abs(TARGETS - OUTPUTS) + np.log(2))",
        "np.sum(np.abs(TARGETS - OUTPUTS)) + np.log(2)",
        ["totals_check"],
    ),
    "ln q without the minus sign": Mistake(
        "surprise",
        "return np.logaddexp(0, wrong_way)",
        "return -np.logaddexp(0, wrong_way)",
        ["coin_and_die", "coin_and_die_extremes"],
    ),
    "a coin that always shows 1": Mistake(
        "surprise",
        "np.where(y == 1, -z, z)",
        "-z",
        ["coin_and_die", "coin_and_die_extremes"],
    ),
    "the logarithm of a rounded sigmoid": Mistake(
        "surprise",
        "return np.logaddexp(0, wrong_way)",
        "return -np.log(al.sigmoid(-wrong_way))",
        ["coin_and_die_extremes"],
    ),
    "a die without shift": Mistake(
        "surprise", "z - np.max(z, axis=1, keepdims=True)", "z", ["coin_and_die_extremes"]
    ),
    "a die shifted by the maximum of all": Mistake(
        "surprise", "np.max(z, axis=1, keepdims=True)", "np.max(z)", ["coin_and_die_extremes"]
    ),
    "a die summed along the wrong axis": Mistake(
        "surprise",
        "np.exp(shifted).sum(axis=1)",
        "np.exp(shifted).sum(axis=0)[0]",
        ["coin_and_die", "coin_and_die_extremes"],
    ),
    "the loss of the library": Mistake(
        "surprise",
        "return np.logaddexp(0, wrong_way)",
        "return al.sigmoid_cross_entropy(z, y)",
        ["coin_and_die", "coin_and_die_extremes"],
    ),
    "the square without the half": Mistake(
        "surprise", "(z - y) ** 2 / 2 +", "(z - y) ** 2 +", ["bell_and_peak"]
    ),
    "the peak without its constant": Mistake(
        "surprise", "np.abs(z - y) + np.log(2)", "np.abs(z - y)", ["bell_and_peak"]
    ),
    "target minus answer": Mistake(
        "weights_gradient",
        "return x.T",
        "return -x.T",
        ["answer_minus_target", "peak_pull"],
    ),
    "the sum in the place of the mean": Mistake(
        "weights_gradient", "delta / len(x)", "delta", ["answer_minus_target"]
    ),
    "a slope of the sigmoid too many": Mistake(
        "weights_gradient",
        "delta = al.sigmoid(z) - y",
        "delta = (al.sigmoid(z) - y) * al.sigmoid(z) * al.sigmoid(-z)",
        ["answer_minus_target"],
    ),
    "a pull at the kink": Mistake(
        "weights_gradient", "np.sign(z - y)", "np.where(z >= y, 1, -1)", ["peak_pull"]
    ),
    "cross-entropy for both endings": Mistake(
        "accuracies", "2 * delta * a * (1 - a)", "delta", ["accuracies_check"]
    ),
    "the derivative of the sigmoid from its output": Mistake(
        "accuracies",
        "2 * delta * a * (1 - a)",
        "2 * delta * al.sigmoid_prime(a)",
        ["accuracies_check"],
    ),
    "the sum of the pulls in the bias": Mistake(
        "accuracies", "delta.mean()", "delta.sum()", ["accuracies_check"]
    ),
    "one seed for all": Mistake(
        "accuracies", "default_rng(seed)", "default_rng(0)", ["accuracies_check"]
    ),
    "rates chosen on the test part": Mistake(
        "compare", "np.median(valid, axis=2)", "np.median(test, axis=2)", ["compare_check"]
    ),
    "rates chosen by the mean": Mistake(
        "compare", "np.median(valid, axis=2)", "np.mean(valid, axis=2)", ["compare_check"]
    ),
    "rates chosen by the luckiest seed": Mistake(
        "compare", "np.median(valid, axis=2)", "np.max(valid, axis=2)", ["compare_check"]
    ),
    "the difference of the medians": Mistake(
        "compare",
        "np.median(lead), lead",
        "np.median(test[0, first]) - np.median(test[1, second]), lead",
        ["compare_check"],
    ),
    "the second minus the first": Mistake(
        "compare",
        "test[0, first] - test[1, second]",
        "test[1, second] - test[0, first]",
        ["compare_check"],
    ),
    "a spread that is not seed by seed": Mistake(
        "compare",
        "lead.min()",
        "test[0, first].min() - test[1, second].min()",
        ["compare_check"],
    ),
    "a total of three digits": Mistake(
        "totals", "+ np.log(2))", "+ np.log(2)) + 5e-4", ["totals_check"]
    ),
    "a small number against ln 0": Mistake(
        "surprise",
        "np.log(np.exp(shifted).sum(axis=1))",
        "np.log(np.exp(shifted).sum(axis=1) + 1e-9)",
        ["coin_and_die_extremes"],
    ),
    "the outputs in the place of the answers": Mistake(
        "weights_gradient", "al.sigmoid(z) - y", "z - y", ["answer_minus_target"]
    ),
    "the bias after the weights": Mistake(
        "accuracies",
        "b -= rate * delta.mean()",
        "b -= rate * (al.sigmoid(x_train @ w + b) - y_train).mean()",
        ["accuracies_check"],
    ),
    "the differences on valid": Mistake(
        "compare",
        "test[0, first] - test[1, second]",
        "valid[0, first] - valid[1, second]",
        ["compare_check"],
    ),
}
