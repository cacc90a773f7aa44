"""Mistakes with maxout units."""

from mistakes import Mistake

BOTH = ["units_check", "unused_check"]
MISTAKES = {
    "the last layer sees every piece": Mistake("units", "* K + OUTPUTS", "* K + OUTPUTS * K", BOTH),
    "one piece for each unit": Mistake("units", " * K", "", BOTH),
    "no biases of the pieces": Mistake("units", "(INPUTS + 1)", "INPUTS", BOTH),
    "rounded up": Mistake("units", "// each", "// each + 1", ["units_check"]),
    "no biases of the outputs": Mistake(
        "units", "= BUDGET - OUTPUTS - each", "= BUDGET - each", ["unused_check"]
    ),
    "the number in use": Mistake(
        "units",
        "= BUDGET - OUTPUTS - each * units",
        "= OUTPUTS + each * units",
        ["unused_check"],
    ),
    "the maximum over the units": Mistake(
        "forward", "z.max(axis=2)", "z.max(axis=1)", ["forward_check"]
    ),
    "no biases": Mistake("forward", " + bias", "", ["forward_check"]),
    "the maximum before the biases": Mistake(
        "forward",
        "axes=1) + bias\n    return z.max(axis=2)",
        "axes=1)\n    return z.max(axis=2) + bias.max(axis=1)",
        ["forward_check"],
    ),
    "a ReLU behind the maximum": Mistake(
        "forward", "return z.max(axis=2)", "return np.maximum(0, z.max(axis=2))", ["forward_check"]
    ),
    "ones in the place of grad": Mistake(
        "backward", "grad[:, :, np.newaxis] * wins", "1.0 * wins", ["backward_check"]
    ),
    "the maximum of the library": Mistake(
        "forward",
        "return z.max(axis=2)",
        "import actloss as al\n\n    return al.maxout(z.reshape(len(x), -1), z.shape[2])",
        ["forward_check"],
    ),
    "every piece gets the gradient": Mistake(
        "backward",
        "delta = grad[:, :, np.newaxis] * wins",
        "delta = grad[:, :, np.newaxis] * np.ones_like(z)",
        ["backward_check", "ties_check"],
    ),
    "a tie gives to all": Mistake(
        "backward",
        "wins = z.argmax(axis=2)[:, :, np.newaxis] == np.arange(z.shape[2])",
        "wins = z == z.max(axis=2, keepdims=True)",
        ["ties_check"],
    ),
    "a tie is shared": Mistake(
        "backward",
        "    delta = ",
        "    wins = z == z.max(axis=2, keepdims=True)\n"
        "    wins = wins / wins.sum(axis=2, keepdims=True)\n"
        "    delta = ",
        ["ties_check"],
    ),
    "the mean over the examples": Mistake(
        "backward",
        "delta = grad[:, :, np.newaxis]",
        "delta = grad[:, :, np.newaxis] / len(x)",
        ["backward_check"],
    ),
    "tangents that are not lifted": Mistake(
        "best_lines", "c * r**2 / 2 - c", "-c", ["lines_check"]
    ),
    "a lift without the factor": Mistake("best_lines", "c * r**2 / 2", "r**2 / 2", ["lines_check"]),
    "the lift of the chapter": Mistake(
        "best_lines", "c * r**2 / 2", "1 / (2 * k**2)", ["lines_check"]
    ),
    "the tilt forgotten": Mistake("best_lines", "* middles + d", "* middles", ["lines_check"]),
    "the units exchanged": Mistake(
        "middle_units",
        "return slopes.sum() - slopes, heights.sum() - heights, slopes, heights",
        "return slopes, heights, slopes.sum() - slopes, heights.sum() - heights",
        ["middle_check"],
    ),
    "the lines turned over": Mistake(
        "middle_units",
        "slopes.sum() - slopes, heights.sum() - heights",
        "-slopes, -heights",
        ["middle_check"],
    ),
}
