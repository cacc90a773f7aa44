"""Mistakes with softmax and its gradient."""

from mistakes import Mistake

MISTAKES = {
    "the rise without the old score": Mistake(
        "rise", "others - SCORES[0]", "others", ["rise_check"]
    ),
    "softmax without shift": Mistake(
        "softmax", "z - np.max(z, axis=1, keepdims=True)", "z", ["softmax_extremes"]
    ),
    "softmax shifted by the maximum of all": Mistake(
        "softmax", "np.max(z, axis=1, keepdims=True)", "np.max(z)", ["softmax_extremes"]
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
    "one step too many": Mistake("steps_until", "[label], 0", "[label], 1", ["steps_check"]),
}
