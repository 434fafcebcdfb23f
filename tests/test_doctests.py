"""Every example in a docstring runs and says the truth."""

import doctest
import importlib
import pkgutil

import pytest

import helpers

MODULES = sorted(
    info.name for info in pkgutil.walk_packages(helpers.__path__, "helpers.") if not info.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_of(name):
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert result.failed == 0
