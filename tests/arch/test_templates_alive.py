"""Every macro is called, and a template imports only what it or a part that it includes uses."""

import re
from collections.abc import Iterator

import pytest

from tests.arch.sources import python_files, templates

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
IMPORTS = re.compile(r"\{%-? from \"[^\"]+\" import ([^%]+?)(?: with context)? ?-?%\}")
INCLUDES = re.compile(r"\{%-? include ([^%]+?) ?-?%\}")
MACROS = re.compile(r"\{%-? macro (\w+)\(")
CALLED_IN_PYTHON = re.compile(r"get_template_attribute\(\"[^\"]+\", \"(\w+)\"\)")
NAMED = re.compile(r"\"([^\"]+)\"")


def sources() -> dict[str, str]:
    """The templates by the name under which others include them, without their comments."""
    return {
        path.as_posix().partition("/templates/")[2]: COMMENT.sub("", path.read_text("utf-8")) for path in templates()
    }


def imported(text: str) -> Iterator[str]:
    for names in IMPORTS.findall(text):
        yield from (name.strip().rpartition(" as ")[2] for name in names.split(","))


def with_parts(name: str, texts: dict[str, str]) -> str:
    """A template and all that it includes."""
    parts = [part for names in INCLUDES.findall(texts[name]) for part in NAMED.findall(names) if part in texts]
    return texts[name] + "".join(with_parts(part, texts) for part in parts)


def unused_imports(texts: dict[str, str]) -> set[tuple[str, str]]:
    return {
        (name, each)
        for name, text in texts.items()
        for each in imported(text)
        if not re.search(rf"\b{each}\(", with_parts(name, texts))
    }


def uncalled_macros(texts: dict[str, str]) -> set[str]:
    calls = "".join(MACROS.sub("", text) for text in texts.values())
    macros = {macro for text in texts.values() for macro in MACROS.findall(text)}
    return {macro for macro in macros if not re.search(rf"\b{macro}\(", calls)}


def called_in_python() -> set[str]:
    texts = (path.read_text("utf-8") for path in python_files("portal"))
    return {macro for text in texts for macro in CALLED_IN_PYTHON.findall(text)}


def test_every_macro_is_called() -> None:
    assert uncalled_macros(sources()) - called_in_python() == set()


def test_every_import_is_used() -> None:
    assert unused_imports(sources()) == set()


@pytest.mark.parametrize(
    ("page", "part", "unused"),
    [
        ('{% from "a" import b, c %}{{ b() }}', "", {("page.html", "c")}),
        ('{% from "a" import b, c %}{{ b() }}{% include "part.html" %}', "{% call c() %}", set()),
        ('{# b() #}{% from "a" import b %}', "", {("page.html", "b")}),
    ],
)
def test_the_guard_finds_an_unused_import(page: str, part: str, unused: set[tuple[str, str]]) -> None:
    assert unused_imports({"page.html": COMMENT.sub("", page), "part.html": part}) == unused


def test_the_guard_finds_an_uncalled_macro() -> None:
    assert uncalled_macros({"a": "{% macro x(y) %}{{ z(y) }}{% endmacro %}{% macro z(y) %}{% endmacro %}"}) == {"x"}
