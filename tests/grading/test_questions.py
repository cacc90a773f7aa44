"""The question banks: each question has one right choice, and its reasons as feedback."""

import zipfile

import lxml.html
import pytest
from lxml import etree

from actloss import load_claims
from grading.__main__ import main
from grading.elsewhere import moodle, qti
from grading.elsewhere.questions import questions

QTI = f"{{{qti.NAMESPACE}}}"
PACKAGE = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
EVERY = list(questions())


def test_all_self_checks_and_claims_are_there():
    assert len([q for q in EVERY if q.id.startswith("claim_")]) == len(load_claims())
    assert len([q for q in EVERY if q.id.startswith("q")]) >= 9 * 4
    assert len({q.id for q in EVERY}) == len(EVERY)


@pytest.mark.parametrize("question", EVERY, ids=lambda question: question.id)
def test_a_question_is_whole(question):
    assert sum(choice.right for choice in question.choices) == 1
    assert len(question.choices) >= 2
    for html in (question.html, *(c.html for c in question.choices)):
        assert html
    texts = [question.html, *(part for c in question.choices for part in (c.html, c.reason))]
    for html in texts:
        etree.fromstring(f"<div>{html}</div>")
        for left in ("$", "{cite", ".ipynb", "<a ", "<img", "<script", "http://", "https://"):
            assert left not in html.replace("http://www.w3.org/1998/Math/MathML", "")
    assert all(choice.reason for choice in question.choices)


def test_formulas_are_mathml():
    (question,) = [q for q in EVERY if q.id == "q04_1"]
    assert "<math" in question.html
    assert "MathML" in qti.item(question)


def test_moodle_s_file_has_what_its_importer_reads():
    quiz = etree.fromstring(moodle.document(EVERY))
    assert quiz.tag == "quiz"
    found = quiz.findall("question[@type='multichoice']")
    assert len(found) == len(EVERY)
    for element, question in zip(found, EVERY, strict=True):
        assert element.findtext("name/text") == question.title
        assert element.findtext("single") == "true"
        is_claim = question.id.startswith("claim_")  # from true to false, in this order
        assert element.findtext("shuffleanswers") == ("false" if is_claim else "true")
        fractions = [answer.get("fraction") for answer in element.findall("answer")]
        assert sorted(fractions, key=int) == ["0"] * (len(fractions) - 1) + ["100"]
        assert [a.findtext("feedback/text") for a in element.findall("answer")] == [
            choice.reason for choice in question.choices
        ]
    categories = [q.findtext("category/text") for q in quiz.findall("question[@type='category']")]
    assert categories[:2] == [
        "$course$/top/Chapter 1: self-check",
        "$course$/top/Chapter 1: claims",
    ]


def test_qti_items_refer_to_what_they_declare():
    for question in EVERY:
        tree = etree.fromstring(qti.item(question).encode())
        assert tree.tag == f"{QTI}assessmentItem"
        choices = [c.get("identifier") for c in tree.iter(f"{QTI}simpleChoice")]
        feedback = [f.get("identifier") for f in tree.iter(f"{QTI}modalFeedback")]
        right = tree.findtext(f"{QTI}responseDeclaration/{QTI}correctResponse/{QTI}value")
        assert choices == feedback
        assert question.choices[choices.index(right)].right
        declared = {d.get("identifier") for d in tree.iter(f"{QTI}outcomeDeclaration")}
        assert {s.get("identifier") for s in tree.iter(f"{QTI}setOutcomeValue")} == declared


def test_a_choice_s_feedback_is_where_canvas_s_importer_looks_for_it():
    for question in EVERY:
        tree = etree.fromstring(qti.item(question).encode())
        shown = {f.get("identifier"): f for f in tree.iter(f"{QTI}modalFeedback")}
        conditions = list(tree.iter(f"{QTI}responseIf"))
        assert len(conditions) == len(question.choices)
        for condition, choice in zip(conditions, question.choices, strict=True):
            name = condition.findtext(f"{QTI}match/{QTI}baseValue")
            score, feedback = condition.findall(f"{QTI}setOutcomeValue")
            assert float(score.findtext(f"{QTI}baseValue")) == choice.right
            (both,) = feedback
            assert both.find(f"{QTI}variable").get("identifier") == "FEEDBACK"
            assert both.findtext(f"{QTI}baseValue") == name
            # of several paragraphs it would take the first
            assert not list(shown[name].iter(f"{QTI}p"))
            assert (
                "".join(shown[name].itertext())
                == lxml.html.fromstring(f"<div>{choice.reason}</div>").text_content()
            )


def test_each_category_is_a_test_of_its_items():
    files = dict(qti.package(EVERY))
    tests = [etree.fromstring(text) for name, text in files.items() if name.startswith("chapter_")]
    assert [t.get("title") for t in tests] == list(dict.fromkeys(q.category for q in EVERY))
    listed = [r.get("identifier") for t in tests for r in t.iter(f"{QTI}assessmentItemRef")]
    assert listed == [q.id for q in EVERY]


def test_the_command_writes_both(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["question-bank", "4"])
    assert "questions" in capsys.readouterr().out
    assert (tmp_path / "_build/questions/chapter_04_moodle.xml").exists()
    with zipfile.ZipFile(tmp_path / "_build/questions/chapter_04_qti.zip") as archive:
        names = archive.namelist()
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
    listed = [r.get("href") for r in manifest.iter(f"{PACKAGE}resource")]
    assert names == ["imsmanifest.xml", *listed]
    with pytest.raises(SystemExit, match="no chapter"):
        main(["question-bank", "77"])
