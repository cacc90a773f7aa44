"""Questions as Moodle XML: https://docs.moodle.org/en/Moodle_XML_format"""

from lxml import etree
from lxml.builder import E


def document(questions):
    """The file that Moodle's question bank imports."""
    quiz, category = E.quiz(), None
    for question in questions:
        if question.category != category:
            category = question.category
            quiz.append(E.question(E.category(E.text(f"$course$/top/{category}")), type="category"))
        quiz.append(_question(question))
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + etree.tostring(quiz, encoding="utf-8", pretty_print=True)


def _question(question):
    element = E.question(
        E.name(E.text(question.title)),
        _html("questiontext", question.html),
        E.defaultgrade("1"),
        E.penalty("0"),
        E.hidden("0"),
        E.idnumber(question.id),
        E.single("true"),
        E.shuffleanswers("false" if question.id.startswith("claim") else "true"),
        E.answernumbering("none"),
        type="multichoice",
    )
    for choice in question.choices:
        answer = _html("answer", choice.html)
        answer.set("fraction", "100" if choice.right else "0")
        answer.append(_html("feedback", choice.reason))
        element.append(answer)
    return element


def _html(name, html):
    text = etree.Element("text")
    text.text = etree.CDATA(html)
    return E(name, text, format="html")
