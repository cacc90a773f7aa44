"""Chapter 5's comparisons, with other seeds and with half and double the budgets."""

import numpy as np
import pytest

import actloss as al
from conftest import OTHER_SEEDS, budgets

CHAPTER = "05"


def test_only_the_rare_digit_falls_behind(chapter):
    nets = chapter["train_ten"]([64, 32, 10], chapter["few"], seeds=OTHER_SEEDS).networks
    test = chapter["test"]
    found = np.median([al.recall(net.predict(test.x), test.y) for net in nets], axis=0)
    assert found[8] < 0.8
    assert np.delete(found, 8).min() > 0.9


@pytest.mark.parametrize("epochs", [15, 30, 60])
def test_weight_and_shift_find_more_and_cost_precision(chapter, epochs):
    train_ten, few, share = chapter["train_ten"], chapter["few"], np.mean(chapter["few"].y == 8)
    how = {"epochs": epochs, "seeds": OTHER_SEEDS, "measure": chapter["how_sure"]}
    plain = train_ten([64, 32, 10], few, **how)["lead"][..., -1]
    heavy = al.LOSSES["weighted_softmax_cross_entropy"].with_params(
        class_weights=chapter["counts"].max() / chapter["counts"]
    )
    weighted = train_ten([64, 32, 10], few, heavy, **how)["lead"][..., -1]
    at_test, at_training = (
        [chapter["point"](lead, s) for lead in (plain, weighted, plain + np.log(9.1))]
        for s in (chapter["is_8"].mean(), share)
    )
    assert at_test[0][0] < at_test[1][0] < at_test[2][0]  # recall
    assert at_training[2][1] < at_training[0][1] - 0.1  # precision


def test_the_weight_s_lead_fades(chapter):
    train_ten, few = chapter["train_ten"], chapter["few"]
    how = {"epochs": 60, "seeds": OTHER_SEEDS, "measure": chapter["how_sure"]}
    heavy = al.LOSSES["weighted_softmax_cross_entropy"].with_params(
        class_weights=chapter["counts"].max() / chapter["counts"]
    )
    runs = [train_ten([64, 32, 10], few, loss, **how) for loss in ("softmax_cross_entropy", heavy)]
    recall = [(run["lead"][:, chapter["is_8"]] > 0).mean(axis=(0, 1)) for run in runs]
    lead = recall[1] - recall[0]
    assert lead[4] > 2 * lead[29] > 0


def test_weight_lifts_the_curve_a_little_at_most(chapter):
    result = chapter["weighing"]
    for given in budgets(result):
        for epochs in given:
            for name in ("weighted", "adjusted"):
                lead = result.median(name, epochs) - result.median("plain", epochs)
                assert -0.05 < lead < 0.1
        assert lead < 0.05


@pytest.mark.parametrize("epochs", [15, 30, 60])
def test_the_adjusted_loss_does_what_the_shift_does(chapter, epochs):
    how = {"epochs": epochs, "seeds": OTHER_SEEDS, "measure": chapter["how_sure"]}
    plain, adjusted = (
        chapter["train_ten"]([64, 32, 10], chapter["few"], loss, **how)["lead"][..., -1]
        for loss in ("softmax_cross_entropy", chapter["adjusted"])
    )
    counts, share = chapter["counts"], chapter["is_8"].mean()
    shifted = plain + np.log(counts.max() / counts[8])
    (found, precise), (expected, precision) = (
        chapter["point"](lead, share) for lead in (adjusted, shifted)
    )
    assert found == pytest.approx(expected, abs=0.06)
    assert precise == pytest.approx(precision, abs=0.1)


def test_no_loss_is_ahead_for_rare_eights_at_its_own_rate(chapter):
    result = chapter["detecting"]
    for _, late in budgets(result):
        areas = [result.median(name, late) for name in result.names]
        assert areas[0] > max(areas) - 0.05  # cross-entropy comes first in the list
    early = result.given[0]
    assert (
        result.settings("cross-entropy", early)["rate"]
        >= 2 * result.settings("focal, γ = 2", early)["rate"]
    )
    at_small_rate = {name: np.median(result.by_rate(name, early)[0.01]) for name in result.names}
    assert at_small_rate["focal, γ = 2"] > at_small_rate["cross-entropy"] + 0.1


def test_smoothing_lowers_confidence_and_so_helps_the_too_confident_alone(chapter):
    steps = [12, 25, 50, 100, 200, 400, 800]
    for wrong in (0, 20):
        hard, soft = (chapter["calibration"](wrong, e, steps, OTHER_SEEDS[:5]) for e in (0, 0.05))
        assert (np.median(soft[..., 2], axis=0) < np.median(hard[..., 2], axis=0)).all()
        worse = np.sum(soft[..., 0] > hard[..., 0], axis=0)
        assert (worse >= 3).all() if wrong == 0 else (worse[2:] <= 1).all()
        cooled = np.median(hard[..., 1], axis=0)
        assert (cooled < np.median(soft[..., 0], axis=0) + 0.02).all()


@pytest.mark.parametrize(("first", "seed"), [(0, 0), (5, 1)])
def test_what_the_teacher_says_of_wrong_classes_teaches(chapter, first, seed):
    own = (first, seed) == (0, 0)
    result = chapter["school"] if own else chapter["taught"](first, seed)
    for early, late in budgets(result) if own else [result.epochs]:
        for rival in ["labels", "smoothed labels", "wrong classes shuffled", "smoothed teacher"]:
            for epochs in (early, late):
                assert result.wins("teacher, T = 8", over=rival, epochs=epochs) >= 8
        assert result.median("teacher, T = 8", late) > result.median("teacher, T = 1", late)
        assert result.median("wrong classes shuffled") < result.median("labels") + 0.03


def test_students_learn_eights_that_they_never_saw_from_the_teacher_s_remarks(chapter):
    test, found = chapter["test"], {}
    for name, answers in chapter["wisdom"].items():
        nets = chapter["blind"](answers, OTHER_SEEDS)
        found[name] = [np.mean(net.predict(test.x)[test.y == 8] == 8) for net in nets]
    assert min(found["the teacher"]) > 0.3
    assert max(found["the teacher, shuffled"]) < 0.1


@pytest.mark.parametrize("epochs", [36, 72])
def test_margin_makes_classes_compact_and_moves_them_apart(chapter, epochs):
    plain, wide = (
        chapter["over_seeds"](m, OTHER_SEEDS[:5], epochs=epochs, grow=epochs // 4) for m in (1, 4)
    )
    assert (wide[:, 1] < plain[:, 1] / 1.5).all()
    assert (wide[:, 2] > plain[:, 2]).sum() >= 4
    assert np.median(wide[:, 3]) < np.median(plain[:, 3]) + 0.01


@pytest.mark.parametrize("epochs", [18, 72])
def test_sudden_margin_collapses_by_the_length_of_the_features(chapter, epochs):
    sudden = chapter["over_seeds"](4, OTHER_SEEDS[:5], first=4, epochs=epochs)
    held = chapter["over_seeds"](4, OTHER_SEEDS[:5], first=4, epochs=epochs, length=10)
    assert np.median(sudden[:, 3]) < 0.35 < np.median(held[:, 3])
    assert (held[:, 3] > sudden[:, 3]).sum() >= 4


@pytest.mark.parametrize("epochs", [15, 30, 60])
def test_halves_find_their_partners_if_they_belonged_together(chapter, epochs):
    for seed in OTHER_SEEDS[:3]:
        trained = chapter["contrast"](seed, epochs=epochs)
        shuffled = chapter["contrast"](seed, shuffled=True, epochs=epochs)
        assert chapter["partners"](trained) > 0.25
        assert chapter["partners"](shuffled) < 0.07


@pytest.mark.parametrize("epochs", [15, 30, 60])
def test_what_halves_share_reads_less_than_the_pixels(chapter, epochs):
    seeds = range(3, 9)  # other first weights, and other pictures with labels
    read = {
        "trained": [
            chapter["fifty_labels"](chapter["contrast"](seed, epochs=epochs), seed)
            for seed in seeds
        ],
        "untrained": [
            chapter["fifty_labels"](chapter["contrast"](seed, epochs=0), seed) for seed in seeds
        ],
        "pixels": [chapter["fifty_labels"](chapter["halves"], seed) for seed in seeds],
    }
    trained, untrained, pixels = (np.median(shares) for shares in read.values())
    assert untrained < trained < pixels
