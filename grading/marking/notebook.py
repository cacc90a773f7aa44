"""Mark one notebook: its cells run in the student's process, the checks in ours.

A check is a cell of the source, with its hidden tests. It runs here, where each name that the
student has to write stands for a question to the other process. So nothing that the student's code
changes, prints or overloads can reach a mark; it can only give other values.
"""

import builtins
import json
import re
import warnings
from dataclasses import dataclass

import nbformat
import numpy as np

from grading.assignment import grade_id, is_solution, is_test, points, visible_imports, wanted
from grading.marking.answers import as_arrays
from grading.marking.plain import decode, encode, sound

PICTURE = re.compile(r"[A-Za-z0-9+/=\s]+")
KEPT = 10_000_000  # bytes of outputs that the feedback of one submission has
REASON = 2_000  # characters of why a check fails
LONGEST = 100_000  # characters of one text in it

SILENT = (StopIteration, StopAsyncIteration)  # a loop of a check would take them for its end


class Gone(Exception):
    """The student's process has ended, or had to be ended; it answers no more."""


@dataclass(frozen=True)
class Mark:
    """What one check gave, and why not all."""

    cell: str
    points: float
    of: float
    why: str = ""


class StudentFunction:
    """A function of the student, called in the student's process."""

    def __init__(self, ask, name, withheld, solution):
        self.ask, self.__name__, self.withheld = ask, name, withheld
        self.solution = solution

    def __call__(self, *args, **kwargs):
        request = {"name": self.__name__, "withheld": self.withheld}
        sent = encode(args), encode(kwargs)
        answer = self.ask(do="call", args=sent[0], kwargs=sent[1], **request)
        value = as_arrays(
            value_of(answer),
            lambda: self.solution(self.__name__)(*decode(sent[0]), **decode(sent[1])),
        )
        if "args" in answer:
            for ours, theirs in zip(args, decode(answer["args"]), strict=False):
                if isinstance(ours, np.ndarray) and np.shape(theirs) == ours.shape:
                    ours[...] = theirs  # as if the function had run here
        for text in answer.get("warnings", [])[:5]:
            warnings.warn(_cut(text), RuntimeWarning, stacklevel=2)
        return value


def value_of(answer):
    """The value in an answer; an error there is the same error here."""
    if "error" in answer:
        known = getattr(builtins, str(answer["error"]), None)
        if not (isinstance(known, type) and issubclass(known, Exception)) or known in SILENT:
            known = RuntimeError
        raise known(_cut(answer.get("message", "")))
    return decode(answer["value"])


def student_name(ask, name, withheld, solution):
    """What a check may use in the place of `name`: a value, or a function that asks for values."""
    answer = ask(do="get", name=name)
    if "function" in answer:
        return StudentFunction(ask, name, withheld, solution)
    return as_arrays(value_of(answer), lambda: solution(name))


def check(cell, namespace, assignment, ask):
    """Run a check; return why it fails, or "" if it does not."""
    code = compile(cell.source, f"<{grade_id(cell)}>", "exec")
    try:
        theirs = {
            name: student_name(ask, name, assignment.withheld.get(name, []), assignment.solution)
            for name in sorted(wanted(cell.source) & assignment.written_names)
        }
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(code, {**namespace, **theirs})
    except AssertionError as error:
        return _brief(error) or "a check failed"
    except NotImplementedError:
        return "no answer yet"
    except Gone:
        raise
    except Exception as error:
        return f"{type(error).__name__}: {_brief(error)}"
    return ""


def _brief(error):
    """What an error says, which may hold all that a student's function returned."""
    text = sound(str(error))
    return text if len(text) <= REASON else f"{text[:REASON]} …"


def merge(assignment, submitted):
    """The cells to run: the student's own, and ours as they were given out.

    What the student changed in a given cell does not count, and a given cell that is missing
    comes back after the one that it followed.
    """
    ours = {grade_id(cell): cell for cell in assignment.cells if grade_id(cell)}
    cells, seen = [], set()
    for cell in submitted:
        name = grade_id(cell)
        if name not in ours or name in seen:
            extra = nbformat.v4.new_code_cell if cell.cell_type == "code" else None
            cells.append((extra or nbformat.v4.new_markdown_cell)(cell.source))
            continue
        seen.add(name)
        copy = nbformat.from_dict(ours[name])
        if is_solution(copy):
            copy.source = cell.source
        cells.append(copy)
    at = 0
    for name, cell in ours.items():
        found = next((i for i, c in enumerate(cells) if grade_id(c) == name), None)
        if found is None:
            cells.insert(at, nbformat.from_dict(cell))
            if is_solution(cell):
                cells[at].source = ""
            found = at
        at = found + 1
    return cells


def mark(assignment, submitted, ask, limits=None):
    """The marks of all checks, and the cells as they ran. `ask` puts a request to the student.

    limits: of the seconds that are computed. What is marked has its own, beside the student's other
    cells: each of these may take half of what is left for them, so that none takes all.
    """
    cells, namespace, marks = merge(assignment, submitted), {}, []
    ask = Within(ask, limits) if limits else ask
    gone, room = "", KEPT
    for cell in cells:
        if cell.cell_type != "code":
            continue
        cell.outputs, cell.execution_count = [], None
        try:
            if is_test(cell):
                if not gone and (imports := visible_imports(cell.source)):
                    ask(do="run", source=imports)  # whoever wrote below the check may use them
                why = gone or check(cell, namespace, assignment, ask)
                marks.append(_mark(cell, why))
                cell.outputs = [failure(why)] if why else []
            else:
                if grade_id(cell) and not is_solution(cell):
                    exec(compile(cell.source, f"<{grade_id(cell)}>", "exec"), namespace)
                if not gone:
                    own = {"own": True} if limits and not grade_id(cell) else {}
                    answer = ask(do="run", source=cell.source, **own)
                    cell.outputs = shown(answer.get("outputs"), room)
                    room -= sum(map(_size, cell.outputs))
        except Gone as error:
            gone = str(error)
            if is_test(cell):
                marks.append(_mark(cell, gone))
                cell.outputs = [failure(gone)]
    return marks, cells


class Within:
    """Requests with what is left of the time for them."""

    def __init__(self, ask, limits):
        self.ask, self.most = ask, limits.seconds
        self.left, self.own = limits.total, limits.own

    def __call__(self, own=False, **request):
        if request["do"] == "get":
            return self.ask(**request)
        left = self.own / 2 if own else self.left
        if left <= 0:
            raise Gone("the time for all that is marked was used up by what came before")
        answer = self.ask(**request, seconds=min(self.most, left))
        used = answer.get("seconds")
        used = max(0.0, used) if isinstance(used, int | float) else self.most
        if own:
            self.own -= used
        else:
            self.left -= used
        return answer


def shown(outputs, room=KEPT):
    """The outputs that a process of a student claims, as far as they are texts and pictures.

    room: bytes that they may take.
    """
    found = []
    for output in outputs if isinstance(outputs, list) else []:
        match output:
            case {"output_type": "stream", "text": str(text)}:
                new = nbformat.v4.new_output("stream", name="stdout", text=_cut(text))
            case {"output_type": "display_data", "data": dict(data)}:
                plain = {"text/plain": _cut(data["text/plain"])} if "text/plain" in data else {}
                picture = data.get("image/png")
                if isinstance(picture, str) and PICTURE.fullmatch(picture):
                    plain["image/png"] = picture
                new = nbformat.v4.new_output("display_data", data=plain)
            case {"output_type": "error", "ename": str(name), "evalue": str(value)}:
                lines = output.get("traceback")
                lines = [_cut(line) for line in lines[:20]] if isinstance(lines, list) else []
                new = nbformat.v4.new_output(
                    "error", ename=_cut(name), evalue=_cut(value), traceback=lines
                )
            case _:
                continue
        room -= _size(new)
        if room < 0:
            text = "… (more was shown than feedback has room for)\n"
            found.append(nbformat.v4.new_output("stream", name="stdout", text=text))
            break
        found.append(new)
    return found


def _cut(text):
    return sound(str(text)[:LONGEST])


def _size(output):
    """About how many bytes an output takes."""
    return len(json.dumps(output))


def _mark(cell, why):
    return Mark(grade_id(cell), 0.0 if why else points(cell), points(cell), why)


def failure(why):
    """The output of a check that failed."""
    return nbformat.v4.new_output(
        "error", ename="Not yet", evalue=why, traceback=[f"Not yet: {why}"]
    )
