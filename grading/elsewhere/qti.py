"""Questions as a package of QTI 2.1, which Canvas and others import.

Canvas's importer reads a choice's feedback only if one condition of its own names the choice and
adds the feedback's name to those that are there; and of the feedback the first paragraph alone, or
the whole division if there is no paragraph. So that is how it is written here.
"""

import itertools
import re
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"

ITEM = """\
<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="{namespace}" identifier={id} title={title} adaptive="false" \
timeDependent="false">
  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
    <correctResponse><value>{right}</value></correctResponse>
  </responseDeclaration>
  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">
    <defaultValue><value>0</value></defaultValue>
  </outcomeDeclaration>
  <outcomeDeclaration identifier="FEEDBACK" cardinality="multiple" baseType="identifier"/>
  <itemBody>
    <div>{html}</div>
    <choiceInteraction responseIdentifier="RESPONSE" shuffle="{shuffle}" maxChoices="1">
{choices}
    </choiceInteraction>
  </itemBody>
  <responseProcessing>
{conditions}
  </responseProcessing>
{feedback}
</assessmentItem>
"""
CONDITION = """\
    <responseCondition>
      <responseIf>
        <match><variable identifier="RESPONSE"/>\
<baseValue baseType="identifier">{id}</baseValue></match>
        <setOutcomeValue identifier="SCORE"><baseValue baseType="float">{score}</baseValue>\
</setOutcomeValue>
        <setOutcomeValue identifier="FEEDBACK"><multiple><variable identifier="FEEDBACK"/>\
<baseValue baseType="identifier">{id}</baseValue></multiple></setOutcomeValue>
      </responseIf>
    </responseCondition>"""
CHOICE = '      <simpleChoice identifier="{id}"><div>{html}</div></simpleChoice>'
FEEDBACK = (
    '  <modalFeedback outcomeIdentifier="FEEDBACK" identifier="{id}" showHide="show">'
    "<div>{html}</div></modalFeedback>"
)
MANIFEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="questions">
  <metadata>
    <schema>QTIv2.1 Package</schema>
    <schemaversion>1.0.0</schemaversion>
  </metadata>
  <organizations/>
  <resources>
{resources}
  </resources>
</manifest>
"""
RESOURCE = (
    '    <resource identifier="{id}" type="imsqti_{kind}_xmlv2p1" href="{id}.xml">'
    '<file href="{id}.xml"/></resource>'
)
TEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<assessmentTest xmlns="{namespace}" identifier={id} title={title}>
  <testPart identifier="part" navigationMode="nonlinear" submissionMode="simultaneous">
    <assessmentSection identifier="section" title={title} visible="false">
{items}
    </assessmentSection>
  </testPart>
</assessmentTest>
"""
REFERENCE = '      <assessmentItemRef identifier="{id}" href="{id}.xml"/>'


def package(questions):
    """Pairs of a file's name and its bytes, the manifest first: the questions, a test for each
    category, since importers make quizzes of tests."""
    questions = list(questions)
    tests = {
        re.sub(r"\W+", "_", category).lower(): list(found)
        for category, found in itertools.groupby(questions, lambda question: question.category)
    }
    kinds = [("item", question.id) for question in questions] + [("test", name) for name in tests]
    resources = "\n".join(RESOURCE.format(id=name, kind=kind) for kind, name in kinds)
    files = [("imsmanifest.xml", MANIFEST.format(resources=resources))]
    files += [(f"{question.id}.xml", item(question)) for question in questions]
    files += [(f"{name}.xml", _test(name, found)) for name, found in tests.items()]
    return [(name, text.encode()) for name, text in files]


def _test(name, questions):
    return TEST.format(
        namespace=NAMESPACE,
        id=quoteattr(name),
        title=quoteattr(questions[0].category),
        items="\n".join(REFERENCE.format(id=question.id) for question in questions),
    )


def item(question):
    names = [f"choice_{number}" for number in range(1, len(question.choices) + 1)]
    pairs = list(zip(names, question.choices, strict=True))
    return ITEM.format(
        namespace=NAMESPACE,
        id=quoteattr(question.id),
        title=quoteattr(question.title),
        right=escape(next(name for name, choice in pairs if choice.right)),
        html=question.html,
        shuffle="false" if question.id.startswith("claim") else "true",
        conditions="\n".join(CONDITION.format(id=n, score=int(c.right)) for n, c in pairs),
        choices="\n".join(CHOICE.format(id=name, html=c.html) for name, c in pairs),
        feedback="\n".join(
            FEEDBACK.format(id=name, html=_in_divisions(c.reason)) for name, c in pairs
        ),
    )


def _in_divisions(html):
    return re.sub(r"<(/?)p\b", r"<\1div", html)
