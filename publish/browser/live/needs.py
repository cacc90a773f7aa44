"""Which cells of a chapter a cell needs, found from the names that each defines, changes and uses.

A cell needs the last cell above it that defines a name it uses, every cell between that changes
what the name stands for, and what these need. So it sees what it would see if the chapter had been
run from the top, whatever the reader ran before.
"""

import ast
from functools import lru_cache
from itertools import count
from typing import NamedTuple

# Methods that change what they are called on, and functions that change what they are given.
METHODS = {"add", "append", "clear", "extend", "fill", "insert", "pop", "remove", "setdefault",
           "sort", "step", "update"}  # fmt: skip
FUNCTIONS = {"fit", "shuffle", "train_step"}
# Whoever draws from one of these changes it.
GENERATOR = "default_rng"


class Names(NamedTuple):
    """Of a cell; `later` are those that its functions use when they are called."""

    defines: frozenset
    changes: frozenset
    uses: frozenset
    later: frozenset


def root(node):
    """The name at the left end of `name.a[0].b`, or None."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def bound_in(nodes):
    """Names that these nodes bind; functions inside have names of their own."""
    found, left = set(), list(nodes)
    while left:
        node = left.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        if isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        left += ast.iter_child_nodes(node)
    return found


class Reader(ast.NodeVisitor):
    """Goes through code in the order in which it runs."""

    def __init__(self, known):
        self.known = known  # of the whole chapter: modules, generators, functions
        self.defines, self.changes, self.uses = set(), set(), set()
        self.hidden = []  # names of the scopes that we are in
        self.bodies = []  # of functions: they run later, when all of the cell is defined

    def visit_Name(self, node):
        if any(node.id in scope for scope in self.hidden):
            return
        if isinstance(node.ctx, ast.Load):
            if node.id not in self.defines:
                self.uses.add(node.id)
        elif isinstance(node.ctx, ast.Store):
            self.defines.add(node.id)
        else:
            self.change(node.id)

    def change(self, name):
        if name and not any(name in scope for scope in self.hidden):
            if name not in self.defines:
                self.uses.add(name)
            self.changes.add(name)

    def visit_Assign(self, node):
        self.visit(node.value)
        for target in node.targets:
            self.store(target)

    def visit_AnnAssign(self, node):
        if node.value:
            self.visit(node.value)
            self.store(node.target)

    def visit_AugAssign(self, node):
        self.visit(node.value)
        self.change(root(node.target))
        self.visit_parts(node.target)

    def visit_NamedExpr(self, node):
        self.visit(node.value)
        self.visit(node.target)

    def store(self, target):
        if isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                self.store(part)
        elif isinstance(target, ast.Starred):
            self.store(target.value)
        elif isinstance(target, ast.Name):
            self.visit(target)
        else:
            self.change(root(target))
            self.visit_parts(target)

    def visit_parts(self, target):
        for part in ast.iter_child_nodes(target):
            if isinstance(part, ast.expr):
                self.visit(part)

    def visit_Delete(self, node):
        for target in node.targets:
            self.store(target) if not isinstance(target, ast.Name) else self.change(target.id)

    def visit_For(self, node):
        self.visit(node.iter)
        self.store(node.target)
        for part in (*node.body, *node.orelse):
            self.visit(part)

    def visit_alias(self, node):
        self.visit(ast.Name((node.asname or node.name).partition(".")[0], ast.Store()))

    def visit_ExceptHandler(self, node):
        if node.name:
            self.visit(ast.Name(node.name, ast.Store()))
        self.generic_visit(node)

    def visit_comprehension_of(self, node):
        self.hidden.append(set())
        for part in node.generators:
            self.visit(part.iter)
            self.hidden[-1] |= bound_in([part.target])
            for condition in part.ifs:
                self.visit(condition)
        for part in ("key", "value", "elt"):
            if hasattr(node, part):
                self.visit(getattr(node, part))
        self.hidden.pop()

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_comprehension_of

    def visit_FunctionDef(self, node):
        for part in (
            *node.decorator_list,
            *node.args.defaults,
            *filter(None, node.args.kw_defaults),
        ):
            self.visit(part)
        self.bodies.append(([*self.hidden, own_names(node)], node.body))
        self.visit(ast.Name(node.name, ast.Store()))

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        for part in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(part)
        self.bodies.append(([*self.hidden, own_names(node)], [node.body]))

    def visit_ClassDef(self, node):
        for part in (*node.decorator_list, *node.bases, *(one.value for one in node.keywords)):
            self.visit(part)
        self.hidden.append(bound_in(node.body))
        for part in node.body:
            self.visit(part)
        self.hidden.pop()
        self.visit(ast.Name(node.name, ast.Store()))

    def visit_Call(self, node):
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else root(node.func)
        given = [*node.args, *(one.value for one in node.keywords)]
        owner = root(node.func) if isinstance(node.func, ast.Attribute) else None
        draws = owner in self.known.generators
        if owner and owner not in self.known.modules and (draws or name in METHODS):
            self.change(owner)
        changed = self.known.changed_by.get(name, ())
        for place, value in enumerate(node.args):
            if name in FUNCTIONS or place in changed:
                self.change(root(value))
        for one in node.keywords:
            if name in FUNCTIONS or one.arg in changed:
                self.change(root(one.value))
        for value in given:
            if isinstance(value, ast.Name) and value.id in self.known.generators:
                self.change(value.id)

    def read(self, body):
        for part in body:
            self.visit(part)
        now, self.uses = self.uses, set()
        while self.bodies:
            self.hidden, later = self.bodies.pop()
            for part in later:
                self.visit(part)
        names = (self.defines, self.changes - self.defines, now | self.uses, self.uses)
        return Names(*map(frozenset, names))


def own_names(function):
    """The parameters of a function and what its body binds."""
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs,
                  *filter(None, (arguments.vararg, arguments.kwarg))]  # fmt: skip
    body = function.body if isinstance(function.body, list) else [function.body]
    shared = {name for part in body for node in ast.walk(part)
              if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names}  # fmt: skip
    return ({one.arg for one in parameters} | bound_in(body)) - shared


class Known:
    """What all cells together say of names."""

    def __init__(self, trees):
        nodes = [node for tree in trees for node in ast.walk(tree)]
        aliases = (one for node in nodes if isinstance(node, ast.Import) for one in node.names)
        self.modules = {(one.asname or one.name).partition(".")[0] for one in aliases}
        self.generators = {"rng"} | {
            target.id
            for node in nodes
            if isinstance(node, ast.Assign) and makes_generator(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        self.changed_by = {}
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
        before = None
        while before != self.changed_by:  # a function may hand on what it was given
            before = dict(self.changed_by)
            for function in functions:
                self.changed_by[function.name] = self.changed_parameters(function)

    def changed_parameters(self, function):
        """Those that the body of a function changes: their places and their names."""
        reader = Reader(self)
        for part in function.body:
            reader.visit(part)
        names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
        changed = {name for name in names if name in reader.changes and name in reader.uses}
        return {place for place, name in enumerate(names) if name in changed} | changed


def makes_generator(value):
    called = value.func if isinstance(value, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr == GENERATOR


def parsed(source):
    """The code as a tree, or None where Python cannot read it."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None


def readable(sources, book):
    """The cells; in place of one that Python cannot read the book's, so that its names are missed:
    whoever needs them runs it, and hears what is wrong with it."""
    pairs = zip(sources, book, strict=True)
    return tuple(published if parsed(source) is None else source for source, published in pairs)


@lru_cache(maxsize=4)
def names_of(sources):
    """For each cell the names that it defines, changes and uses."""
    trees = [parsed(source) or ast.Module([], []) for source in sources]
    known = Known(trees)
    return [Reader(known).read(tree.body) for tree in trees]


class Runs:
    """What has been run, and what must be run before a cell so that it sees what it should."""

    def __init__(self):
        self.count = count()
        self.last = {}  # cell -> its source when it was run, and the number of the run
        self.made_by = {}  # name -> the cells that defined it and changed it since

    def note(self, cell, source, names):
        """A cell has been run."""
        self.last[cell] = (source, next(self.count))
        take(self.made_by, cell, names)

    def forget(self, cell):
        """A cell has failed: who knows how far it came."""
        self.last.pop(cell, None)

    def before(self, cell, sources, names):
        """The cells to run before a cell, in their order, given the names of all up to it."""
        needed, left = {}, [cell]
        while left:
            at = left.pop()
            if at not in needed:
                needed[at] = makers(at, names)
                left += {other for chain in needed[at].values() for other in chain}
        again = {at for at in needed if self.stale(at, sources)} | {cell}
        before = None
        while before != again:
            before = set(again)
            for at, chains in sorted(needed.items()):
                others = {other for chain in chains.values() for other in chain}
                if any(self.newer(other, at, again) for other in others):
                    again.add(at)
            again |= self.unmade(sorted(again), needed, names)
        return sorted(again - {cell})

    def unmade(self, order, needed, names):
        """The makers of what a cell would not find as it should, were these run in this order."""
        made_by, found = dict(self.made_by), set()
        for at in order:
            for name, chain in needed[at].items():
                if made_by.get(name) != chain:
                    found.update(chain)
            take(made_by, at, names[at])
        return found

    def stale(self, cell, sources):
        return cell not in self.last or self.last[cell][0] != sources[cell]

    def newer(self, maker, cell, again):
        """Whether a cell has not seen what one that it needs has made."""
        if maker in again or cell not in self.last:
            return True
        return self.last[maker][1] > self.last[cell][1]


def take(made_by, cell, names):
    """Note who made the names of a cell that is run."""
    for name in names.defines:
        made_by[name] = [cell]
    for name in names.changes:
        made_by[name] = [*made_by.get(name, []), cell]


def makers(cell, names):
    """For each name that a cell uses the cells that make it, the one that defines it first.

    What a function uses is looked up when it is called: so the cell uses that too.
    """
    found, left = {}, list(names[cell].uses)
    while left:
        name = left.pop()
        if name in found:
            continue
        chain = found[name] = makers_of(name, cell, names)
        left += {other for at in chain for other in names[at].later}
    return {name: chain for name, chain in found.items() if chain}


def makers_of(name, cell, names):
    """The last cell above that defines a name, and those that change it since."""
    changed = []
    for at in range(cell - 1, -1, -1):
        if name in names[at].defines:
            return [at, *reversed(changed)]
        if name in names[at].changes:
            changed.append(at)
    return []
