"""Finds every table of states in the portal."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import portal
from portal.core.states import StateTable


def state_tables() -> Iterator[StateTable[Any, Any]]:
    """Every table of states in the portal."""
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if module.name.endswith(".states"):
            found = vars(import_module(module.name)).values()
            yield from (value for value in found if isinstance(value, StateTable))
