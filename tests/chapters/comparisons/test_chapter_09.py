"""Chapter 9's comparisons, with other seeds and with half and double the budgets."""

import numpy as np
import pytest

from conftest import OTHER_SEEDS, budgets

CHAPTER = "09"


def test_three_endings_are_level_and_plain_numbers_behind(chapter):
    result = chapter["ending_race"]
    for _, late in budgets(result):
        *level, plain = (result.median(name, late) for name in result.names)
        assert np.ptp(level) < 0.02
        assert plain < min(level) - 0.01
    for early, _ in list(budgets(result))[1:]:
        *level, plain = (result.median(name, early) for name in result.names)
        assert np.ptp(level) < 0.03
        assert plain < min(level) - 0.01


def test_the_best_rates_of_the_endings_differ(chapter):
    result = chapter["ending_race"]
    for early, _ in budgets(result):
        rates = [result.settings(name, early)["rate"] for name in result.names]
        assert max(rates) >= 4 * rates[-1]


def test_with_one_layer_the_activation_does_not_matter(chapter):
    result = chapter["races"][1]
    assert len(result.names) == 17
    for _, late in budgets(result):
        medians = [result.median(name, late) for name in result.names]
        assert np.ptp(medians) < 0.03


def test_with_two_layers_it_matters_for_a_while(chapter):
    result = chapter["races"][2]
    for early, _ in budgets(result):
        for slow in ("sigmoid", "softplus"):
            assert result.wins("tanh, He", over=f"{slow}, He", epochs=early) >= 9
    for _, late in list(budgets(result))[1:]:
        assert np.ptp([result.median(name, late) for name in result.names]) < 0.06


def test_with_four_layers_who_is_early_and_who_arrives(chapter):
    result = chapter["races"][4]
    enough = iter((8, 8, 6))  # at twice the budget they are nearly level
    for early, late in budgets(result):
        least = next(enough)
        for rule, quicks in {"Xavier": ("tanh",), "He": ("identity", "tanh", "elu")}.items():
            for quick in quicks:
                for slow in ("relu", "silu"):
                    wins = result.wins(f"{quick}, {rule}", over=f"{slow}, {rule}", epochs=early)
                    assert wins >= least, (quick, slow, rule, early)
            assert result.median(f"sigmoid, {rule}", late) < 0.3
        for slow in ("relu", "silu"):
            assert result.median(f"{slow}, He", early) > result.median(f"{slow}, Xavier", early)
    for _, late in list(budgets(result))[1:]:
        five = [f"{name}, He" for name in ("identity", "tanh", "relu", "elu", "silu")]
        assert np.ptp([result.median(name, late) for name in five]) < 0.04


def test_four_layers_do_not_catch_up_with_one(chapter):
    one, four = chapter["races"][1], chapter["races"][4]
    for _, late in budgets(four):
        assert max(four.median(n, late) for n in four.names) <= one.median("tanh, He", late)


def test_steep_and_centred_together_wake_the_sigmoid(chapter):
    result, four = chapter["scale_race"], chapter["races"][4]
    for (epochs,) in budgets(result):
        both = result.median("sigmoid - 0.5, times 4", epochs)
        for alone in ("sigmoid, times 4", "sigmoid - 0.5"):
            assert result.median(alone, epochs) < both - 0.5
        assert four.median("sigmoid, Xavier", epochs) < both - 0.5
        assert both > four.median("tanh, Xavier", epochs) - 0.06
        steeper = result.scores("silu, times 2", epochs) > four.scores("silu, Xavier", epochs)
        assert np.sum(steeper) >= 9


def test_silu_and_relu_are_level(chapter):
    for race in chapter["races"].values():
        for _, late in list(budgets(race))[1:]:
            gain = race.scores("silu, He", late) - race.scores("relu, He", late)
            assert abs(np.median(gain)) < 0.03


@pytest.mark.parametrize("scale", [1, 1.6, 2])
def test_the_sigmoid_forgets_first(chapter, scale):
    faded = {name: chapter["memory"](name, scale, OTHER_SEEDS)[20] for name in ("sigmoid", "tanh")}
    assert faded["sigmoid"] < 1e-5 * faded["tanh"]


def test_relu_turns_from_fading_to_growing_between_the_scales(chapter):
    at = {scale: chapter["memory"]("relu", scale, OTHER_SEEDS)[20] for scale in (1, 1.6, 2)}
    assert at[1] < 0.01
    assert at[1.6] < 1.5 < 3 < at[2]


@pytest.fixture(scope="module")
def translations(chapter):
    return chapter["translate_all"](OTHER_SEEDS, (20, 40, 80, 160, 320))


def test_translation_needs_cross_entropy_and_no_sigmoid(translations):
    of = {name: results for name, (results, _) in translations.items()}
    for steps in (80, 160, 320):
        for part in ("learn", "test"):
            tanh = np.median(of["tanh, cross-entropy"][steps][part])
            assert np.median(of["tanh, squared error"][steps][part]) < tanh
            assert np.median(of["sigmoid, cross-entropy"][steps][part]) < 0.5 * tanh
    for steps in (160, 320):
        for name in ("tanh, cross-entropy", "ReLU, cross-entropy"):
            assert np.median(of[name][steps]["learn"]) > 0.95


def test_in_sound_the_sigmoid_comes_later_to_nearly_the_same(chapter):
    late = (50, 100, 200)
    tanh, sigmoid = (
        chapter["hear"](name, chapter["bell_pull"], seeds=OTHER_SEEDS, budgets=late)[0]
        for name in ("tanh", "sigmoid")
    )
    gaps = [np.median(sigmoid[k]["test"]) - np.median(tanh[k]["test"]) for k in late]
    assert all(gap > -0.005 for gap in gaps)
    assert gaps[1] < 0.03
    assert gaps[2] < 0.02


def test_more_tones_take_most_of_the_lead_of_the_absolute_error(chapter):
    leads = {}
    for count in (40, 1600):
        bell, peak = (
            chapter["hear"](
                "tanh", chapter[pull], 0.05, count, seeds=OTHER_SEEDS, budgets=(50, 100, 200)
            )[0]
            for pull in ("bell_pull", "peak_pull")
        )
        leads[count] = [np.median(bell[k]["test"] - peak[k]["test"]) for k in bell]
    assert all(lead > 0.04 for lead in leads[40])
    assert all(few > 1.5 * many > 0 for few, many in zip(leads[40], leads[1600], strict=True))
