"""A right answer in an unusual form: the visible check and the marking agree on it.

Each solution is handed in with what it gives turned into another form. Where the check that the
student sees passes, the marking gives the points; where it does not, it says in words what is
wanted.
"""

import re

import nbformat
import numpy as np
import pytest
from submitted import marks_here

from grading.assignment import HIDDEN, Assignment, all_assignments, grade_id, is_solution, is_test
from grading.release import visible_check

# What `formed(x)` makes of a value; `to_each` goes into lists, tuples and arrays.
FORMS = {
    "lists": "x.tolist() if isinstance(x, np.ndarray) else x",
    "tuples": "tuple(map(formed, x.tolist())) if isinstance(x, np.ndarray) else "
    "tuple(map(formed, x)) if isinstance(x, list) else x",
    "rows": "list(x) if isinstance(x, np.ndarray) and x.ndim else x",
    "float32": "to_each(np.float32, x)",
    "long double": "to_each(np.longdouble, x)",
    "complex without imaginary part": "to_each(complex, x)",
    "Decimal": "to_each(lambda f: Decimal(float(f)) if np.isfinite(f) else f, x)",
    "Fraction": "to_each(lambda f: Fraction(float(f)) if np.isfinite(f) else f, x)",
    "mpmath": "to_each(lambda f: mpmath.mpf(float(f)), x)",
    "0-d arrays": "np.array(x) if isinstance(x, float | np.floating) else x",
    "NumPy scalars": "np.float64(x) if isinstance(x, float) else x",
}

TURNED = """
import functools
from decimal import Decimal
from fractions import Fraction
import mpmath
import numpy as np


def to_each(to, x):
    if isinstance(x, list | tuple):
        return type(x)(to_each(to, entry) for entry in x)
    if isinstance(x, np.ndarray) and x.dtype.kind == "f":
        if isinstance(to, type) and issubclass(to, np.floating | complex):
            return x.astype(to)
        return [to_each(to, entry) for entry in x] if x.ndim else to(x[()])
    return to(x) if isinstance(x, float | np.floating) else x


def formed(x):
    return {form}


def turned(function):
    return functools.wraps(function)(lambda *args, **kwargs: formed(function(*args, **kwargs)))


"""


def in_form(assignment, form):
    """The solved cells, whose values are turned into another form."""
    cells = [nbformat.from_dict(cell) for cell in assignment.cells]
    names = assignment.written_names
    for cell in cells:
        if is_solution(cell) and cell.cell_type == "code":
            mine = [n for n in sorted(names) if re.search(rf"^(def )?{n}\b", cell.source, re.M)]
            turns = [f"{n} = turned({n}) if callable({n}) else formed({n})\n" for n in mine]
            cell.source += "\n" + TURNED.format(form=FORMS[form]) + "".join(turns)
    return cells


def visible(cells, names):
    """What the checks say that students see, by the cells' names; "" where they pass."""
    namespace, said = {}, {}
    for cell in cells:
        if cell.cell_type != "code" or not grade_id(cell):
            continue
        source = HIDDEN.sub("", cell.source)
        if is_test(cell):
            source = visible_check(source, names)
        try:
            with np.errstate(all="ignore"):
                exec(compile(source, grade_id(cell), "exec"), namespace)
            found = ""
        except Exception as error:
            if not is_test(cell):
                pytest.fail(f"{grade_id(cell)} does not run: {error}")
            found = f"{type(error).__name__}: {error}"
        if is_test(cell):
            said[grade_id(cell)] = found
    return said


@pytest.mark.filterwarnings("ignore::numpy.exceptions.ComplexWarning")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", all_assignments())
def test_what_students_see_and_what_is_marked_agree(name, form):
    assignment = Assignment(name)
    cells = in_form(assignment, form)
    seen = visible(cells, assignment.written_names)
    marked = {cell: mark.why for cell, mark in marks_here(assignment, cells).items()}
    lost = {cell: why for cell, why in marked.items() if why and not seen[cell]}
    assert lost == {}
    unexplained = {
        cell: (why, marked[cell])
        for cell, why in seen.items()
        if why and not why.startswith("AssertionError: ")
    }
    assert unexplained == {}
