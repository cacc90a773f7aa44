"""What a student's code cannot do: read, write, connect, go on for ever, or mark itself."""

import ast
import contextlib
import re
import socket
import sys
from signal import SIGCHLD

import nbformat
import numpy as np
import pytest
from submitted import BLANK, NAME, blank, solved

from grading.assignment import ROOT, Assignment, all_assignments
from grading.marking.library import LIBRARY, all_functions, without
from grading.marking.notebook import Gone, mark
from grading.marking.plain import decode, encode
from grading.marking.sandbox import Limits, Nursery, compile_once, missing
from programs import needs_sandbox

LIMITS = Limits(seconds=2, total=20)
SOURCE = Assignment(NAME)
pytestmark = needs_sandbox(missing())


@pytest.fixture(scope="module")
def nursery():
    with Nursery(LIMITS) as nursery:
        yield nursery


@pytest.fixture(scope="module")
def sandbox():
    with started() as sandbox:
        yield sandbox


@contextlib.contextmanager
def started(limits=LIMITS, **more):
    with Nursery(limits, **more) as nursery, nursery.sandbox() as sandbox:
        yield sandbox


def run(sandbox, source):
    """All that a cell prints or raises, as one text."""
    outputs = sandbox.ask(do="run", source=source)["outputs"]
    return " ".join(o.get("text", "") + o.get("evalue", "") for o in outputs)


def marks(cells, limits=LIMITS):
    withheld = {function for names in SOURCE.withheld.values() for function in names}
    with without(withheld) as library, started(limits, library=library) as sandbox:
        found, _ = mark(SOURCE, cells, sandbox.ask, limits)
    return {m.cell: m for m in found}


def total(cells, limits=LIMITS):
    return sum(m.points for m in marks(cells, limits).values())


def test_it_runs_what_is_honest(sandbox):
    assert run(sandbox, "import actloss as al; print(al.relu(-3.0), al.relu(2.0))") == "0.0 2.0\n"


def test_it_compiles_nothing_that_it_could_find_compiled(sandbox):
    compile_once()
    source = """import os, sys
print([m.__name__ for m in list(sys.modules.values()) if m.__name__.startswith("IPython")
       and m.__spec__.cached and not os.path.exists(m.__spec__.cached)])"""
    assert run(sandbox, source) == "[]\n"


def test_it_shows_pictures(sandbox):
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    outputs = sandbox.ask(do="run", source=source)["outputs"]
    assert any("image/png" in output.get("data", {}) for output in outputs)


@pytest.mark.parametrize(
    "path",
    [ROOT / "assignments", ROOT / "grading", ROOT / "tests", ROOT / "classes", ROOT / ".git"],
    ids=lambda path: path.name,
)
def test_it_does_not_see(sandbox, path):
    assert run(sandbox, f"import os; print(os.path.exists({str(path)!r}))") == "False\n"


def test_of_the_course_it_sees_the_library_alone(sandbox):
    listed = run(sandbox, f"import glob; print(glob.glob({str(ROOT)!r} + '/*'))")
    assert eval(listed) == []  # an environment in it has a name with a dot
    assert run(sandbox, "print(sorted(os.listdir('/code')))") == (
        "['actloss', 'fonts', 'plain.py', 'student.py']\n"
    )


def test_nothing_of_the_marking_is_in_its_memory(sandbox):
    source = "import sys; print([m for m in sys.modules if m.startswith(('grading', 'nbgrader'))])"
    assert run(sandbox, source) == "[]\n"
    assert run(sandbox, "import sys; print(sys.argv[0], sys.argv[2:])") == (
        "/code/student.py ['', '/code/fonts']\n"
    )


def test_it_has_none_of_our_environment(sandbox, monkeypatch):
    monkeypatch.setenv("SECRET_OF_OURS", "1")
    with started() as other:
        assert run(other, "import os; print('SECRET_OF_OURS' in os.environ)") == "False\n"


@pytest.mark.parametrize("path", ["/x", "/usr/x", "/dev/shm/x", "/proc/x", sys.prefix + "/x"])
def test_it_cannot_write(sandbox, path):
    assert "Error" in run(sandbox, f"try: open({path!r}, 'w')\nexcept OSError as e: print('Error')")


def test_it_cannot_fill_the_disk():
    with started(Limits(seconds=5, total=20, files=8 << 20)) as small:
        source = "for i in range(20): open(f'/home/{i}', 'wb').write(bytes(1 << 20))"
        assert "No space left" in run(small, source)


def test_it_reaches_no_network(sandbox):
    source = "import socket\nsocket.create_connection(('{}', {}), 1)\nprint('reached')"
    with socket.create_server(("127.0.0.1", 0)) as ours:
        socket.create_connection(ours.getsockname(), 1).close()
        found = run(sandbox, source.format(*ours.getsockname()))
    assert "unreachable" in found
    assert "unreachable" in run(sandbox, source.format("10.0.0.1", 53))


def test_it_cannot_start_processes(sandbox):
    assert "not permitted" in run(sandbox, "import os\nwhile True: os.fork()")
    assert "not permitted" in run(sandbox, "import subprocess\nsubprocess.run(['/bin/true'])")


@pytest.mark.parametrize("call", ["fork", "vfork", "clone", "clone3"])
def test_no_system_call_starts_a_process(sandbox, call):
    import pyseccomp  # an error where libseccomp is not installed

    number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, call)
    if number < 0:
        pytest.skip(f"this machine has no {call}")
    source = f"import ctypes; print(ctypes.CDLL(None).syscall({number}, {SIGCHLD:d}, 0, 0, 0, 0))"
    assert run(sandbox, source) == "-1\n"


def test_it_may_start_threads(sandbox):
    source = "import threading\nthread = threading.Thread(target=print, args=['of a thread'])\n"
    assert run(sandbox, source + "thread.start(); thread.join()") == "of a thread\n"


def test_without_libseccomp_there_is_no_sandbox(monkeypatch):
    monkeypatch.delitem(sys.modules, "pyseccomp", raising=False)
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    assert "needs libseccomp" in missing()


def test_it_cannot_fill_the_memory(sandbox):
    assert "allocate" in run(sandbox, "import numpy as np\nx = np.ones(10**9)")


def test_what_fills_the_memory_bit_by_bit_keeps_what_came_before():
    source = "hoard = []\nwhile True: hoard.append(bytearray(10**7))"
    found = marks(solved(softmax=source), Limits(seconds=5, total=20, memory=1 << 30))
    assert found["rise_check"].points == 3
    assert found["softmax_values"].points == 0


def test_an_endless_cell_loses_its_own_points():
    found = marks(solved(rise="while True: pass"))
    assert {m.cell: m.points for m in found.values()}["softmax_values"] == 3
    assert found["rise_check"].points == 0


def test_an_endless_function_loses_its_own_points_and_says_so():
    found = marks(solved(rise="def rise(): pass", softmax="def softmax(z):\n    while True: pass"))
    assert "longer than 2 seconds" in found["softmax_values"].why
    assert found["gradient_check"].points == 4


def test_what_cannot_be_interrupted_is_ended():
    source = "import signal, time\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\ntime.sleep(99)"
    found = marks(solved(softmax=source))
    assert found["rise_check"].points == 3
    assert "limit of time" in found["softmax_values"].why


def test_who_ends_the_process_is_told_so():
    found = marks(solved(softmax="import os; os._exit(0)"))
    assert found["rise_check"].points == 3
    assert "ended the process" in found["gradient_check"].why


def test_a_flood_of_words_ends_with_the_process():
    source = """import os
while True:
    for number in range(3, 20):
        try: os.write(number, bytes(10**6))
        except OSError: pass"""
    found = marks(solved(softmax=source))
    assert found["rise_check"].points == 3
    assert found["softmax_values"].points == 0


CHEATS = {
    "a patched assert": "import builtins\nbuiltins.AssertionError = type('E', (Exception,), {})",
    "a patched numpy": "import numpy as np\nnp.allclose = np.isfinite = lambda *a, **k: True\n"
    "np.all = np.any = lambda *a, **k: True\nnp.shape = lambda a: (2, 2)",
    "a patched checker": "import sys\nstudent = sys.modules['__main__']\n"
    "for name in list(vars(student)): pass\n"
    "import plain\nplain.encode = lambda value, depth=0: {'is': True}",
    "a printed score": "print(20)\nprint('{\"points\": 20}')\n20",
    "an exit that looks good": "import atexit, os\natexit.register(os._exit, 0)",
    "a hook": "ip = get_ipython()\nip.run_cell = lambda *a, **k: None\n"
    "ip.events.register('post_run_cell', lambda *a: None)",
    "an object that equals everything": "class Any:\n"
    "    def __getattr__(self, n): return Any()\n"
    "    def __call__(self, *a, **k): return self\n"
    "    def __eq__(self, o): return True\n"
    "    def __array__(self, *a, **k):\n        import numpy as np; return np.ones((2, 2))\n"
    "rise = Any()\nsoftmax = gradient = steps_until = Any()",
    "a number that equals everything": "class Any(float):\n"
    "    def __eq__(self, o): return True\n    __lt__ = __gt__ = __le__ = __ge__ = __eq__\n"
    "    __sub__ = __abs__ = lambda self, *a: self\n"
    "rise = Any(0)\nsoftmax = gradient = steps_until = lambda *a: Any(0)",
    "an array that equals everything": "import numpy as np\nclass Any(np.ndarray):\n"
    "    def __eq__(self, o): return True\n    __array_ufunc__ = lambda self, *a, **k: True\n"
    "rise = np.zeros(()).view(Any)\nsoftmax = lambda z: np.zeros(z.shape).view(Any)\n"
    "gradient = steps_until = lambda *a: np.zeros((1, 2)).view(Any)",
    "an answer before the question": "import os\nfor number in range(3, 20):\n"
    '    try: os.write(number, b\'{"value": {"is": true}}\\n\' * 9)\n    except OSError: pass',
    "an error of ours": "def softmax(*a): raise AssertionError('')\n"
    "gradient = steps_until = softmax",
}


@pytest.mark.parametrize("cheat", CHEATS.values(), ids=CHEATS)
def test_a_cheat_gains_nothing(cheat):
    cells = blank(solved())
    cells.insert(2, nbformat.v4.new_code_cell(cheat))
    for cell in cells:
        if cell.source == BLANK:
            cell.source = "pass"
    assert total(cells) == 0


def test_a_changed_check_gains_nothing():
    cells = blank(solved())
    for cell in cells:
        if cell.metadata.get("nbgrader", {}).get("points"):
            cell.source, cell.metadata.nbgrader["points"] = "pass", 100
    assert total(cells) == 0


def test_the_process_is_gone_afterwards():
    with started() as sandbox:
        pass
    with pytest.raises((Gone, ValueError)):
        sandbox.ask(do="run", source="1")


def test_one_submission_finds_nothing_of_the_one_before():
    with Nursery(LIMITS) as nursery:
        with nursery.sandbox() as first:
            run(first, "open('answer', 'w').write('4')\nimport numpy as np\nnp.secret = 4")
            found = run(first, "import os; print(os.path.exists('/home/answer'))")
            assert found == "True\n"
        with nursery.sandbox() as second:
            source = "import os; print(os.path.exists('answer'))"
            assert run(second, source) == "False\n"
            assert run(second, "import numpy as np; print(hasattr(np, 'secret'))") == "False\n"


def test_what_is_written_to_a_file_can_be_imported(sandbox):
    run(sandbox, "%%writefile helper.py\ndef half(x): return x / 2")
    assert run(sandbox, "from helper import half; print(half(3))") == "1.5\n"


@pytest.mark.parametrize(
    "source",
    [
        "import os; os.memfd_create('x')",
        "import multiprocessing.shared_memory as s; s.SharedMemory(create=True, size=1000)",
        "import ctypes, os; assert not ctypes.CDLL(None, use_errno=True).unshare(0x10000000), "
        "os.strerror(ctypes.get_errno())",
    ],
)  # fmt: skip
def test_nothing_that_no_limit_counts_can_be_made(sandbox, source):
    assert re.search("not permitted|Read-only|No such", run(sandbox, source))


def test_there_is_no_list_of_processes(sandbox):
    assert run(sandbox, "import os; print(os.path.exists('/proc/self'))") == "False\n"
    assert run(sandbox, "import os; print(os.getpid())") == "1\n"


def test_commands_and_installations_say_that_they_do_nothing_and_the_cell_goes_on(sandbox):
    source = "!pip install torch\n%pip install pandas\nfiles = !ls\nprint(files, 'on')"
    found = run(sandbox, source)
    assert found.count("do not run where this is marked") == 3
    assert found.endswith("[] on\n")


def test_a_missing_package_and_input_are_explained(sandbox):
    assert "Where this is marked there are NumPy" in run(sandbox, "import torch")
    assert "Nobody answers input()" in run(sandbox, "input()")


def test_what_others_have_installed_here_is_not_there(sandbox):
    assert "No module named 'sklearn'" in run(sandbox, "import sklearn")
    assert "No module named 'nbgrader'" in run(sandbox, "import nbgrader")


@pytest.fixture(scope="module")
def withholding():
    """A sandbox without what the assignment withholds."""
    withheld = {function for names in SOURCE.withheld.values() for function in names}
    with without(withheld) as library, started(library=library) as sandbox:
        run(sandbox, "import actloss as al, numpy as np")
        yield sandbox


@pytest.mark.parametrize(
    "way",
    [
        "al.softmax(z)",
        "al.probability._softmax(z)",
        "al.probability.softmax.__wrapped__(z)",
        "(__import__('sys').setprofile(None), al.softmax(z))[1]",
        "al.losses.variants._softmax(z)",
        "al.LOSSES['distillation'].grad(z, z) + al._shift.exponentials(z, z)",
        "al._outside.ask('actloss.probability:softmax', {'logits': z})",
        "al._outside.ask('actloss.probability:_softmax', {'z': z})",
        "al._outside.ask('os:system', {'command': 'true'})",
        "al._outside.ask('actloss.probability:np.exp', {'x': z})",
    ],
)
def test_a_withheld_function_is_reached_by_no_way(withholding, way):
    run(withholding, f"def softmax(z): return {way}")
    request = {"args": encode((np.ones((1, 2)),)), "kwargs": encode({}), "name": "softmax"}
    answer = withholding.ask(do="call", withheld=SOURCE.withheld["softmax"], **request)
    assert "error" in answer, answer


def test_a_withheld_function_may_be_called_where_it_is_not_withheld(withholding):
    run(withholding, "def other(z): return al.softmax(z)")
    request = {"args": encode((np.zeros((1, 2)),)), "kwargs": encode({}), "name": "other"}
    answer = withholding.ask(do="call", withheld=[], **request)
    assert decode(answer["value"]).tolist() == [[0.5, 0.5]]
    slope = "print(al.numerical_gradient(lambda x: float((x**2).sum()), [3.0]).round(3))"
    assert run(withholding, slope) == "[6.]\n"


@pytest.mark.parametrize("name", all_assignments())
def test_the_library_of_a_sandbox_has_no_source_of_what_is_withheld(name):
    withheld = {f for names in Assignment(name).withheld.values() for f in names}
    with without(withheld) as library:
        for function in all_functions().gone(withheld):
            where = library / all_functions().found[function][0].relative_to(LIBRARY)
            tree = ast.parse(where.read_text())
            (node,) = [n for n in tree.body if getattr(n, "name", "") == function]
            assert ast.unparse(node.body).startswith("return _outside.ask(")
            assert not list(where.parent.glob(f"__pycache__/{where.stem}.*"))
