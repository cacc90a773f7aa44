"""Mistakes with leaky units, ELU, PReLU and dead units."""

from mistakes import Mistake

MISTAKES = {
    "the slope for a standard deviation of 1": Mistake("slope", " / SPREAD", "", ["slope_check"]),
    "the share of ReLU's mean": Mistake("slope", "1 - MEAN", "MEAN", ["slope_check"]),
    "the slope with the wrong sign": Mistake("slope", "1 - MEAN", "-1 + MEAN", ["slope_check"]),
    "exp and a difference near 0": Mistake(
        "elu", "np.expm1(np.minimum(z, 0))", "(np.exp(np.minimum(z, 0)) - 1)", ["elu_extremes"]
    ),
    "0 times infinity": Mistake(
        "elu",
        "np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))",
        "(z > 0) * z + (z <= 0) * alpha * np.expm1(z)",
        ["elu_extremes"],
    ),
    "alpha forgotten": Mistake(
        "elu", "alpha * np.expm1", "np.expm1", ["elu_values", "elu_extremes"]
    ),
    "the ELU of the library": Mistake(
        "elu",
        "    return np.where(z > 0, z, alpha",
        "    return al.elu(z, alpha)\n    return np.where(z > 0, z, alpha",
        ["elu_values", "elu_extremes"],
    ),
    "the slope of the left side at 0": Mistake(
        "elu", "min(1.0, alpha)", "alpha", ["elu_prime_check"]
    ),
    "the slope of the right side at 0": Mistake(
        "elu", "min(1.0, alpha)", "1.0", ["elu_prime_check"]
    ),
    "ReLU's slope at 0": Mistake("elu", "min(1.0, alpha)", "0.0", ["elu_prime_check"]),
    "the derivative from the output": Mistake(
        "elu",
        "left = alpha * np.exp(np.minimum(z, 0))",
        "left = alpha * np.expm1(np.minimum(z, 0)) + alpha",
        ["elu_prime_check"],
    ),
    "the sign of the output in the place of that of z": Mistake(
        "backward",
        "    at_kink",
        "    z = np.where(z > 0, z, slopes * z)\n    at_kink",
        ["backward_check"],
    ),
    "slope 1 at 0": Mistake(
        "backward", "np.clip(slopes, 0, 1)", "np.ones_like(slopes)", ["backward_check"]
    ),
    "the left slope at 0 whatever it is": Mistake(
        "backward", "np.clip(slopes, 0, 1)", "slopes", ["backward_check"]
    ),
    "the slopes cut off everywhere": Mistake(
        "backward", "np.where(z < 0, slopes, at_kink)", "at_kink", ["backward_check"]
    ),
    "a kink that is wide": Mistake(
        "elu", "np.where(z < 0, left", "np.where(z < -1e-8, left", ["elu_prime_check"]
    ),
    "the mean of |z|": Mistake(
        "slope", "np.sqrt(2 * np.pi)", "np.sqrt(np.pi / 2)", ["slope_check"]
    ),
    "the slopes without the gradient from behind": Mistake(
        "backward", "return grad * np", "return np", ["backward_check"]
    ),
    "silent for some example": Mistake("dead_shares", "np.all(", "np.any(", ["dead_check"]),
    "along the wrong axis": Mistake("dead_shares", "axis=0", "axis=1", ["dead_check"]),
    "less than 0 only": Mistake("dead_shares", "<= 0", "< 0", ["dead_check"]),
    "no bias": Mistake("dead_shares", " + bias", "", ["dead_check"]),
    "the number in the place of the share": Mistake(
        "dead_shares", ".mean()", ".sum()", ["dead_check"]
    ),
}
