"""The library as a student's process gets it: without what the assignment withholds.

The formulas of the withheld functions, of those that share their parts, and the parts themselves
are no more in these files. In their place stands a question to the process that marks, which
computes the value elsewhere, with the whole library, or refuses it.
"""

import ast
import contextlib
import copy
import shutil
import tempfile
from functools import cache, cached_property
from pathlib import Path

import actloss

LIBRARY = Path(actloss.__file__).parent
# Where formulas stand. What only checks input stays.
FORMULAS = ("probability", "_shift", "activations", "losses", "nets.gradcheck")
KEPT = {"losses._inputs"}
EXERCISES = '''\
"""The checks of the exercises hold answers, so they are not here."""


def check(*_, **__):
    raise RuntimeError("al.check works in the chapters; it is not there where this is marked")
'''
OUTSIDE = '''\
"""What is not here is asked for outside."""


def ask(name, values):
    raise RuntimeError(f"{name} is not here")
'''


class Functions:
    """The functions of the library's formulas, and which of them use which."""

    def __init__(self):
        paths = [
            path for path in LIBRARY.rglob("*.py")
            if (name := _module(path)) not in KEPT
            and any(name == part or name.startswith(f"{part}.") for part in FORMULAS)
        ]  # fmt: skip
        self.trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(paths)}
        self.found = {
            node.name: (path, node)
            for path, tree in self.trees.items()
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
        }

    @cached_property
    def addresses(self):
        """By what names they are asked for."""
        return {_address(path, name) for name, (path, _) in self.found.items()}

    @cached_property
    def uses(self):
        """For each function the others that its body calls."""
        return {name: _names(node) & self.found.keys() for name, (_, node) in self.found.items()}

    @cache  # noqa: B019  # one object, as long as the process lives
    def parts(self, names):
        """The helpers of these functions, which are no functions of the package themselves."""
        parts, todo = set(), [*names]
        while todo:
            helpers = {h for h in self.uses.get(todo.pop(), ()) if not _is_public(h)} - parts
            parts |= helpers
            todo += helpers
        return frozenset(parts)

    def gone(self, withheld):
        """What must not be there: these functions, their parts, and all that use such parts."""
        gone = set(withheld) & self.found.keys()
        while True:
            more = gone | self.parts(frozenset(gone))
            helpers = {name for name in more if not _is_public(name)}
            more |= {name for name, used in self.uses.items() if used & helpers}
            if more == gone:
                return gone
            gone = more


@cache
def all_functions():
    return Functions()


@contextlib.contextmanager
def without(withheld):
    """A folder that holds the package without these functions, as long as `with` lasts."""
    if not withheld:
        yield LIBRARY
        return
    with tempfile.TemporaryDirectory(prefix="library-") as place:
        folder = Path(place) / "actloss"
        shutil.copytree(LIBRARY, folder, ignore=shutil.ignore_patterns("exercises"))
        _take_out(withheld, folder)
        yield folder


def _take_out(withheld, folder):
    (folder / "_outside.py").write_text(OUTSIDE)
    (folder / "lessons/exercises").mkdir()
    (folder / "lessons/exercises/__init__.py").write_text(EXERCISES)
    functions = all_functions()
    gone = functions.gone(withheld)
    for path, tree in functions.trees.items():
        if not any(place == path for place, _ in map(functions.found.get, gone)):
            continue
        tree = copy.deepcopy(tree)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name in gone:
                node.body = _question(_address(path, node.name), node)
        tree.body.insert(_first(tree), ast.parse("from actloss import _outside").body[0])
        changed = folder / path.relative_to(LIBRARY)
        changed.write_text(ast.unparse(tree))
        for compiled in changed.parent.glob(f"__pycache__/{changed.stem}.*"):
            compiled.unlink()


def _address(path, name):
    return f"actloss.{_module(path)}:{name}"


def _question(name, node):
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    values = ", ".join(f"{arg.arg!r}: {arg.arg}" for arg in every)
    return ast.parse(f"return _outside.ask({name!r}, {{{values}}})").body


def _first(tree):
    """Where statements begin, after the docstring."""
    return int(ast.get_docstring(tree) is not None)


def _module(path):
    parts = path.relative_to(LIBRARY).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _names(node):
    inner = [n for statement in node.body for n in ast.walk(statement)]
    return {n.id for n in inner if isinstance(n, ast.Name)}


def _is_public(name):
    """Whether the package offers it, or a loss has it for its value and gradient at once."""
    together = {loss.together.__name__ for loss in actloss.LOSSES.values() if loss.together}
    return hasattr(actloss, name) or name in together
