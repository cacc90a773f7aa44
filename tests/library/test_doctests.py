"""The examples in the docstrings: every public function has one, and it does what it says."""

import doctest
import inspect

import numpy as np
import pytest

import actloss as al

# A derivative's example would repeat its function's.
FUNCTIONS = {
    name: value
    for name, value in vars(al).items()
    if inspect.isroutine(value)
    and value.__module__.startswith("actloss.")
    and not name.endswith(("_prime", "_grad"))
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_does_what_it_says(name, capsys):
    names = {"np": np, **vars(al)}
    finder = doctest.DocTestFinder(recurse=False)
    (test,) = finder.find(FUNCTIONS[name], name, globs=names)
    assert test.examples, "the docstring has no example"
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test)
    assert not result.failed, capsys.readouterr().out
    called = any(name + "(" in example.source for example in test.examples)
    assert called, "the example does not call the function"
