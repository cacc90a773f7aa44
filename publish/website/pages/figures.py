"""Names for what the style sheet draws: captions, predictions, questions and exercises."""

import re

from docutils import nodes

# A paragraph or a block quote is known by the bold words that it opens with.
CAPTION = re.compile(r"Figure (\d+)\.(\d+)\.")
QUESTION = re.compile(r"Question \d+\.")
EXERCISE = re.compile(r"Exercise (\d+\.\d+):")


def name_parts(app, doctree):
    for paragraph in doctree.findall(nodes.paragraph):
        opening = bold_opening(paragraph)
        if match := CAPTION.fullmatch(opening):
            paragraph["classes"].append("figure-caption")
            paragraph["ids"].append(f"figure-{match[1]}-{match[2]}")
        elif QUESTION.fullmatch(opening):
            paragraph["classes"].append("question")
        elif opening == "Predict." and isinstance(paragraph.parent, nodes.block_quote):
            paragraph.parent["classes"].append("predict")
    for section in doctree.findall(nodes.section):
        if EXERCISE.match(section[0].astext()):
            section["classes"].append("exercise")
            end_after_the_solution(section)


def end_after_the_solution(exercise):
    """The story that goes on after a solution is no part of the exercise: it moves behind it."""
    solutions = [part for part in exercise if "tag_solution" in part.get("classes", [])]
    if solutions:
        end = exercise.index(solutions[-1]) + 1
        story, exercise[end:] = exercise[end:], []
        after = exercise.parent.index(exercise) + 1
        exercise.parent[after:after] = story


def bold_opening(paragraph):
    """The bold words that open a paragraph (the parser puts an empty text before them)."""
    first = next((child for child in paragraph if child.astext()), None)
    return first.astext() if isinstance(first, nodes.strong) else ""


def setup(app):
    app.connect("doctree-read", name_parts)
