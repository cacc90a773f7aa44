"""Runs the cells of a page, and tells the page what they print, show and draw."""

import ast
import base64
import builtins
import io
import linecache
import os
import pprint
import sys
import time
import traceback
import types

import explorable_html
import ipywidgets
from needs import Runs, names_of, readable

PAUSE = 0.05  # seconds between two messages with printed text
MOST = 200_000  # characters that a cell may print: more would choke the page
BAR = "\r\033[K"  # how the library begins a progress bar
# Names of the library that draw: whoever asks for one needs matplotlib.
DRAWING = {"explore", "gallery", "plots"}
current = None  # the kernel, for cell_pictures.py
CONTAINERS = (dict, list, set, frozenset, tuple)


class Stream(io.TextIOBase):
    """What a cell prints, sent in pieces that a page can keep up with."""

    def __init__(self, name, post):
        self.name, self.post = name, post
        self.parts, self.sent, self.due = [], 0, 0.0

    def isatty(self):
        return self.name == "stderr"  # so that the library shows its progress

    def writable(self):
        return True

    def write(self, text):
        if text.startswith(BAR):
            self.post("bar", text=text.removeprefix(BAR))
            return len(text)
        self.sent += len(text)
        if self.sent <= MOST:
            self.parts.append(text)
            if time.perf_counter() >= self.due:
                self.flush()
        return len(text)

    def flush(self):
        if self.parts:
            self.post("text", stream=self.name, text="".join(self.parts))
            self.parts.clear()
            self.due = time.perf_counter() + PAUSE

    def end(self):
        self.flush()
        if self.sent > MOST:
            more = f"… and {self.sent - MOST:,} more characters, which are left out here.\n"
            self.post("text", stream=self.name, text=more)
        self.sent, self.due = 0, 0.0


class Kernel:
    """The names of a page's Python, and what has been run in it."""

    def __init__(self, post):
        global current
        current = self
        self.send, self.cell, self.shows = post, None, True
        self.runs = Runs()
        self.waiting = []  # statements that only prepare pictures
        self.drawers = set()  # the names that these bind
        self.module = types.ModuleType("__main__")
        self.module.display = self.display
        sys.modules["__main__"] = self.module
        self.streams = [Stream(name, self.post) for name in ("stdout", "stderr")]
        sys.stdout, sys.stderr = self.streams
        os.environ["MPLBACKEND"] = "module://cell_pictures"

    def post(self, kind, **content):
        # What must be run first shows nothing new: the book's outputs are those of the same code.
        if self.shows or kind == "error":
            self.send({"kind": kind, "cell": self.cell, **content})

    def before(self, cell, sources, book):
        """The cells to run before a cell; `book` is what they were when they were published."""
        self.names = names_of(readable(sources, book)[: cell + 1])
        return self.runs.before(cell, sources, self.names)

    def wanted(self, source):
        """The code of a cell whose imports are needed now, and whether it draws."""
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            return "", False
        now, _, drawers = self.sorted(tree)
        draws = any(
            (isinstance(node, ast.Name) and node.id in drawers)
            or (isinstance(node, ast.Attribute) and node.attr in DRAWING)
            or (isinstance(node, ast.alias) and node.name in DRAWING)
            for part in now
            for node in ast.walk(part)
        )
        imports = "\n".join(ast.unparse(part) for part in now)
        return imports, draws

    def sorted(self, tree):
        """Statements to run now, those that can wait for the first picture, and their names."""
        if "matplotlib" in sys.modules:
            return tree.body, [], set()
        now, later, drawers = [], [], set(self.drawers)
        for part in tree.body:
            if isinstance(part, ast.Import) and all(imports_pictures(one) for one in part.names):
                drawers |= {(one.asname or one.name).partition(".")[0] for one in part.names}
                later.append(part)
            elif is_call_on(part, drawers):
                later.append(part)
            else:
                now.append(part)
        if any(isinstance(n, ast.Name) and n.id in drawers for p in now for n in ast.walk(p)):
            return tree.body, [], drawers
        return now, later, drawers

    def prepare_pictures(self):
        """matplotlib is there now: do what has waited for it."""
        import matplotlib  # noqa: F401, so that no statement waits any more

        waiting, self.waiting = self.waiting, []
        for code in waiting:
            exec(code, vars(self.module))

    def run(self, cell, source, shows):
        """Run a cell that `before` was asked for, or one of those; whether it went well."""
        self.cell, self.shows = cell, shows
        name = f"<cell {cell}>"
        lines = source.splitlines(keepends=True)
        linecache.cache[name] = (len(source), None, lines, name)
        self.runs.forget(cell)
        started = time.perf_counter()
        well = False
        try:
            self.execute(ast.parse(source, name), name)
            self.show_pictures()
            well = True
        except KeyboardInterrupt:
            stopped = "You stopped this cell. What it had done until then stays."
            self.post("error", name="Stopped", message=stopped, places=[], full="")
        except BaseException as error:
            self.report(error)
        finally:
            self.close_pictures()
            for stream in self.streams:
                stream.end()
        if well:
            self.runs.note(cell, source, self.names[cell])
        self.shows = True
        self.post("end", well=well, seconds=time.perf_counter() - started)
        return well

    def execute(self, tree, name):
        now, later, drawers = self.sorted(tree)
        if later:
            self.drawers = drawers
            code = compile(ast.Module(later, []), name, "exec")
            self.waiting.append(code)
        last = now.pop() if now and isinstance(now[-1], ast.Expr) else None
        exec(compile(ast.Module(now, []), name, "exec"), vars(self.module))
        if last is not None:
            value = eval(compile(ast.Expression(last.value), name, "eval"), vars(self.module))
            if value is not None:
                self.display(value)

    def display(self, *values):
        for value in values:
            for stream in self.streams:
                stream.flush()
            self.post(**shown(value))

    def show_pictures(self):
        plt = sys.modules.get("matplotlib.pyplot")
        for number in plt.get_fignums() if plt else ():
            if self.shows:
                figure = plt.figure(number)
                if figure.axes or figure.lines or figure.texts:
                    for stream in self.streams:
                        stream.flush()
                    self.post("picture", png=png_of(figure))
            plt.close(number)

    def close_pictures(self):
        plt = sys.modules.get("matplotlib.pyplot")
        if plt:
            plt.close("all")

    def report(self, error):
        """An error as a reader can use it: what, where in the cells, and all of it on demand."""
        places = [
            {"cell": int(frame.filename[6:-1]), "line": frame.lineno, "code": frame.line,
             "function": frame.name.removeprefix("<module>")}
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename.startswith("<cell ")
        ]  # fmt: skip
        if isinstance(error, SyntaxError) and (error.filename or "").startswith("<cell "):
            code = (error.text or "").rstrip("\n")
            mark = " " * max((error.offset or 1) - 1, 0) + "^"
            places.append({"cell": self.cell, "line": error.lineno, "code": f"{code}\n{mark}",
                           "function": ""})  # fmt: skip
        message = error.msg if isinstance(error, SyntaxError) else str(error)
        message = "\n".join([message, *getattr(error, "__notes__", [])])
        if isinstance(error, MemoryError) and not message:
            message = "there is no memory left for this; a page has 4 GB at the most"
        error.__traceback__ = without_ours(error.__traceback__)
        full = "".join(traceback.format_exception(error))
        self.post("error", name=type(error).__name__, message=message, places=places, full=full)


def imports_pictures(alias):
    return alias.name.partition(".")[0] == "matplotlib"


def is_call_on(statement, names):
    """Whether a statement only calls something of one of these names, with plain arguments."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or call.keywords:
        return False
    target = call.func
    while isinstance(target, ast.Attribute):
        target = target.value
    plain = all(isinstance(argument, ast.Constant) for argument in call.args)
    return plain and isinstance(target, ast.Name) and target.id in names


def without_ours(trace):
    """A traceback from the first frame that is a cell's."""
    while trace and not trace.tb_frame.f_code.co_filename.startswith("<cell "):
        trace = trace.tb_next
    return trace


def png_of(figure):
    """A figure as Jupyter would show it."""
    file = io.BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight", facecolor=figure.get_facecolor())
    return base64.b64encode(file.getvalue()).decode()


def shown(value):
    """What a page shows of a value."""
    state = getattr(value, "state", None)
    if isinstance(value, ipywidgets.Widget) and "actloss-explore" in state["_dom_classes"]:
        return {"kind": "html", "html": explorable_html.explorable(ipywidgets.models, state)}
    figure = sys.modules.get("matplotlib.figure")
    if figure and isinstance(value, figure.Figure):
        return {"kind": "picture", "png": png_of(value)}
    for method, kind in (
        ("_repr_html_", "html"),
        ("_repr_svg_", "html"),
        ("_repr_markdown_", "markdown"),
    ):
        text = getattr(value, method, None)
        text = text() if text and not isinstance(value, type) else None
        if text:
            return {"kind": kind, kind: text}
    text = (
        pprint.pformat(value, width=79, sort_dicts=False)
        if type(value) in CONTAINERS
        else repr(value)
    )
    return {"kind": "text", "stream": "value", "text": text + "\n"}


def no_input(prompt=""):
    raise RuntimeError("a cell in the page cannot ask: write the answer into the cell, as a value")


builtins.input = no_input
