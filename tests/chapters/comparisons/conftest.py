"""A chapter run anew, with seeds that it does not use and with half and double its budgets.

A sentence that compares must hold there too. `chapter` is what the chapter's cells define, where
each `al.race` ran so; what compares without a race is a function of its seeds, to be called again.
"""

from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest

import actloss as al

BOOK = Path(__file__).parents[3] / "book"
OTHER_SEEDS = range(100, 110)
SCALES = (0.5, 1, 2)
LEFT_OUT = {"exercise", "solution", "timing"}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module")
def chapter(request):
    (path,) = BOOK.glob(f"{request.module.CHAPTER}*.ipynb")
    names = {"__name__": "__main__"}
    real = al.race
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(al, "race", anew(real), raising=False)
        patch.setattr(al, "explore", lambda *_, **__: None, raising=False)
        patch.setattr(plt, "show", lambda: plt.close("all"))
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and not LEFT_OUT & set(cell.metadata.get("tags", [])):
                exec(cell.source, names)
    plt.close("all")
    return names


def anew(race):
    """`race` with other seeds, and at half, once and double the budgets that it is given."""

    def rerun(contestants, data, *, epochs, seeds=10, **options):
        budgets = epochs if isinstance(epochs, (tuple, list)) else (epochs,)
        wanted = {budget for scale in SCALES for budget in scaled(budgets, scale)}
        count = seeds if isinstance(seeds, int) else len(seeds)
        seeds = range(OTHER_SEEDS[0], OTHER_SEEDS[0] + count)
        result = race(contestants, data, epochs=sorted(wanted), seeds=seeds, **options)
        result.given = budgets
        return result

    return rerun


def budgets(result):
    """The budgets of the chapter, halved, as they are, and doubled: one tuple for each."""
    for scale in SCALES:
        yield scaled(result.given, scale)


def scaled(budgets, scale):
    return tuple(max(1, round(scale * budget)) for budget in budgets)
