"""Mistakes with softmax and its gradient."""

from mistakes import Mistake

MISTAKES = {
    "the rise without the old score": Mistake(
        "rise", "others - SCORES[0]", "others", ["rise_check"]
    ),
    "the maximum in the place of log-sum-exp": Mistake(
        "rise", "np.logaddexp(SCORES[1], SCORES[2])", "max(SCORES[1], SCORES[2])", ["rise_check"]
    ),
    "the probability in the place of the odds": Mistake(
        "rise", "np.log(SURE / (1 - SURE))", "np.log(SURE)", ["rise_check"]
    ),
    "a rise of three digits": Mistake(
        "rise", "others - SCORES[0]", "others - SCORES[0] + 5e-4", ["rise_check"]
    ),
    "softmax without shift": Mistake(
        "softmax", "z - np.max(z, axis=1, keepdims=True)", "z", ["softmax_extremes"]
    ),
    "softmax shifted by the maximum of all": Mistake(
        "softmax", "np.max(z, axis=1, keepdims=True)", "np.max(z)", ["softmax_extremes"]
    ),
    "softmax shifted by the mean": Mistake("softmax", "np.max(", "np.mean(", ["softmax_extremes"]),
    "softmax with something added to the sum": Mistake(
        "softmax",
        "e / e.sum(axis=1, keepdims=True)",
        "e / (e.sum(axis=1, keepdims=True) + 1e-12)",
        ["softmax_extremes"],
    ),
    "softmax that mends what has overflowed": Mistake(
        "softmax",
        "    e = np.exp(",
        "    np.exp(z)\n    e = np.exp(",
        ["softmax_extremes"],
    ),
    "softmax along the wrong axis": Mistake(
        "softmax",
        "e.sum(axis=1, keepdims=True)",
        "e.sum(axis=0, keepdims=True)",
        ["softmax_values", "softmax_extremes"],
    ),
    "softmax of the library": Mistake(
        "softmax",
        "    e = np.exp(",
        "    return al.softmax(z)\n    e = np.exp(",
        ["softmax_values", "softmax_extremes"],
    ),
    "a missing minus sign": Mistake(
        "gradient", "return grad /", "return -grad /", ["gradient_check"]
    ),
    "the sum in the place of the mean": Mistake(
        "gradient", "grad / len(z)", "grad", ["gradient_check"]
    ),
    "the mean over all entries": Mistake(
        "gradient", "grad / len(z)", "grad / z.size", ["gradient_check"]
    ),
    "the labels' columns in every row": Mistake(
        "gradient", "grad[np.arange(len(z)), labels]", "grad[:, labels]", ["gradient_check"]
    ),
    "one factor too many": Mistake(
        "gradient", "return grad /", "return al.softmax(z) * grad /", ["gradient_check"]
    ),
    "one step too many": Mistake(
        "steps_until", "return steps", "return steps + 1", ["steps_check"]
    ),
    "more than sure": Mistake("steps_until", ">= sure", "> sure", ["steps_check"]),
    "steps that are no integer": Mistake(
        "steps_until", "return steps", "return float(steps)", ["steps_check"]
    ),
    "the given scores changed": Mistake(
        "steps_until", "z = z - rate", "z -= rate", ["steps_check"]
    ),
    "steps uphill": Mistake("steps_until", "z = z - rate", "z = z + rate", ["steps_check"]),
    "only the right class's score moves": Mistake(
        "steps_until", "(s - y)", "(s - y) * y", ["steps_check"]
    ),
    "the mean over the classes": Mistake(
        "steps_until", "(s - y)", "(s - y) / len(z)", ["steps_check"]
    ),
}
