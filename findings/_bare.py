"""A package as a bare folder: its modules are imported one by one, without what its start loads."""

import sys
from importlib.util import find_spec
from types import ModuleType


def bare(name):
    package = ModuleType(name)
    package.__path__ = list(find_spec(name).submodule_search_locations)
    sys.modules[name] = package
