"""A chapter as a lecture: what its slides show, and what the lecturer says to them.

All of it comes from the notebook, by these rules.

* A section opens with its heading and its first sentences. Displayed formulas, lists and tables
  follow, as many to a slide as there is room for; each figure has a slide for itself.
* A prediction is a slide to stop at. Then come the short cells that try it, what they print, and
  how the chapter's answer begins.
* A function is shown where the chapter writes its own and finds it equal to the library's.
* The sentences of "What we saw" are a list; a claim waits for its verdict until a key is pressed.
* Every paragraph of the chapter stands in the notes of the slide on which it is said.
"""

import re
from dataclasses import dataclass, field
from html import escape

from docutils.nodes import make_id

from actloss.lessons.claims import VERDICTS
from publish.lectures.excerpts import (
    COMMENT,
    OPENING,
    leading,
    lines,
    opening,
    question,
    sentences,
    signs,
)
from publish.lectures.exhibits import SHORT, Run, embedded, markdown_output

ROOM = 14  # lines of text below a heading
PUZZLE = 600  # of the puzzle that opens the chapter
BESIDE = 415  # of all that stands beside a figure
SMALL_PRINT = ("claims", "exercises")
SMALL, LONGER = 0.82, 102  # a line of it
SPARSE = 7  # lines that may be larger
BROAD, BROADER = 62, 80  # signs of a formula that then may not, and of one that is smaller
ROWS, CELL = 11, 40  # of a table, and characters of a cell
WIDE, WIDEST = 1.8, 2.4  # of a picture: its caption, and with other words, is better below it

DEFINED = re.compile(r"^def (\w+)\(", re.M)
CLAIM_ROW = re.compile(r"^\| \[(\w+)\]\(([^)]+)\) \|.* verdict-(\w+)", re.M)


@dataclass
class Slide:
    """A heading and what stands below it, as HTML; what is full takes nothing more."""

    id: str
    heading: str
    kind: str = "text"
    parts: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    lines: float = 0
    text: str = ""  # the words that are shown, in Markdown
    full: bool = False
    broad: bool = False  # a formula takes the whole width

    @property
    def sparse(self):
        """Whether there is room for larger letters: code has none, its lines are long."""
        code = any("<pre" in part for part in self.parts)
        return self.lines < SPARSE and not code and not self.broad


def claims_on_trial(cells):
    """The section that stands last in a chapter."""
    opens = [n for n, cell in enumerate(cells) if cell.source.startswith("## Claims on trial")]
    return cells[opens[0] :] if opens else []


class Lecture:
    """The slides of a chapter in stacks: each section goes down, the next is on the right."""

    def __init__(self, chapter, prose):
        self.chapter, self.prose = chapter, prose
        self.stacks = []
        self.figures = {figure.cell.index: figure for figure in chapter.figures if figure.cell}
        self.page = prose.page(chapter.path.stem)
        self.question = chapter.metadata["course"]["question"]
        self.minutes = chapter.metadata["course"]["minutes"]
        self.open_with_puzzle(prose.blocks(chapter.cells[0].source)[1:])
        self.tell(chapter.cells[1:])
        self.tell(claims_on_trial(chapter.cells))
        self.close_with_exercises()

    @property
    def slides(self):
        return [slide for stack in self.stacks for slide in stack]

    @property
    def slide(self):
        return self.stacks[-1][-1]

    # The parts of a lecture

    def tell(self, cells):
        """The cells up to the exercises."""
        for cell in cells:
            if {"exercise", "solution"} & set(cell.tags):
                continue  # exercises have slides of their own
            if cell.kind == "code":
                self.take_code(cell)
            elif not self.take_prose(cell):
                break

    def open_with_puzzle(self, blocks):
        plan = [block for block in blocks if block.text.startswith("*You will*")]
        predictions = [block for block in blocks if block.kind == "quote"]
        puzzle = [block for block in blocks if block not in plan + predictions]
        self.stack(self.prose.inline(self.question), "title", "title")
        self.slide.notes += [self.html(block.text) for block in plan]
        self.next_slide("text", "What you will learn")
        self.show_list(self.chapter.metadata["course"]["learn"])
        self.stack("A puzzle", "puzzle")
        self.opened = True
        self.show(opening(" ".join(block.text for block in puzzle), PUZZLE))
        self.slide.notes += [self.html(block.text) for block in puzzle]
        for prediction in predictions:
            self.predict(prediction.text)
        self.predicted = False  # it takes the whole chapter to answer

    def take_prose(self, cell):
        """Show what a cell of text says, and whether the lecture goes on after it."""
        blocks = self.prose.blocks(cell.source)
        for block, following in zip(blocks, [*blocks[1:], None], strict=True):
            if block.kind != "heading":
                self.take(block, following is not None and following.kind == "math")
            elif block.text == "Exercises":
                self.end_section()
                return False
            elif block.text.startswith("Exercise "):
                break  # the rest of the cell is its task
            elif block.level == 3:
                self.heading = block.text
            elif block.level == 2:
                self.end_section()
                self.stack(self.prose.inline(block.text), make_id(block.text))
                if block.text == "Claims on trial":
                    self.try_claims()
        return True

    def take(self, block, before_formula):
        if block.kind == "paragraph" and not block.text.startswith("**Figure "):
            self.say(block.text, before_formula)
        elif block.kind == "fold":
            self.slide.notes.append(self.html(block.text))
        elif self.trying:
            return
        elif block.kind == "math":
            self.show_formula(block)
        elif block.kind == "quote":
            self.predict(block.text)
        elif block.kind == "list":
            self.show_list(block.items)
        elif block.kind == "table":
            self.show_table(block)

    def say(self, text, before_formula):
        """A paragraph is for the notes; how it begins is shown where it opens or answers."""
        shown = opening(text)
        if shown.endswith(":") and not before_formula:
            shown = " ".join(sentences(shown)[:-1])
        if self.trying:
            self.stacks[-1][0].notes.insert(0, self.html(text))
            return
        if self.slide.id == "what-we-saw":
            self.show_list(sentences(text))
        elif self.answered:
            self.answer(shown)
        elif self.explains:
            self.explain(opening(text, COMMENT))
        elif text.startswith("**") and not before_formula:
            self.show(opening(text, COMMENT))
        elif not self.opened and not text.startswith("**"):
            self.show(shown, "lead")
        elif self.printed:
            self.ending = self.printed, shown
        self.opened, self.said = True, text
        self.explains, self.printed = False, []
        self.slide.notes.append(self.html(text))

    def show(self, text, name=""):
        if text:
            self.add(self.html(text, name), lines(text), text)

    def show_formula(self, block):
        """A formula, and the sentence that leads to it if that is not there already."""
        lead = leading(self.said)
        height = 3.1 + 1.5 * block.text.count(r"\\")
        stays = lead in self.slide.text and self.fits(height)
        if stays or len(lead) > OPENING:
            lead = ""
        width = len(signs(block.text))
        html = f'<div class="math-line{" broad" if width > BROADER else ""}">'
        html = f"{self.html(lead)}{html}{self.html(block.text)}</div>"
        self.add(html, height + lines(lead), lead)
        self.slide.broad |= width > BROAD
        self.said = ""

    def show_list(self, items):
        for item in items:
            html = f"<ul><li>{self.prose.inline(item)}</li></ul>"
            if self.fits(lines(item)) and self.slide.parts[-1:] and "<li>" in self.slide.parts[-1]:
                html = self.slide.parts.pop().removesuffix("</ul>") + html.removeprefix("<ul>")
            self.add(html, lines(item))

    def show_table(self, block):
        rows = block.text.splitlines()
        if len(rows) <= ROWS:
            long = sum(max(map(len, row.split("|"))) > CELL for row in rows)
            self.add(self.html(block.text), 1.2 * len(rows) + 0.8 * long)

    def predict(self, text):
        asked = re.sub(r"^> ?", "", text, flags=re.M).strip()
        self.add(f'<div class="predict">{self.html(asked)}</div>', lines(asked) + 1.5, asked)
        self.slide.notes.append("<p>Let everybody write down an answer before you go on.</p>")
        self.slide.full = self.predicted = True

    def answer(self, text):
        """What the cells printed and how the chapter explains it; the code where there is room."""
        height = sum(cell.height for cell in self.answered) + lines(text)
        for cell in self.answered:
            if height > ROOM and cell.code:
                height -= cell.code_height
                cell.code = ""
        self.next_slide("answer")
        for cell in self.answered:
            if self.slide.lines + cell.height + lines(text) <= ROOM:
                self.add(cell.code + cell.printed, cell.height)
        self.show(text)
        self.answered, self.predicted = [], False

    def take_code(self, cell):
        if cell.index in self.figures and cell.image:
            self.show_figure(self.figures[cell.index], cell)
        elif self.trying:
            return
        elif rows := CLAIM_ROW.findall(markdown_output(cell)):
            self.show_verdicts(rows)
        elif self.predicted and cell.text_output:
            self.answered.append(Run(cell))
        elif self.is_lesson(cell):
            run = Run(cell)
            self.add(run.code + run.printed, run.height)
        elif cell.text_output:
            self.printed.append(Run(cell))

    def is_lesson(self, cell):
        """Whether the chapter writes a function here that it then compares with the library's."""
        return len(cell.source.splitlines()) <= SHORT and any(
            re.search(rf"^assert .*\b{name}\(.*\bal\.", other.source, re.M)
            for name in DEFINED.findall(cell.source)
            for other in self.chapter.code
            if "solution" not in other.tags
        )

    def show_figure(self, figure, cell):
        """A picture, its caption beside it or below, and the words that lead to it if few."""
        caption = f"**Figure {figure.chapter}.{figure.number}.** {figure.caption}"
        said, self.explains = self.slide, self.predicted
        name = f"figure-{figure.chapter}-{figure.number}"
        picture, shape = embedded(cell)
        words_alone = said.kind == "text" and not said.full and said.lines <= lines(said.text) + 1
        if shape > WIDEST or not words_alone or len(said.text) + len(caption) > BESIDE:
            self.next_slide("figure")
        words = "".join(self.slide.parts)
        place = "below" if shape > (WIDEST if words else WIDE) else "beside"
        self.slide.kind, self.slide.full, self.slide.id = "figure", True, name
        self.slide.lines = ROOM
        caption = self.prose.inline(caption)
        if cell.explorable:
            caption += f' <a href="{self.page}#{name}">Move its sliders on the page.</a>'
        alt = escape(cell.metadata["mystnb"]["image"]["alt"])
        self.slide.parts = [
            f'<figure class="{place}"><img alt="{alt}" {picture}>'
            f"<figcaption>{words}<p>{caption}</p></figcaption></figure>"
        ]
        self.answered, self.predicted = [], False

    def explain(self, text):
        """What a figure says to the prediction before it waits for a key."""
        if len(text) <= 1.4 * COMMENT and text[-1] not in "?:":
            comment = f'<p class="fragment">{self.prose.inline(text)}</p></figcaption>'
            self.slide.parts[0] = self.slide.parts[0].replace("</figcaption>", comment)

    def end_section(self):
        """Show what came out last where a section would show only how it begins."""
        if len(self.stacks[-1]) == 1 and len(self.slide.parts) <= 1 and self.slide.kind == "text":
            self.answered, text = self.ending
            if self.answered:
                self.answer(text)

    def try_claims(self):
        self.slide.kind = "claims"
        self.slide.notes.append("<p>Let the class vote before each verdict.</p>")
        for claim in self.chapter.claims:
            verdict = f'<strong class="verdict {claim.verdict}">{claim.verdict}</strong>'
            self.add(
                f'<div class="claim" id="claim-{claim.id}">'
                f"<p><strong>{claim.id}</strong> <q>{self.prose.inline(claim.text)}</q></p>"
                f'<p class="fragment">{verdict} {self.prose.inline(claim.finding)}</p></div>',
                SMALL * (lines(claim.text, LONGER) + lines(claim.finding, LONGER)) + 0.5,
            )
            self.slide.notes.append(self.html(f"**{claim.id}: {claim.verdict}.** {claim.reason}"))

    def show_verdicts(self, rows):
        """A table of claims, one verdict after the other, in place of the words on its columns."""
        if self.slide.text:
            self.slide.parts, self.slide.text, self.slide.lines = [], "", 0
        groups = ""
        for verdict in VERDICTS:
            names = [f"[{name}]({place})" for name, place, found in rows if found == verdict]
            if names:
                badge = f'<strong class="verdict {verdict}">{verdict}</strong>'
                groups += f"<span>{badge} {self.prose.inline(' '.join(names))}</span> "
        title = self.prose.inline(self.heading)
        self.add(f'<p class="tally"><strong>{title}</strong><br>{groups}</p>', 3.4)

    def close_with_exercises(self):
        self.stack("Exercises", "exercises", "exercises")
        for exercise in self.chapter.exercises:
            task = exercise.task.source.partition(" minutes)\n\n")[2]
            asked = question(task.split("\n\n")[0])
            title = f"{exercise.chapter}.{exercise.number} {self.prose.inline(exercise.title)}"
            self.add(
                f'<div class="exercise"><p><strong>{title}</strong> ({exercise.minutes} minutes)'
                f"<br>{self.prose.inline(asked)}</p></div>",
                SMALL * (1 + lines(asked, LONGER)) + 0.5,
            )
            self.slide.notes.append(f"<p><strong>{title}</strong></p>{self.html(task)}")
        link = f'<a href="{self.page}">The chapter, with its code, sliders and checks</a>'
        self.add(f'<p class="go-on">{link}</p>', 1.2)

    @property
    def trying(self):
        return self.stacks[-1][0].kind == "claims"

    # Slides

    def stack(self, heading, name, kind="text"):
        """A section begins: nothing is open from the one before."""
        self.stacks.append([Slide(name, heading, kind)])
        self.opened = self.predicted = self.explains = False
        self.answered, self.printed, self.ending = [], [], ([], "")
        self.said, self.heading = "", heading

    def next_slide(self, kind, heading=None):
        """Go down in the section, unless its first slide is still empty."""
        first, *others = self.stacks[-1]
        if first.parts or first.kind == "title":
            name = f"{first.id}-{len(others) + 2}"
            self.stacks[-1].append(Slide(name, heading or first.heading, kind))
        self.slide.kind = kind

    def add(self, html, height, text=""):
        if not self.fits(height):
            self.next_slide(self.slide.kind if self.slide.kind in SMALL_PRINT else "text")
        self.slide.parts.append(html)
        self.slide.lines += height
        self.slide.text += text

    def fits(self, height):
        room = not self.slide.parts or self.slide.lines + height <= ROOM
        return room and not self.slide.full

    def html(self, text, name=""):
        html = self.prose.html(text)
        return html.replace("<p>", f'<p class="{name}">', 1) if name else html
