"""Files and functions stay small enough to be read in one go."""

import ast

from tests.arch.sources import functions, name_of, python_files, templates

FILE_LINES = 300
FUNCTION_LINES = 50
VIEW_LINES = 30
TEMPLATE_LINES = 150


def lengths_over(limit: int, *, only: str | None = None) -> list[str]:
    """Functions longer than the limit, decorators not counted, in modules of that name or in all."""
    found = []
    for path in python_files("portal", "tools"):
        if only is None or path.name == only:
            for function in functions(ast.parse(path.read_text("utf-8"))):
                lines = (function.end_lineno or 0) - function.lineno + 1
                if lines > limit:
                    found.append(f"{name_of(path)}: {function.name} has {lines} lines")
    return found


def test_files_are_short() -> None:
    files = python_files("portal", "tests", "tools")
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_functions_are_short() -> None:
    assert lengths_over(FUNCTION_LINES) == []


def test_views_load_parse_call_and_answer() -> None:
    assert lengths_over(VIEW_LINES, only="views.py") == []


def test_templates_are_short() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in templates()}
    assert {name: lines for name, lines in lengths.items() if lines > TEMPLATE_LINES} == {}
