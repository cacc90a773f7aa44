"""Exercises of chapter 7: maxout units, their lines and their cost."""

import numpy as np

from actloss.lessons.exercises import exercise, one_number, right, whole_number, wrong


@exercise("7.1")
def who_ever_wins(answer):
    count = whole_number(answer)
    if count == 2:
        return right("-z on the left and z on the right; 0 only ties, and z - 1 is below z.")
    if count == 3:
        return wrong("0 is as great as the others at z = 0, but never strictly greater.")
    if count == 4:
        return wrong("z - 1 lies below z everywhere; compare the parallel ones first.")
    return wrong("count the pieces that are strictly the highest somewhere: draw the four lines.")


@exercise("7.2")
def tent(answer):
    try:
        first, second = (np.array(lines, dtype=float) for lines in answer)
    except (TypeError, ValueError):
        return wrong("answer with (first, second), two lists of (slope, height) pairs.")
    if any(lines.ndim != 2 or lines.shape[1] != 2 for lines in (first, second)):
        return wrong("each of the two lists must hold one (slope, height) pair for each line.")
    z = np.linspace(-3, 3, 601)
    target = np.maximum(0, 1 - np.abs(z))
    found = _highest(z, first) - _highest(z, second)
    if np.allclose(found, target, atol=1e-9):
        far = np.array([-1000.0, 1000.0])
        if not np.allclose(_highest(far, first), _highest(far, second), rtol=0, atol=1e-6):
            return wrong("right between -3 and 3, but further out another line takes over.")
        return right("upward corners in one unit, the downward corner in the other.")
    if np.allclose(-found, target, atol=1e-9):
        return wrong("that is the tent upside down: exchange the two units.")
    if np.allclose(found, 1 - np.abs(z), atol=1e-9):
        return wrong("that is 1 - |z|, which goes on falling; the corners at -1 and 1 are missing.")
    if np.ptp(found - target) < 1e-9:
        return wrong(f"the shape is right, but all of it is off by {found[0]:+.2f}; mend a height.")
    worst = z[np.argmax(np.abs(found - target))]
    return wrong(
        f"at z = {worst:.2f} your difference is {_highest(worst, first).item():.2f} - "
        f"{_highest(worst, second).item():.2f}, the tent {max(0, 1 - abs(worst)):.2f}; "
        "by how much does its slope jump at -1, 0 and 1?"
    )


def _highest(z, lines):
    return np.max(np.outer(z, lines[:, 0]) + lines[:, 1], axis=1)


@exercise("7.3")
def count_parameters(answer):
    count = whole_number(answer)
    reasons = {
        6100: "the biases are missing: one for each piece and one for each output.",
        6160: "the biases of the 5 outputs are missing.",
        6105: "the biases of the pieces are missing: each of the 60 has one.",
        6060: "the outputs are missing: each has a weight for every unit, and a bias.",
        6125: "each piece has a bias of its own, so there are 60 and not 20.",
        2125: "that is the network with k = 1: every unit has three pieces.",
        6375: "the output layer is not tripled: it sees 20 units and has no maxout.",
        6365: "the outputs see 20 units, not their 60 pieces: the maximum comes in between.",
    }
    if count == 6165:
        return right("6,060 for the 60 pieces and 105 for the outputs.")
    return wrong(reasons.get(count, "pieces times (inputs + 1), plus outputs times (units + 1)."))


@exercise("7.4")
def mean_square_of_the_greater(answer):
    value = one_number(answer)
    if abs(value - 1) <= 0.01:
        return right("max and min have equal mean squares, together 2; so LeCun's weights suit.")
    if abs(value - 0.5) <= 0.01:
        return wrong("that is ReLU, the greater of z and 0; here the other one is random as well.")
    if abs(value - np.pi**-0.5) <= 0.01:
        return wrong("that is the mean of the greater; its mean square is asked for.")
    if abs(value - 1 / np.pi) <= 0.01:
        return wrong("that is the square of the mean; take the mean of the squares.")
    if abs(value - (1 - 1 / np.pi)) <= 0.01:
        return wrong("that is the variance; the mean square has the squared mean in it as well.")
    if abs(value - 2) <= 0.01:
        return wrong("2 is max² plus min²; how is it shared between the two?")
    return wrong("draw 100,000 pairs and average the square of the greater.")


@exercise("7.5")
def tighter_fence(answer):
    lines = whole_number(answer)
    if lines == 5:
        return right("0.75 / cos(π/5) is 0.927, inside the circle; for four lines it is 1.061.")
    if lines in (3, 4):
        corner = 0.75 / np.cos(np.pi / lines)
        return wrong(f"with {lines} lines the corners lie {corner:.3f} from the centre, outside.")
    if lines > 5:
        return wrong(f"{lines} lines can do it, but fewer can as well.")
    return wrong("find the least whole k with 0.75 / cos(π/k) < 1; two lines enclose nothing.")


@exercise("7.6")
def fit_without_a_gradient(fit_lines):
    x = np.linspace(-1, 1, 201)
    for k, steepness, tilt in [(3, 1.0, 0.0), (5, 1.0, 0.0), (5, 3.0, -2.0)]:
        y = steepness * x**2 + tilt * x
        found = fit_lines(x.copy(), y.copy(), k, np.random.default_rng(k))
        if len(found) != 2 or np.shape(found[0]) != (k,) or np.shape(found[1]) != (k,):
            return wrong(f"return two arrays of length k, slopes and heights; here k is {k}.")
        lines = np.transpose(np.array(found, dtype=float))
        times = np.mean((_highest(x, lines) - y) ** 2) / (4 * steepness**2 / (45 * k**4))
        if not times <= 1.5:
            return wrong(_fit_mistake(x, lines, times, k))
    return right("all lines are in use: least squares moves them where gradient descent lost some.")


def _fit_mistake(x, lines, times, k):
    if not np.isfinite(lines).all():
        return "a slope or height is not finite: skip groups of fewer than two points."
    used = len(np.unique(np.argmax(np.outer(x, lines[:, 0]) + lines[:, 1], axis=1)))
    if used < k:
        return f"only {used} of {k} lines are in use; try several starts and keep the best."
    return f"all {k} lines win somewhere, but the loss is {times:.1f} times the floor; repeat more."
