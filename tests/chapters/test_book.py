"""The chapters as they are stored, and the rules that judge them."""

import copy
import json
from pathlib import Path

import pytest

import chapter_rules
from chapter_rules import RULES, numbers, rounds_to
from publish.chapters import claims
from publish.chapters.chapter import Chapter, chapters

BOOK = Path(__file__).parents[2] / "book"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("chapter", chapters(BOOK), ids=lambda chapter: chapter.path.stem)
def test_chapter(chapter, rule):
    complaints = list(rule(chapter))
    assert not complaints, f"{chapter.path.name}: {rule.__doc__}\n" + "\n".join(complaints)


def test_every_chapter_is_in_the_contents():
    contents = (BOOK.parent / "_toc.yml").read_text(encoding="utf-8")
    assert chapters(BOOK)
    for chapter in chapters(BOOK):
        assert f"file: book/{chapter.path.stem}\n" in contents


def test_the_library_has_the_claims_as_the_chapters_have_them():
    assert claims.STORE.read_text(encoding="utf-8") == claims.collect(), "run: make notebooks"


def test_every_claim_is_tried_exactly_once():
    expected = [name for names in chapter_rules.CLAIMS.values() for name in names]
    assert [record["id"] for record in json.loads(claims.collect())] == expected


# The rules themselves: a sound chapter passes, and each way to spoil it is noticed.


def markdown(text):
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def code(source, text="", metadata=(), png=False):
    outputs = [{"output_type": "stream", "name": "stdout", "text": text}] if text else []
    if png:
        data = {"image/png": "", "text/plain": "<Figure>"}
        outputs.append({"output_type": "display_data", "metadata": {}, "data": data})
    return {
        "cell_type": "code",
        "metadata": dict(metadata),
        "source": source,
        "outputs": outputs,
    }


FOLDED = {
    "tags": ["solution", "hide-cell"],
    "jupyter": {"source_hidden": True},
    "mystnb": {"code_prompt_show": "Solution"},
}


def lengthen(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] += "\n#" * 7


def lengthen_the_story(notebook):
    notebook["cells"][1:1] = [markdown("It bends.") for _ in range(45)]


def sound_notebook():
    alt = {"mystnb": {"image": {"alt": "A line that bends at zero"}}}
    caption = "**Figure 1.{}.** The line bends where z is zero."
    cells = [
        markdown("# Does it bend?\n\nThe rate is 0.15 and the end is 0.82, which is 81.8 %."),
        code("import numpy as np"),
        code('rate = 0.15\nprint(f"{end:.4f}")', "0.8176"),
        code("al.explore(draw, slope=[1, 2])", metadata=alt, png=True),
        markdown(caption.format(1)),
        code("al.explore(draw, bias=[1, 2])", metadata=alt, png=True),
        markdown(caption.format(2)),
        code("# evidence: A1\nprint(0.2500)", "0.2500"),
        markdown(
            "> **Claim A1** (source 000): *It never errs by 9.9.*\n>\n"
            "> **Verdict: false.** The third point errs by 0.25. It is the worst."
        ),
        markdown(
            "> **Claim A2** (sources 000, 002): *It is old.*\n>\n"
            "> **Verdict: true.** The perceptron stands in a paper of 1958 "
            "{cite:p}`rosenblatt1958perceptron`."
        ),
    ]
    for number in range(1, 6):
        cells += [
            markdown(f"### Exercise 1.{number}: bend it (5 minutes)\n\nBend it."),
            code('al.check("1.1", None)', "Set answer.", {"tags": ["exercise"]}),
            code('al.check("1.1", 2)', "Right.", dict(FOLDED)),
        ]
    answer = "<details><summary>It is 7.7</summary>\n\nNo: it is 0.82.\n\n</details>"
    questions = [f"**Question {n}.** How much?\n\n{answer}\n\n{answer}" for n in (1, 2, 3)]
    cells.append(markdown("## Self-check\n\n" + "\n\n".join(questions)))
    for index, cell in enumerate(cells):
        cell["id"] = f"cell-{index}"
    for count, cell in enumerate((c for c in cells if c["cell_type"] == "code"), 1):
        cell["execution_count"] = count
    course = {"question": "Does it bend?", "minutes": 30, "learn": ["bending"], "needs": ["lines"]}
    return {"cells": cells, "metadata": {"course": course}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def judge(tmp_path, monkeypatch):
    """A function that stores a notebook and gives the names of the rules that it breaks."""
    monkeypatch.setitem(chapter_rules.CLAIMS, 1, ["A1", "A2"])

    def broken_rules(notebook):
        path = tmp_path / "01_bend.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return {rule.__name__ for rule in RULES if list(rule(Chapter(path)))}

    return broken_rules


def replace(old, new):
    """Replace a text in the first cell's source that has it."""

    def spoil(notebook):
        cell = next(cell for cell in notebook["cells"] if old in cell["source"])
        cell["source"] = cell["source"].replace(old, new)

    return spoil


def update(index, **changes):
    def spoil(notebook):
        notebook["cells"][index].update(changes)

    return spoil


def drop(index):
    def spoil(notebook):
        del notebook["cells"][index]

    return spoil


def stored(index, output):
    def spoil(notebook):
        notebook["cells"][index]["outputs"] = [output]

    return spoil


def printed(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


ERROR = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": []}
STATE = {
    "output_type": "display_data",
    "metadata": {},
    "data": {chapter_rules.WIDGET: {}, "image/png": "", "text/plain": "x"},
}
NO_ALT = {"mystnb": {"image": {"alt": "figure"}}}

SPOILT = [
    ("executed_in_order", update(2, execution_count=None)),
    ("executed_in_order", update(2, execution_count=9)),
    ("outputs_stored", update(2, outputs=[])),
    ("outputs_stored", update(2, source="rate", outputs=[])),
    ("no_error_stored", stored(2, ERROR)),
    ("no_error_stored", stored(2, printed("RuntimeWarning", "stderr"))),
    ("normal_form", stored(3, STATE)),
    ("normal_form", stored(2, printed("/home/someone/book 0.8176"))),
    ("normal_form", update(2, metadata={"scrolled": True})),
    ("normal_form", update(2, id="cell-1")),
    ("normal_form", lambda notebook: notebook["metadata"].update(widgets={})),
    ("says_what_it_is", lambda notebook: notebook["metadata"].pop("course")),
    ("says_what_it_is", replace("# Does", "Does")),
    ("imports_are_light", replace("import numpy as np", "from scipy import stats")),
    ("cells_are_short", replace("import numpy as np", "x = 1\n" * 21)),
    ("most_cells_are_shorter", lengthen),
    ("the_story_can_be_finished", replace("Does it bend?", "Does it bend? " * 900)),
    ("the_story_can_be_finished", lengthen_the_story),
    ("the_story_can_be_finished", lengthen),
    ("pictures_are_figures", update(3, metadata=NO_ALT)),
    ("pictures_are_figures", drop(4)),
    ("captions_are_numbered", replace("Figure 1.2.", "Figure 1.3.")),
    ("captions_are_numbered", update(5, outputs=[])),
    ("claims_are_complete", drop(9)),
    ("claims_are_complete", replace("Claim A2", "Claim S2")),
    ("verdicts_have_evidence", replace("# evidence: A1\n", "")),
    ("verdicts_have_evidence", replace("evidence: A1", "evidence: A3")),
    ("verdicts_have_evidence", replace("{cite:p}`rosenblatt1958perceptron`", "by someone")),
    ("verdicts_quote_their_evidence", replace("errs by 0.25", "errs by 0.26")),
    ("verdicts_quote_their_evidence", replace("errs by 0.25", "errs by -0.25")),
    ("verdicts_quote_their_evidence", replace("errs by 0.25", "errs 3 times by 0.25")),
    ("verdicts_quote_their_evidence", replace("errs by 0.25", "errs by $0.26$")),
    ("verdicts_open_with_a_sentence_of_its_own", replace("The third point", "It")),
    ("verdicts_open_with_a_sentence_of_its_own", replace("The third point errs by 0.25", "True")),
    ("verdicts_open_with_a_sentence_of_its_own", replace("0.25. It is", "0.25, as Claim A2 is")),
    ("verdicts_open_with_a_sentence_of_its_own", replace("third", "third " * 60)),
    ("prose_quotes_the_chapter", replace("end is 0.82", "end is 0.83")),
    ("prose_quotes_the_chapter", replace("81.8 %", "81.9 %")),
    ("prose_quotes_the_chapter", replace("No: it is 0.82", "No: it is 0.99")),
    ("exercises_have_solutions", replace("Exercise 1.5", "Exercise 1.6")),
    ("exercises_have_solutions", replace("### Exercise 1.5", "### 1.5")),
    ("exercises_have_solutions", update(12, metadata={"tags": []})),
    ("exercises_have_solutions", stored(12, printed("Wrong."))),
    ("exercises_have_solutions", update(11, outputs=[])),
    ("exercises_have_solutions", update(12, metadata={**FOLDED, "mystnb": {}})),
    ("exercises_have_solutions", update(12, metadata={**FOLDED, "jupyter": {}})),
    ("readers_take_part", replace("al.explore(draw, bias", "al.plot(draw, bias")),
    ("readers_take_part", replace("Question 3", "Question 4")),
]


def test_a_sound_chapter_passes(judge):
    assert judge(sound_notebook()) == set()


@pytest.mark.parametrize(("rule", "spoil"), SPOILT)
def test_a_spoilt_chapter_is_noticed(rule, spoil, judge):
    notebook = copy.deepcopy(sound_notebook())
    spoil(notebook)
    assert rule in judge(notebook)


def test_every_rule_is_seen_to_fail():
    assert {rule for rule, _ in SPOILT} == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize(
    ("said", "shown", "expected"),
    [
        ("0.82", "0.8176", True),
        ("0.82", "0.8276", False),
        ("0.8", "0.75", True),
        ("2,000", "2000", True),
        ("97.3 %", "0.9731", True),
        ("97.3 %", "97.3", True),
        ("97.3", "0.9731", False),
        ("4.5e-05", "4.54e-05", True),
        ("4.5 × 10⁻⁵", "4.54e-05", True),
        ("4.5 × 10⁻⁵", "4.6e-05", False),
        ("-0.2", "0.2", False),
        ("−0.2", "-0.2", True),
        ("0.2", "-0.2", True),
        ("3", "3.0", True),
        ("3", "3.6", False),
    ],
)
def test_a_number_is_shown_by_one_that_rounds_to_it(said, shown, expected):
    (said,), (shown,) = numbers(said), numbers(shown)
    assert rounds_to(shown, said) is expected


def test_a_malformed_claim_is_no_claim(tmp_path):
    notebook = sound_notebook()
    replace("Verdict: false.", "Verdict: maybe.")(notebook)
    path = tmp_path / "01_bend.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(ValueError, match="not in the form of a claim"):
        Chapter(path).claims  # noqa: B018
