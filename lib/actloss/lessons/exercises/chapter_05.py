"""Exercises of chapter 5: the variants of the softmax loss."""

import numpy as np

from actloss.lessons.exercises import exercise, right, wrong
from actloss.losses import focal, label_smoothed_cross_entropy_grad
from actloss.probability import entropy, softmax


def one_number(answer):
    """The answer as a float, or None if it is not a single finite number."""
    value = np.squeeze(np.asarray(answer, dtype=float))
    return float(value) if value.ndim == 0 and np.isfinite(value) else None


@exercise("5.1")
def weighted_belief(answer):
    belief = one_number(answer)
    if belief is None or not 0 <= belief <= 1:
        return wrong("answer with one probability, between 0 and 1.")
    if abs(belief - 9 / 13) < 0.005:
        return right("9 · 0.2 against 0.8: it answers as if eights were nine times as frequent.")
    if abs(belief - 0.2) < 0.005:
        return wrong("that is the true frequency, which the weights distort.")
    if abs(belief - 0.9) < 0.005:
        return wrong("the weights alone do not decide; multiply each by its frequency.")
    if abs(belief - 4 / 13) < 0.005:
        return wrong("that is the probability of the 3.")
    return wrong("multiply each frequency by its weight, then make the two add up to 1.")


@exercise("5.2")
def easy_example(answer):
    factor = one_number(answer)
    if factor is None:
        return wrong("answer with one number, the factor.")
    for value, why in [
        (20, "that is 1 / 0.05; the exponent γ = 2 is missing."),
        (1 / 400, "that is the focal loss as a share of cross-entropy; turn it over."),
        (1 / 0.95**2, "the factor is q to the power γ, with the probability of the wrong answer."),
    ]:
        if abs(factor - value) <= 0.01 * value:
            return wrong(why)
    if abs(factor - 400) <= 4:
        return right("0.05 squared is 1/400; the logarithm is in both losses and cancels.")
    return wrong("divide -ln 0.95 by 0.05² times -ln 0.95.")


@exercise("5.3")
def smoothed_gradient(gradient):
    rng = np.random.default_rng(3)
    for classes, smoothing in [(3, 0.1), (10, 0.2), (2, 0.5), (5, 0.03)]:
        logits = rng.normal(size=(4, classes))
        labels = rng.integers(classes, size=4)
        found = np.asarray(gradient(logits.copy(), labels.copy(), smoothing), dtype=float)
        if found.shape != logits.shape:
            return wrong(f"return the shape of the logits, {logits.shape}; yours is {found.shape}.")
        true = label_smoothed_cross_entropy_grad(logits, labels, smoothing)
        if not np.allclose(found, true, rtol=1e-9, atol=1e-9):
            return wrong(_smoothed_mistake(found, true, logits, labels, smoothing))
    return right("s - p, for every number of classes; each row adds up to 0.")


def _smoothed_mistake(found, true, logits, labels, smoothing):
    classes = logits.shape[1]
    s, hard = softmax(logits), np.eye(classes)[labels]
    others = (1 - smoothing) * hard + smoothing / (classes - 1) * (1 - hard)
    if np.allclose(found, -true):
        return "the sign is wrong: softmax minus label."
    if np.allclose(found, true / len(labels)):
        return "that is averaged over the examples; leave the rows as they are."
    if np.allclose(found, s - hard):
        return "that is the gradient for hard labels; soften them."
    if np.allclose(found, s - others):
        return "ε is shared by all K classes, the label's own too: ε / K each."
    if np.allclose(found, s - (1 - smoothing) * hard):
        return "the share ε / K of every class is missing; the label must add up to 1."
    return "build p = (1 - ε) [k = y] + ε / K and subtract it from the softmax."


@exercise("5.4")
def focal_belief(answer):
    belief = one_number(answer)
    if belief is None or not 0 <= belief <= 1:
        return wrong("answer with one probability, between 0 and 1.")
    a = np.linspace(1e-4, 1 - 1e-4, 99_981)
    z = np.log(a / (1 - a))
    of_1, of_0 = focal(z, np.ones_like(z)), focal(z, np.zeros_like(z))
    best = a[(0.9 * of_1 + 0.1 * of_0).argmin()]
    if abs(belief - best) < 0.005:
        return right(f"it answers {best:.3f} where 0.9 is true: focal outputs are too modest.")
    if abs(belief - 0.9) < 0.005:
        return wrong("cross-entropy would end there; focal loss is not least at the truth.")
    if abs(belief - (1 - best)) < 0.005:
        return wrong("that is the answer if label 1 had a share of 10 %.")
    return wrong("minimise 0.9 · focal(z, 1) + 0.1 · focal(z, 0) over z, then take its sigmoid.")


@exercise("5.5")
def one_more_piece(psi):
    for m in [1, 2, 3, 4, 7]:
        theta = np.linspace(0, np.pi, 40 * m + 1)
        found = np.asarray(psi(theta.copy(), m), dtype=float)
        if found.shape != theta.shape:
            return wrong(f"return one value per angle, {theta.shape}; yours is {found.shape}.")
        piece = np.minimum(np.arange(40 * m + 1) // 40, m - 1)
        true = (-1.0) ** piece * np.cos(m * theta) - 2 * piece
        if not np.allclose(found, true, rtol=0, atol=1e-6):
            return wrong(_psi_mistake(found, true, m, theta))
    return right("it falls from 1 to -(2m - 1) without a jump.")


def _psi_mistake(found, true, m, theta):
    if np.allclose(found, np.cos(m * theta)):
        return "cos mθ rises again after π/m; mirror and lower the later pieces."
    if np.allclose(found + 2 * np.round((true - found) / 2), true, atol=1e-6):
        return "the pieces have the right shape but the wrong height: piece k is lowered by 2k."
    if (np.diff(found) > 1e-6).any():
        return f"it rises somewhere at m = {m}; every second piece needs a change of sign."
    if not np.isclose(found[0], 1):
        return "at θ = 0 it must be 1."
    return "on the piece k, which reaches from kπ/m to (k+1)π/m, it is (-1)^k cos mθ - 2k."


@exercise("5.6")
def down_to_the_floor(answer):
    found = np.array(answer, dtype=float).ravel()
    if found.shape != (2,) or not np.isfinite(found).all():
        return wrong("give two numbers, (mean loss, mean lead of the label's logit).")
    loss, lead = found
    floor = float(entropy(0.8 * np.eye(10)[0] + 0.02))
    gap = np.log(1 + 10 * 0.8 / 0.2)
    if abs(loss - floor) <= 0.01 and abs(lead - gap) <= 0.1:
        return right(f"the floor is {floor:.4f} and the best gap {gap:.3f}; training finds both.")
    if abs(lead - floor) <= 0.01 and abs(loss - gap) <= 0.1:
        return wrong("the order is loss first, then lead.")
    if loss < floor - 0.01:
        return wrong(
            "no network gets below the entropy of the softened label; did you measure the smoothed "
            "loss, with smoothing 0.2, averaged over the examples?"
        )
    if loss > floor + 0.01:
        return wrong("the loss is still above its floor: train longer, or take a wider network.")
    return wrong("the loss is at the floor; measure the lead over the mean of the nine others.")
