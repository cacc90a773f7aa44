"""Title page: without a bend nothing helps; the loss decides where the first weights are large."""

import pytest

from conftest import budgets

CHAPTER = "intro"
SQUARED, CROSS = "ReLU bends, squared error", "ReLU bends, cross-entropy"


@pytest.mark.parametrize("first", ["usual", "ten times as large"])
def test_without_a_bend_no_loss_does_much_better_than_a_coin(chapter, first):
    race = chapter["races"][first]
    for epochs in race.epochs:
        for name in race.names[:2]:
            assert race.median(name, epochs) < 0.6, (name, epochs)


def test_the_loss_hardly_matters_from_the_usual_first_weights(chapter):
    race = chapter["races"]["usual"]
    for _, late in budgets(race):
        assert abs(race.median(CROSS, late) - race.median(SQUARED, late)) < 0.05
        assert race.median(SQUARED, late) > 0.85


def test_the_loss_decides_from_large_first_weights(chapter):
    race = chapter["races"]["ten times as large"]
    for both in budgets(race):
        for epochs in both:
            assert race.wins(CROSS, over=SQUARED, epochs=epochs) >= 9
            assert race.median(SQUARED, epochs) < 0.6
            assert race.median(CROSS, epochs) > 0.8


def test_no_best_rate_lies_at_the_edge(chapter):
    for race in chapter["races"].values():
        assert not [n for n in race.names for e in race.epochs if race.at_edge(n, e)]
