"""Whatever a module defines is used by the portal itself, not by its tests alone."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

from tests.arch.sources import name_of, python_files, templates

WORD = re.compile(r"\w+")


def defined(source: str) -> Iterator[str]:
    """Functions and classes of a module; what is decorated is handed to whoever decorates."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name


def used(source: str) -> Iterator[str]:
    """Names that a module reads, calls or asks others for; importing alone uses nothing."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom):  # what is called by another name is read by that one
            yield from (each.name for each in node.names if each.asname)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.rpartition(":")[2]  # "module:name" for what is loaded later


def exported(source: str) -> Iterator[str]:
    """What `__all__` names: handed on, not used."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and any(
            isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets
        ):
            yield from ast.literal_eval(node.value)


def unused(modules: dict[str, str], pages: str = "") -> set[str]:
    uses = Counter(WORD.findall(pages))
    for source in modules.values():
        uses.update(used(source))
        uses.subtract(exported(source))
    return {f"{module}: {name}" for module, source in modules.items() for name in defined(source) if uses[name] < 1}


def test_everything_is_used() -> None:
    modules = {name_of(path): path.read_text("utf-8") for path in python_files("portal")}
    helpers = {name_of(path): path.read_text("utf-8") for path in python_files("tools", "migrations")}
    pages = "\n".join(path.read_text("utf-8") for path in templates())
    found = unused(modules | helpers, pages)
    assert {name for name in found if name.startswith("portal/")} == set()


def test_the_guard_finds_what_nobody_uses() -> None:
    modules = {
        "a": '__all__ = ["dead"]\ndef dead(): ...\ndef called(): ...\ndef shown(): ...\n@bp.get("/")\ndef page(): ...',
        "b": "from a import dead, called\ncalled()",
    }
    assert unused(modules, "{{ shown() }}") == {"a: dead"}
