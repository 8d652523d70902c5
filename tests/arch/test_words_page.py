"""The page of words names every table, every enumeration of the field and every thing that a permission is about."""

import re
from collections import Counter
from importlib import import_module

from portal import tables
from portal.core.permissions import Permission, Role
from portal.core.worded import Worded
from tests.arch.sources import ROOT, name_of, python_files

PAGE = (ROOT / "docs/words.md").read_text("utf-8")
NAMED = re.compile(r"`([^`]+)`")
ROW = re.compile(r"^\| *([^|]*?) *\| ([^|]*?) *\|", re.MULTILINE)


def enumerations() -> set[type[Worded]]:
    """Those that the states of a feature define, and a few that stand elsewhere."""
    found: set[type[Worded]] = {Role}
    for path in python_files("portal"):
        if path.name == "states.py" and "portal/demo" not in str(path):
            module = import_module(name_of(path).removesuffix(".py").replace("/", "."))
            found |= {
                each
                for each in vars(module).values()
                if isinstance(each, type) and issubclass(each, Worded) and each.__module__ == module.__name__
            }
    return found


def unnamed(words: set[str], page: str) -> set[str]:
    return words - set(NAMED.findall(page))


def test_every_table_is_named() -> None:
    assert unnamed(set(tables.metadata.tables), PAGE) == set()


def test_every_enumeration_is_named() -> None:
    assert unnamed({each.__name__ for each in enumerations()}, PAGE) == set()


def test_every_role_and_every_thing_of_a_permission_is_named() -> None:
    things = {permission.value.rpartition(":")[0] for permission in Permission}
    assert unnamed(things | {f"Role.{role.name}" for role in Role}, PAGE) == set()


def test_every_word_stands_once() -> None:
    heads = [head for head, _code in ROW.findall(PAGE) if head.strip("-") and head not in ("한국어", "in code")]
    names = [name for _head, code in ROW.findall(PAGE) for name in NAMED.findall(code)]
    assert [head for head, times in Counter(heads).items() if times > 1] == []
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_no_table_or_enumeration_is_named_that_does_not_exist() -> None:
    snake = {name for name in NAMED.findall(PAGE) if re.fullmatch(r"[a-z]+(_[a-z]+)+", name)}
    known = set(tables.metadata.tables) | {"dong_code", "own_share", "tell_arrival"}
    assert snake - known == set()


def test_the_guard_finds_what_is_not_named() -> None:
    assert unnamed({"visit", "visits"}, "| 방문 | `visit` |") == {"visits"}
