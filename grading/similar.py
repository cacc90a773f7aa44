"""Which submissions are alike beyond what the task makes alike: a reason to ask, never a proof.

Code is compared without comments, layout and chosen names, in runs of tokens. Runs that several
students have follow from the task, the course or a habit, so only rare ones count. Answers in
words are compared in the same way, in runs of words.
"""

import io
import itertools
import keyword
import re
import tokenize

import nbformat

from grading.assignment import grade_id, is_solution
from grading.handed_in.attempts import cells_of, choose, kept, mark_of
from grading.results.tables import write_table

TOKENS, WORDS = 12, 6  # the length of a run
COMMON = 0.05  # what more than this share of the class has is no sign
LEAST = 15  # rare runs that a student must have for a comparison to say something
SHOWN = 0.3  # pairs below this share of common rare runs are not listed
LAYOUT = {
    getattr(tokenize, kind)
    for kind in ("COMMENT", "NL", "NEWLINE", "INDENT", "DEDENT", "ENDMARKER")
}

ADVICE = """\
What this shows: the share of the rarer of two students' uncommon runs that both have. Short tasks
have few good solutions, and friends, tutors, forums and language models give the same lines to
people who never met: expect false alarms, above all in a small class and in tasks 1 and 2. An
alike pair is a reason to read both and to talk with both, not a finding. A pair that is not listed
is no proof of the contrary either."""


def code_runs(source):
    """The runs of tokens in code, with all names that a student may choose made equal."""
    words = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in LAYOUT:
                continue
            chosen = token.type == tokenize.NAME and not keyword.iskeyword(token.string)
            attribute = words[-1:] == ["."]
            words.append("name" if chosen and not attribute else token.string)
    except (tokenize.TokenError, SyntaxError):
        pass  # what came before the broken place counts
    return _runs(words, TOKENS)


def text_runs(text):
    """The runs of words in an answer."""
    return _runs(re.findall(r"\w+", text.lower()), WORDS)


def _runs(words, length):
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def rare(runs, given):
    """For each student the runs that neither the release nor many others have."""
    most = max(2, COMMON * len(runs))
    holders = {}
    for student, own in runs.items():
        for run in own - given:
            holders.setdefault(run, set()).add(student)
    return {s: {r for r in own - given if len(holders[r]) <= most} for s, own in runs.items()}


def alike(first, second):
    """The share of the smaller set that both have; None if there is too little to compare."""
    least = min(len(first), len(second))
    return len(first & second) / least if least >= LEAST else None


def compare(works, given):
    """For each pair of students how much is alike in code and in words, the most alike first.

    works: for each student the cells that count. given: the released cells.
    """
    shares = {}
    for kind, runs_of in (("code", code_runs), ("markdown", text_runs)):
        known = set().union(*(runs_of(c.source) for c in given if c.cell_type == kind))
        runs = {
            student: set().union(
                *(runs_of(c["source"]) for c in cells if c["cell_type"] == kind and _own(c))
            )
            for student, cells in works.items()
        }
        uncommon = rare(runs, known)
        for pair in itertools.combinations(sorted(works), 2):
            shares.setdefault(pair, {})[kind] = alike(*(uncommon[s] for s in pair))
    return sorted(shares.items(), key=lambda item: (-max(_known(item[1]), default=0), item[0]))


def _own(cell):
    """Whether a student wrote the cell: a solution, or a cell that was added."""
    return not grade_id(nbformat.from_dict(cell)) or is_solution(nbformat.from_dict(cell))


def _known(shares):
    return [share for share in shares.values() if share is not None]


def report(folder, name, counts):
    """Write similar.csv, and return what to print. counts: None is as in grading."""
    counts = counts or folder.remembered(name).get("counts", "last")
    given = nbformat.read(folder.released(name), as_version=4).cells
    works = {}
    for student, attempts in kept(folder, name).items():
        if all(mark_of(folder, name, attempt) for attempt in attempts):
            counted = choose(folder, name, attempts, counts, given)
            cells = cells_of(folder, name, counted.attempt)
            works[student] = [{**cell, "outputs": []} for cell in cells]  # they may be long
    pairs = compare(works, given)
    listed = [(pair, shares) for pair, shares in pairs if max(_known(shares), default=0) >= SHOWN]
    rows = [
        {"first": a, "second": b, "code": _percent(shares["code"]),
         "words": _percent(shares["markdown"])}
        for (a, b), shares in listed
    ]  # fmt: skip
    path = folder.root / "reports" / name / "similar.csv"
    write_table(path, rows, ("first", "second", "code", "words"))
    head = (
        f"{len(works)} submissions, {len(pairs)} pairs, {len(listed)} alike by {SHOWN:.0%} or more"
    )
    lines = [
        f"  {r['first']} and {r['second']}: code {r['code']}, words {r['words']}" for r in rows
    ]
    return "\n".join([head, *lines[:20], f"all of them: {path}", "", ADVICE])


def _percent(share):
    return "too little" if share is None else f"{share:.0%}"
