"""Mistakes with losses for values, their pulls, and bands."""

from mistakes import Mistake

COST = "np.sort(DEMANDS)[int(11 * MISSING / (MISSING + LEFT))]"

MISTAKES = {
    "the median for the squared error": Mistake(
        "loaves", "np.mean(DEMANDS)", "np.median(DEMANDS)", ["centres_check"]
    ),
    "the sides of the costs changed": Mistake(
        "loaves", "11 * MISSING /", "11 * LEFT /", ["costs_check"]
    ),
    "a quantile between two demands": Mistake(
        "loaves", COST, "np.quantile(DEMANDS, MISSING / (MISSING + LEFT))", ["costs_check"]
    ),
    "a constant in the place of the cheapest": Mistake("loaves", COST, "61", ["costs_check"]),
    "the sides of the quantile loss changed": Mistake(
        "quantile_loss",
        "(1 - tau) * r, -tau * r",
        "tau * r, (tau - 1) * r",
        ["quantile_loss_check"],
    ),
    "the mean in the place of one loss for each": Mistake(
        "quantile_loss",
        "np.maximum((1 - tau) * r, -tau * r)",
        "np.maximum((1 - tau) * r, -tau * r).mean()",
        ["quantile_loss_check"],
    ),
    "the quantile loss of the library": Mistake(
        "quantile_loss",
        "    r = g - y",
        "    return al.quantile(g, y, tau)",
        ["quantile_loss_check"],
    ),
    "the derivative in y": Mistake(
        "quantile_pull",
        "1 - tau, np.where(r < 0, -tau, 0.0)",
        "tau - 1, np.where(r < 0, tau, 0.0)",
        ["quantile_pull_check"],
    ),
    "the residual y - g": Mistake(
        "quantile_pull", "    r = g - y", "    r = y - g", ["quantile_pull_check"]
    ),
    "no convention at the kink": Mistake(
        "quantile_pull", "np.where(r < 0, -tau, 0.0)", "-tau", ["quantile_pull_check"]
    ),
    "the thresholds changed": Mistake(
        "two_thresholds",
        "np.clip(r, -a, b)",
        "np.clip(r, -b, a)",
        ["limited_pull", "matching_loss"],
    ),
    "a pull with the wrong sign": Mistake(
        "two_thresholds", "return loss, pull", "return loss, -pull", ["limited_pull"]
    ),
    "branches that do not meet": Mistake(
        "two_thresholds", "b * (r - b / 2), a * (-r - a / 2)", "b * r, -a * r", ["matching_loss"]
    ),
    "outer branches that begin at 0": Mistake(
        "two_thresholds",
        "b * (r - b / 2), a * (-r - a / 2)",
        "b * (r - b), a * (-r - a)",
        ["matching_loss"],
    ),
    "the square without the half": Mistake(
        "two_thresholds", "pull**2 / 2", "pull**2", ["matching_loss"]
    ),
    "counts in the place of shares": Mistake("coverage", "np.mean", "np.sum", ["coverage_check"]),
    "the same seed each time": Mistake(
        "coverage", "default_rng(seed)", "default_rng(0)", ["coverage_check"]
    ),
    "new values that are the old ones": Mistake(
        "coverage",
        "rng.exponential(size=1000)",
        "np.random.default_rng(seed).exponential(size=1000)",
        ["coverage_check"],
    ),
    "a band learnt from the new values": Mistake(
        "coverage", "np.quantile(values,", "np.quantile(new,", ["coverage_check"]
    ),
    "an outer constant with the wrong sign": Mistake(
        "two_thresholds",
        "b * (r - b / 2), a * (-r - a / 2)",
        "b * (r + b / 2), a * (-r + a / 2)",
        ["matching_loss"],
    ),
    "pulls in an array of whole numbers": Mistake(
        "quantile_pull",
        "return np.where(r > 0, 1 - tau, np.where(r < 0, -tau, 0.0))",
        "return np.where(r > 0, 1 - tau, np.where(r < 0, -tau, 0.0)).astype(y.dtype)",
        ["quantile_pull_check"],
    ),
    "values at an end left out": Mistake(
        "coverage",
        "(part >= low) & (part <= high)",
        "(part > low) & (part < high)",
        ["coverage_check"],
    ),
}
