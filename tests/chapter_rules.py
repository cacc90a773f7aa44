"""The rules that every chapter keeps. A rule takes a chapter and yields its complaints.

Numbers. A number of the prose is *shown* if the text output of a cell has one that rounds to it at
the precision at which the prose writes it: 0.82 is shown by 0.8176, 2,000 by 2000, 97.3 % by 0.973
or by 97.3. A minus sign in the prose asks for one in the output; without it the sign is free,
because prose says "falls by 0.2".
"""

import ast
import re
import sys
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from statistics import median

from publish.chapters.chapter import FIGURE, VERDICTS

# The claims of each chapter: their letter, and how many there are.
CLAIMS = {
    chapter: [f"{letter}{n}" for n in range(1, count + 1)]
    for chapter, letter, count in [
        (1, "A", 12),
        (2, "S", 24),
        (3, "V", 19),
        (4, "X", 19),
        (5, "W", 4),
        (6, "R", 27),
        (7, "M", 8),
        (8, "L", 12),
        (9, "G", 4),
    ]
}
# Of chapter 2's sentences those on information stand where information is explained.
CLAIMS[11] = ["S14", "S15", "S23", "S24"]
CLAIMS[2] = [name for name in CLAIMS[2] if name not in CLAIMS[11]]
ALLOWED_IMPORTS = {"numpy", "matplotlib", "ipywidgets", "actloss"} | set(sys.stdlib_module_names)
CELL_METADATA = {"tags", "mystnb", "jupyter"}
WIDGET = "application/vnd.jupyter.widget-view+json"

RULES = []


def rule(function):
    RULES.append(function)
    return function


@rule
def executed_in_order(chapter):
    """Every code cell is stored with its execution count, 1 to n."""
    counts = [cell.execution_count for cell in chapter.code]
    for expected, cell in enumerate(chapter.code, 1):
        if cell.execution_count != expected:
            yield f"{cell.name} has execution count {cell.execution_count}, not {expected}"
    if not counts:
        yield "there is no code cell"


@rule
def outputs_stored(chapter):
    """A cell that prints, draws or ends in a value is stored with its output."""
    for cell in chapter.code:
        if must_show(cell.source) and not cell.outputs:
            yield f"{cell.name} shows something, but no output is stored"


SHOWING = {"print", "plt.show", "al.check", "al.explore"}


def must_show(source):
    """Whether a line of the cell is a bare value or calls what shows something."""
    lines = [node.value for node in ast.parse(source).body if isinstance(node, ast.Expr)]
    calls = {ast.unparse(line.func) for line in lines if isinstance(line, ast.Call)}
    return bool(calls & SHOWING) or any(not isinstance(line, ast.Call) for line in lines)


@rule
def no_error_stored(chapter):
    """No cell is stored with an error, or with words on stderr."""
    for cell in chapter.code:
        for output in cell.outputs:
            if output["output_type"] == "error":
                yield f"{cell.name} is stored with {output['ename']}: {output['evalue']}"
            if output.get("name") == "stderr":
                yield f"{cell.name} is stored with words on stderr"


@rule
def normal_form(chapter):
    """Only metadata that the course gives a meaning; no widget state, no path of a machine."""
    extra = set(chapter.metadata) - {"course", "kernelspec", "language_info"}
    if extra:
        yield f"the notebook's metadata hold {sorted(extra)}: run `make notebooks`"
    for cell in chapter.cells:
        if extra := set(cell.metadata) - CELL_METADATA:
            yield f"{cell.name}: metadata hold {sorted(extra)}: run `make notebooks`"
        for output in cell.outputs:
            if WIDGET in output.get("data", {}):
                yield f"{cell.name}: a widget's state is stored: run `make notebooks`"
        if found := re.search(
            r"(?:/(?:home|Users|tmp|root|work|opt)/|[A-Z]:\\)\S*", cell.text_output
        ):
            yield f"{cell.name}: an absolute path is stored: {found[0]}"
    ids = [cell.get("id") for cell in chapter.notebook["cells"]]
    if None in ids or len(set(ids)) < len(ids):
        yield "cell ids are missing or not unique"


@rule
def says_what_it_is(chapter):
    """The notebook's metadata say what the chapter asks, teaches and needs, and for how long."""
    course = chapter.metadata.get("course", {})
    for key, kind in {"question": str, "minutes": int, "learn": list, "needs": list}.items():
        if not isinstance(course.get(key), kind) or not course[key]:
            yield f"metadata course.{key} is missing, empty or no {kind.__name__}"
    if not chapter.cells[0].source.startswith("# "):
        yield "the first cell does not open with the title"


@rule
def imports_are_light(chapter):
    """A chapter runs with numpy, matplotlib, ipywidgets, the standard library and actloss."""
    for cell in chapter.code:
        for node in ast.walk(ast.parse(cell.source)):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module]
            for name in names:
                if name.partition(".")[0] not in ALLOWED_IMPORTS:
                    yield f"{cell.name} imports {name}"


@rule
def cells_are_short(chapter):
    """20 lines a code cell at the most."""
    for cell in chapter.code:
        length = len(cell.source.splitlines())
        if length > 20 and "solution" not in cell.tags:
            yield f"{cell.name} has {length} lines"


@rule
def most_cells_are_shorter(chapter):
    """6 lines or fewer in the middle code cell."""
    middle = median(len(cell.source.splitlines()) for cell in chapter.code)
    if middle > 6:
        yield f"the middle code cell has {middle} lines"


@rule
def the_story_can_be_finished(chapter):
    """45 cells and 2,600 words at the most before *What we saw* (or *What is used today*).

    The middle code cell has 4 lines or fewer; empty ones do not count.
    """
    story = []
    for cell in chapter.cells:
        if re.search(r"^## What (we saw|is used today)$", cell.source, re.M):
            break
        story.append(cell)
    words = sum(len(cell.source.split()) for cell in story if cell.kind == "markdown")
    if len(story) > 45:
        yield f"the story has {len(story)} cells"
    if words > 2600:
        yield f"the story has {words} words"
    code = [cell.source.splitlines() for cell in story if cell.kind == "code"]
    middle = median(sum(bool(line.strip()) for line in lines) for lines in code)
    if middle > 4:
        yield f"the middle code cell of the story has {middle:g} lines"


@rule
def pictures_are_figures(chapter):
    """A picture has a text for those who do not see it, and its numbered caption just below."""
    captioned = {figure.cell.index for figure in chapter.figures if figure.cell}
    for cell in chapter.code:
        if not cell.image or "solution" in cell.tags:
            continue
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        if len(alt.split()) < 4:
            yield f"{cell.name}: alt text says too little: {alt!r}"
        follower = chapter.cells[cell.index + 1] if cell.index + 1 < len(chapter.cells) else None
        captioned_next = follower is not None and FIGURE.match(follower.source)
        if cell.index not in captioned or not captioned_next:
            yield f"{cell.name} draws, but no caption follows at once"


@rule
def captions_are_numbered(chapter):
    """Figures count up from 1 within the chapter, and each caption has its picture."""
    for expected, figure in enumerate(chapter.figures, 1):
        if (figure.chapter, figure.number) != (chapter.number, expected):
            found = f"{figure.chapter}.{figure.number}"
            yield f"Figure {found} should be Figure {chapter.number}.{expected}"
        if figure.cell is None or not figure.cell.image:
            yield f"Figure {figure.chapter}.{figure.number} has no picture just above it"
        if len(figure.caption.split()) < 4:
            yield f"Figure {figure.chapter}.{figure.number}: the caption says too little"


@rule
def claims_are_complete(chapter):
    """Each claim that belongs to the chapter is tried once."""
    tried = [claim.id for claim in chapter.claims]
    expected = CLAIMS.get(chapter.number, [])
    for name in expected:
        if tried.count(name) != 1:
            yield f"claim {name} is tried {tried.count(name)} times"
    letters = {name[0] for name in expected}
    for claim in chapter.claims:
        if letters and claim.id[0] not in letters:
            yield f"claim {claim.id} belongs to another chapter"
        if claim.verdict not in VERDICTS:
            yield f"claim {claim.id} has no verdict"


@rule
def verdicts_have_evidence(chapter):
    """A verdict rests on cells that print something, or, in matters of history, on a citation."""
    for claim in chapter.claims:
        if not claim.evidence and "{cite" not in claim.reason:
            yield f"claim {claim.id} has neither an evidence cell nor a citation"
        for cell in claim.evidence:
            if not cell.text_output.strip():
                yield f"claim {claim.id}: {cell.name} prints nothing"
    known = {claim.id for claim in chapter.claims}
    for cell in chapter.code:
        for name in cell.evidence_for:
            if name not in known:
                yield f"{cell.name} is evidence for {name}, which is not tried here"


@rule
def verdicts_quote_their_evidence(chapter):
    """Every number of a verdict is shown by its evidence.

    Left out: numbers in code, whole numbers in mathematics, and cross-references.
    """
    for claim in chapter.claims:
        shown = numbers("\n".join(cell.text_output for cell in claim.evidence))
        formulas = " ".join(MATH.findall(claim.reason))
        said = numbers(plain(claim.reason)) + [n for n in numbers(formulas) if is_decimal(n)]
        for number in said if claim.evidence else []:
            if not is_shown(number, shown):
                yield f"claim {claim.id}: the evidence does not show {number}"


# Words that point at what a table of claims does not show.
DANGLING = re.compile(
    r"^(?:It|Its|This|That|These|Those|They|Their|Both|Neither|Here|There|So|Then|Also|And|But|"
    r"Yes|No|All (?:two|three|four|five))\b|\b(?:Figure|Exercise) \d|\b[Cc]laim [A-Z]\d|"
    r"\b(?:[Dd]erived|[Ss]een|[Ss]hown|[Tt]ried|[Ff]ound|[Ss]aid|[Ss]ee) (?:above|below)\b|"
    r"\b[Oo]ur\b"
)


@rule
def verdicts_open_with_a_sentence_of_its_own(chapter):
    """The first sentence of a verdict can be read alone: chapter 10 and the lectures show it so.

    6 to 45 words, a number or a formula counting as one, that do not point elsewhere.
    """
    for claim in chapter.claims:
        words = len(MATH.sub("x", claim.finding).split())
        if not 6 <= words <= 45:
            yield f"claim {claim.id}: the first sentence has {words} words: {claim.finding}"
        if found := DANGLING.search(claim.finding):
            yield f"claim {claim.id}: {found[0]!r} points elsewhere: {claim.finding}"


@rule
def prose_quotes_the_chapter(chapter):
    """Every decimal number of the prose is shown by a cell or is a setting in the code.

    Left out: mathematics and code; the words of a claim, which may be wrong; and the answers that
    a self-check offers (its `summary` lines).
    """
    code = "\n".join(f"{cell.source}\n{cell.text_output}" for cell in chapter.code)
    shown = numbers(code)
    for cell in chapter.prose:
        for number in numbers(plain(cell.source)):
            if is_decimal(number) and not is_shown(number, shown):
                yield f"{cell.name}: no cell shows {number}"


@rule
def exercises_have_solutions(chapter):
    """Five exercises or more, numbered, each with the reader's cell and a right solution."""
    if len(chapter.exercises) < 5:
        yield f"there are {len(chapter.exercises)} exercises, not five or more"
    for expected, exercise in enumerate(chapter.exercises, 1):
        name = f"Exercise {exercise.chapter}.{exercise.number}"
        if (exercise.chapter, exercise.number) != (chapter.number, expected):
            yield f"{name} should be Exercise {chapter.number}.{expected}"
        if exercise.unsolved is None:
            yield f"{name} has no cell tagged exercise"
        elif "Right" in exercise.unsolved.text_output or not exercise.unsolved.text_output:
            yield f"{name}: the unsolved cell does not say what to do"
        if exercise.solution is None:
            yield f"{name} has no cell tagged solution"
        else:
            if "Right" not in exercise.solution.text_output:
                yield f"{name}: the solution does not print Right"
            if "hide-cell" not in exercise.solution.tags:
                yield f"{name}: the solution is not folded"
            if not exercise.solution.metadata.get("jupyter", {}).get("source_hidden"):
                yield f"{name}: the solution stands open in JupyterLab"
            if "code_prompt_show" not in exercise.solution.metadata.get("mystnb", {}):
                yield f"{name}: the solution's fold has no label"


@rule
def readers_take_part(chapter):
    """Two explorables or more; three to five questions, each with answers that say why."""
    explorables = sum(cell.explorable for cell in chapter.code)
    if explorables < 2:
        yield f"there are {explorables} explorables, not two or more"
    questions = chapter.questions
    if not 3 <= len(questions) <= 5 or questions != list(range(1, len(questions) + 1)):
        yield f"questions are numbered {questions}"
    check = "\n".join(cell.source for cell in chapter.prose)
    for number, part in zip(questions, re.split(r"\*\*Question \d+\.\*\*", check)[1:], strict=True):
        answers = re.findall(r"<details><summary>.+?</summary>\n\n.+?\n\n</details>", part, re.S)
        if len(answers) < 2:
            yield f"question {number} has {len(answers)} answers"


# Reading numbers.

MATH = re.compile(r"\$\$.+?\$\$|\$[^$]+?\$", re.S)
CODE = re.compile(r"^```.*?^```|`[^`]*`", re.S | re.M)
NUMBER = re.compile(
    r"(?<![\w.^])(?P<sign>(?<!\d )[-−])?(?P<value>\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)"
    r"(?:[eE](?P<e>[-+]?\d+)|\s?[×·]\s?10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?![\w]*[A-Za-z_])(?P<percent>\s?%)?"
)
SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
REFERENCES = re.compile(
    r"\b(?:Figures?|Exercises?|Questions?|Chapters?|Claims?|Sections?|Parts?|layers?|sources?)\*{0,2}"
    r"\s+\d+(?:\.\d+)*(?:(?:,| and| to|–)\s+\d+(?:\.\d+)*)*",
    re.I,
)


class Number:
    """A number as it is written: value, how many digits of it count, sign, per cent."""

    def __init__(self, match):
        exponent = match["e"] or (match["power"] or "0").translate(SUPERSCRIPT)
        self.text = match[0].strip()
        written = Decimal(match["value"].replace(",", ""))
        self.value = written.scaleb(int(exponent))
        self.unit = Decimal(1).scaleb(written.as_tuple().exponent + int(exponent))
        self.negative = bool(match["sign"])
        self.percent = bool(match["percent"])
        self.scientific = bool(match["e"] or match["power"])

    def __repr__(self):
        return self.text


def numbers(text):
    return [Number(match) for match in NUMBER.finditer(text)]


def is_decimal(number):
    return "." in number.text or number.scientific


def is_shown(said, shown):
    return any(rounds_to(number, said) for number in shown)


def rounds_to(printed, said):
    """Whether a printed number, rounded as the prose rounds, is the number said."""
    if said.negative and not printed.negative:
        return False
    candidates = [printed.value]
    if said.percent and not printed.percent:
        candidates.append(printed.value * 100)
    return any(
        value.quantize(said.unit, mode) == said.value
        for value in candidates
        for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN)
        if value < Decimal("1e25") * said.unit
    )


def plain(markdown):
    """Prose without mathematics, code, cross-references, offered answers and others' words."""
    text = re.sub(r"^> \*\*Claim .*?(?=^>\s*$|\Z)", "", markdown, flags=re.S | re.M)
    text = re.sub(r"<summary>.*?</summary>", "", text, flags=re.S)
    text = re.sub(r"\{[\w:]+\}`[^`]*`|\]\([^)]*\)|https?://\S+", " ", text)
    for pattern in (CODE, MATH, REFERENCES):
        text = pattern.sub(" ", text)
    return re.sub(r"[*_]{1,2}", "", text)
