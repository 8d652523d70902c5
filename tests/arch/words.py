"""How Korean text outside the message catalogue is found in modules and templates."""

import ast
import re
from collections.abc import Iterator

from jinja2 import Environment

HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]")
MARKERS = frozenset({"_", "N_", "gettext", "ngettext", "lazy_gettext"})
LEXER = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])


def unmarked_in_python(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each Korean string that is neither a docstring nor handed to a marker."""
    tree = ast.parse(source)
    marked = {id(part) for node in ast.walk(tree) if _is_marker(node) or _is_docstring(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in marked and HANGUL.search(str(node.value)):
            yield node.lineno, str(node.value).strip()


def unmarked_in_template(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each Korean text that is neither inside `trans` nor handed to a marker."""
    in_trans = False
    depths: list[bool] = []
    before = ("", "")
    for line, kind, value in LEXER.lex(source):
        if kind in {"whitespace", "comment"}:
            continue
        if before[0] == "block_begin" and kind == "name" and value in {"trans", "endtrans"}:
            in_trans = value == "trans"
        if kind == "operator" and value == "(":
            depths.append(before[0] == "name" and before[1] in MARKERS)
        elif kind == "operator" and value == ")" and depths:
            depths.pop()
        elif kind in {"data", "string"} and HANGUL.search(value) and not in_trans and not any(depths):
            yield line, value.strip()
        before = (kind, value)


def _is_marker(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", None)
    return called in MARKERS


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
