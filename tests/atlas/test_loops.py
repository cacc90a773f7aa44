"""The chapters' training loops: our losses now, those stored of others, and what chapters show."""

import re

import numpy as np
import pytest

from atlas import chapters, training
from publish.chapters.chapter import Chapter

STORED = training.read()


@pytest.fixture(scope="module")
def ours():
    return training.run(training.OURS)["losses"]


@pytest.fixture(scope="module")
def shown():
    """chapter -> the cell *In your framework*."""
    found = {}
    for number in training.CHAPTERS:
        (path,) = chapters.BOOK.glob(f"{number}_*.ipynb")
        cells = [c for c in Chapter(path).prose if c.source.startswith("## In your framework")]
        (found[number],) = (cell.source for cell in cells)
    return found


def test_every_chapter_that_trains_has_its_loops():
    assert [*(f"0{n}" for n in range(1, 10)), "12"] == training.CHAPTERS
    kinds = {training.OURS, *training.LIBRARIES}
    assert set(STORED) == kinds
    for number in training.CHAPTERS:
        assert all(training.script(number, kind).exists() for kind in kinds)


@pytest.mark.parametrize("chapter", training.CHAPTERS)
@pytest.mark.parametrize("kind", STORED)
def test_losses_elsewhere_are_those_of_this_library(ours, chapter, kind):
    """The first five to six digits, the last to two."""
    now, stored = ours[chapter], STORED[kind]["losses"][chapter]
    assert len(now) == len(stored) == 6
    assert now[0] > 1.01 * now[-1]  # it learns
    assert np.allclose(now[:5], stored[:5], rtol=5e-7, atol=0)
    assert np.isclose(now[5], stored[5], rtol=2e-3, atol=0)


@pytest.mark.parametrize("chapter", training.CHAPTERS)
def test_a_chapter_shows_the_code_that_was_run(shown, chapter):
    code = re.findall(r"```python\n(.*?)\n```", shown[chapter], re.S)
    files = [training.script(chapter, kind).read_text("utf-8") for kind in training.LIBRARIES]
    assert [text + "\n" for text in code] == files


@pytest.mark.parametrize("chapter", training.CHAPTERS)
def test_loops_start_from_the_same_data_and_weights(chapter):
    """What the course's loop does up to its network, the others do word by word."""

    def start(kind):
        text = training.script(chapter, kind).read_text("utf-8")
        _, _, body = text.partition("import actloss as al\n")
        body = re.sub(r"^(torch|keras|jax)\.\S*\(.*as the course computes\n", "", body, flags=re.M)
        return [line for line in body.splitlines() if line.strip()]

    whole = [
        line.replace("net.", "start.").replace("net =", "start =") for line in start("actloss")
    ]
    until = next(k for k, line in enumerate(whole) if re.match("optimizer|weighted", line))
    for kind in training.LIBRARIES:
        assert start(kind)[:until] == whole[:until]
