"""An assignment's source: which cells are given, which the student writes, which give points."""

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "assignments/source"
PLOTS = re.compile(r"\bplt\.|matplotlib|\bplots\.")
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS\n?", re.DOTALL)
VARIANT = re.compile(r"^VARIANT = \d+", re.MULTILINE)


def grade_id(cell):
    """The name by which release, submission and gradebook know the cell; None for others."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def is_solution(cell):
    """Whether the student writes this cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("solution"))


def is_test(cell):
    """Whether the cell is a check that gives points by itself."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade")) and not is_solution(cell)


def is_manual(cell):
    """Whether a person gives the points for what is written here."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade")) and is_solution(cell)


def points(cell):
    return float(cell.metadata.nbgrader.points)


@dataclass(frozen=True)
class Assignment:
    """The source notebook of one assignment, with the numbers of one variant."""

    name: str
    variant: int = 0

    @cached_property
    def cells(self):
        path = SOURCES / self.name / f"{self.name}.ipynb"
        cells = nbformat.read(path, as_version=4).cells
        for cell in cells:
            if grade_id(cell) == "setup":
                cell.source = with_variant(cell.source, self.variant)
        return cells

    @cached_property
    def points(self):
        """The points of each cell that has some."""
        return {grade_id(c): points(c) for c in self.cells if is_test(c) or is_manual(c)}

    @cached_property
    def written_names(self):
        """What the student's cells define; everything else in a check is ours."""
        statements = self._written_statements
        functions = {s.name for s in statements if isinstance(s, ast.FunctionDef)}
        targets = [t for s in statements if isinstance(s, ast.Assign) for t in s.targets]
        values = {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
        return functions | values

    @cached_property
    def withheld(self):
        """For each function that the student writes, the library's that it must not call."""
        found = {}
        for statement in self._written_statements:
            for mark in getattr(statement, "decorator_list", []):
                found[statement.name] = [argument.value for argument in mark.args]
        return found

    @cached_property
    def draws(self):
        """Whether a task needs matplotlib."""
        return any(PLOTS.search(c.source) for c in self.cells if c.cell_type == "code")

    def solution(self, name):
        """The right value, or function, of this name. Our own code runs for it, the first time."""
        return self._solved[name]

    @cached_property
    def _solved(self):
        namespace = {}
        for cell in self.cells:
            if cell.cell_type == "code" and grade_id(cell) and not is_test(cell):
                exec(compile(cell.source, f"<{grade_id(cell)}>", "exec"), namespace)
        return namespace

    @cached_property
    def _written_statements(self):
        written = [c for c in self.cells if is_solution(c) and c.cell_type == "code"]
        return [statement for cell in written for statement in ast.parse(cell.source).body]


def wanted(source):
    """The names that a check reads and does not itself define."""
    names = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    stored = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return {node.id for node in names} - stored


def visible_imports(source):
    """What a check imports before students' eyes, as code."""
    statements = ast.parse(HIDDEN.sub("", source)).body
    return "\n".join(
        ast.unparse(s) for s in statements if isinstance(s, ast.Import | ast.ImportFrom)
    )


def with_variant(source, variant):
    """The set-up cell with the number of the variant from which its numbers are drawn."""
    return VARIANT.sub(f"VARIANT = {variant}", source, count=1)


def all_assignments():
    """The names of all assignments, in the order of their chapters."""
    return sorted(path.name for path in SOURCES.iterdir() if path.is_dir())
