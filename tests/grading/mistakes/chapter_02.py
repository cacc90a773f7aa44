"""Mistakes with a sigmoid neuron and its two losses."""

from mistakes import Mistake

MISTAKES = {
    "a squared error with a half": Mistake(
        "fair_rate", "(2 * answer", "(answer", ["fair_rate_check"]
    ),
    "the ratio upside down": Mistake(
        "fair_rate",
        "0.1 / (2 * answer * (1 - answer))",
        "0.1 * (2 * answer * (1 - answer))",
        ["fair_rate_check"],
    ),
    "the input forgotten": Mistake("fair_rate", "WEIGHT * X", "WEIGHT", ["fair_rate_check"]),
    "a missing minus sign": Mistake("deltas", "squared = 2", "squared = -2", ["deltas_squared"]),
    "the derivative from the output": Mistake(
        "deltas", "al.sigmoid_prime(z)", "al.sigmoid_prime(al.sigmoid(z))", ["deltas_squared"]
    ),
    "cross-entropy that keeps the slope": Mistake(
        "deltas", "cross = mistake", "cross = mistake * al.sigmoid_prime(z)", ["deltas_cross"]
    ),
    "cross-entropy divided by a slope of 0": Mistake(
        "deltas",
        "cross = mistake",
        "slope = al.sigmoid_prime(z)\n    cross = mistake / slope * slope",
        ["deltas_cross"],
    ),
    "the sum in the place of the mean": Mistake(
        "batch_loss", " / np.sum(yes + no)", "", ["batch_loss_values"]
    ),
    "the mean over the pictures": Mistake(
        "batch_loss", "total / np.sum(yes + no)", "total / len(z)", ["batch_loss_values"]
    ),
    "the mean of the means": Mistake(
        "batch_loss",
        "    total = ",
        "    yes, no = yes / (yes + no), no / (yes + no)\n    total = ",
        ["batch_loss_values"],
    ),
    "a yes for a no": Mistake(
        "batch_loss",
        "yes * (np.maximum(-z, 0) + small) + no * (np.maximum(z, 0) + small)",
        "no * (np.maximum(-z, 0) + small) + yes * (np.maximum(z, 0) + small)",
        ["batch_loss_values", "batch_loss_extremes"],
    ),
    "cross-entropy as printed": Mistake(
        "batch_loss",
        "    small =",
        "    a = al.sigmoid(z)\n"
        "    total = np.sum(-yes * np.log(a) - no * np.log(1 - a))\n"
        "    return total / np.sum(yes + no)\n"
        "    small =",
        ["batch_loss_extremes"],
    ),
    "a tiny loss that is lost": Mistake(
        "batch_loss",
        "np.log1p(np.exp(-np.abs(z)))",
        "np.log(1 + np.exp(-np.abs(z)))",
        ["batch_loss_extremes"],
    ),
    "the tiny term added first": Mistake(
        "batch_loss",
        "np.maximum(-z, 0) + small",
        "np.maximum(z, 0) + small - z",
        ["batch_loss_extremes"],
    ),
    "the loss of the library": Mistake(
        "batch_loss",
        "    small =",
        "    return al.sigmoid_cross_entropy(z, yes / (yes + no)).mean()\n    small =",
        ["batch_loss_values", "batch_loss_extremes"],
    ),
    "one step too many": Mistake("steps_until", "steps = 0", "steps = 1", ["steps_check"]),
    "a weight that ignores its input": Mistake(
        "steps_until", "rate * delta * x", "rate * delta", ["steps_check"]
    ),
    "steps on the sum": Mistake(
        "mistakes_left", "(x.T @ delta) / len(y)", "(x.T @ delta)", ["mistakes_left_check"]
    ),
    "no slope in the squared error": Mistake(
        "mistakes_left", "2 * delta * a * (1 - a)", "2 * delta", ["mistakes_left_check"]
    ),
}
