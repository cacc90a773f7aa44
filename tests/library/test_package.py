"""The package: what importing it costs, and that every public name is explained."""

import inspect
import subprocess
import sys
import types

import pytest

import actloss as al

PUBLIC = {
    name: value
    for name, value in vars(al).items()
    if not name.startswith("_")
    and not isinstance(value, types.ModuleType)
    and name not in ("import_module", "ACTIVATIONS", "LOSSES")
}
WITH_FORMULA = [
    name
    for record in (*al.ACTIVATIONS, *al.LOSSES)
    for name in (record, record + ("_prime" if record in al.ACTIVATIONS else "_grad"))
]


def in_a_fresh_interpreter(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_importing_needs_numpy_alone():
    code = "import sys, numpy.random; before = set(sys.modules); import actloss; "
    code += "print(*{name.partition('.')[0] for name in set(sys.modules) - before})"
    roots = set(in_a_fresh_interpreter(code))
    assert "actloss" in roots
    assert roots <= {"actloss", "numpy", *sys.stdlib_module_names}


def test_importing_loads_no_more_of_numpy_than_numpy_does():
    code = "import sys, numpy; before = set(sys.modules); import actloss; "
    code += "print(*[name for name in set(sys.modules) - before])"
    loaded = set(in_a_fresh_interpreter(code))
    assert not loaded & {"numpy.random", "numpy.polynomial", "importlib.resources", "difflib"}


def test_the_rest_comes_when_it_is_asked_for():
    code = (
        "import sys, actloss as al; print(callable(al.check)); print('matplotlib' in sys.modules); "
    )
    code += "print(al.plots.__name__, callable(al.explore), 'matplotlib' in sys.modules)"
    assert in_a_fresh_interpreter(code) == ["True", "False", "actloss.show.plots", "True", "True"]


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="module 'actloss' has no attribute 'rellu'"):
        _ = al.rellu


def test_names_are_listed():
    assert set(dir(al)) >= {*PUBLIC, "check", "explore", "plots"}


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_explained(name):
    value = PUBLIC[name]
    assert value.__module__.startswith("actloss.")
    text = inspect.cleandoc(value.__doc__ or "")
    first = text.partition("\n\n")[0]
    assert first.endswith((".", ":")), "the docstring begins with a sentence"
    assert not text.startswith(name + "("), "the docstring is the signature that dataclasses write"


@pytest.mark.parametrize("name", WITH_FORMULA)
def test_every_function_of_the_catalogue_shows_its_formula(name):
    function = getattr(al, name)
    assert function.__doc__.partition("\n\n")[0].count("$") >= 2
