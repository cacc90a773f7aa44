"""What instructors need of each chapter, written from the chapter and its assignment themselves.

In the source of the instructors' page the line `% chapters` stands where it goes.
"""

import re
from pathlib import Path

from publish.chapters.chapter import Chapter, chapters

PAGE = "book/instructors"
MARK = "% chapters\n"
TITLE = re.compile(r"^# Assignment \d+: (.+)$", re.M)
TASK = re.compile(r"^## \d+\. (.+) \((\d+) points\)$", re.M)
ENTRY = """\
(teach-{number})=
### {number}. {question}

[Chapter {number}]({name}.ipynb) takes {minutes} minutes to read and run, its exercises {more} more.

You teach
: {learn}

You assume
: {needs}

In it
: {figures} figures, {explorables} explorables, {questions} questions for self-check,
  {claims} claims on trial ({ids})

Exercises
: {exercises}

{assignment}
"""
ASSIGNMENT = """\
Assignment
: *{title}*, 20 points: {tasks}
"""


def entry(chapter, assignments):
    """The section about a chapter, in Markdown."""
    about, exercises = chapter.metadata["course"], chapter.exercises
    return ENTRY.format(
        number=chapter.number,
        name=chapter.path.stem,
        question=about["question"],
        minutes=about["minutes"],
        more=sum(exercise.minutes for exercise in exercises),
        learn="; ".join(about["learn"]),
        needs="; ".join(about["needs"]),
        figures=len(chapter.figures),
        explorables=sum(cell.explorable for cell in chapter.code),
        questions=len(chapter.questions),
        claims=len(chapter.claims),
        ids=", ".join(claim.id for claim in chapter.claims) or "those of all chapters",
        exercises="; ".join(f"{e.title} ({e.minutes} minutes)" for e in exercises),
        assignment=assignment(assignments / chapter.path.stem / chapter.path.name),
    )


def assignment(path):
    """What the assignment asks, or nothing for a chapter that has none."""
    if not path.exists():
        return ""
    text = "\n".join(cell.source for cell in Chapter(path).prose)
    tasks = "; ".join(f"{task} ({points})" for task, points in TASK.findall(text))
    return ASSIGNMENT.format(title=TITLE.search(text)[1], tasks=tasks)


def fill_in(app, docname, source):
    if docname == PAGE:
        book = Path(app.srcdir) / "book"
        assignments = Path(app.srcdir) / "assignments" / "source"
        every = chapters(book)
        for chapter in every:
            app.env.note_dependency(str(chapter.path))
            app.env.note_dependency(str(assignments / chapter.path.stem / chapter.path.name))
        source[0] = source[0].replace(MARK, "\n".join(entry(c, assignments) for c in every))


def setup(app):
    app.connect("source-read", fill_in)
