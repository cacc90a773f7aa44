"""The instructors' page says of each chapter and command what they are."""

import re

import pytest

from grading.assignment import Assignment, all_assignments
from publish.chapters.chapter import chapters
from publish.chapters.contents import ROOT
from publish.website.pages.teaching import MARK, TASK, assignment, entry

CHAPTERS = chapters(ROOT / "book")
SOURCES = ROOT / "assignments/source"
PAGE = (ROOT / "book/instructors.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", all_assignments())
def test_the_tasks_of_an_assignment_say_their_points(name):
    cells = Assignment(name).cells
    said = [(m[1], int(m[2])) for c in cells for m in TASK.finditer(c.source)]
    assert 4 <= len(said) <= 6
    assert sum(points for _, points in said) == 20
    line = assignment(SOURCES / name / f"{name}.ipynb")
    assert all(f"{task} ({points})" in line for task, points in said)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.path.stem)
def test_a_chapter_s_entry_has_what_is_in_the_chapter(chapter):
    text = entry(chapter, SOURCES)
    assert chapter.metadata["course"]["question"] in text
    assert f"{len(chapter.claims)} claims on trial" in text
    assert all(exercise.title in text for exercise in chapter.exercises)
    assert ("Assignment\n:" in text) == (chapter.path.stem in all_assignments())


def test_the_built_page_has_an_entry_for_each_chapter(built):
    page = (ROOT / "_build/html/book/instructors.html").read_text(encoding="utf-8")
    assert MARK.strip() not in page
    assert all(f'id="teach-{chapter.number}"' in page for chapter in CHAPTERS)


def test_the_page_names_the_variables_of_the_commands():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    rules = re.findall(r"^(?:release|grade|similar|forget): .*\n((?:\t.*\n)+)", makefile, re.M)
    assert len(rules) == 4
    used = set(re.findall(r"\((?:call given,|if \$\(|or \$\()?([A-Z]+)\b", "".join(rules)))
    used = used - {"GRADING"} | {"CLASS"}
    table = set(re.findall(r"`([A-Z]+)`", PAGE.split("| Variable |")[1].split("\n\n")[0]))
    assert used == table
