"""Templates can be read and decide nothing: short lines, states asked by their enumerations, no arithmetic."""

from collections.abc import Iterator
from enum import EnumType
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from tests.arch.sources import name_of, templates

COLUMNS = 160
KIT = ("portal/web/templates/components", "portal/web/templates/layouts")
"""The kit tells kinds of controls apart, which HTML names by strings, and draws charts."""
OTHER_WORDS = {
    "portal/documents/templates/documents/blocks.html": "the classes of the blocks of a document",
    "portal/web/templates/partials/messages.html": "Flask's categories of messages",
}
EQUALITY = frozenset({"eq", "ne"})
TESTS = frozenset({"eq", "equalto", "==", "ne", "!=", "sameas", "in"})
FILTERS = frozenset({"select", "reject", "selectattr", "rejectattr"})
ORDER = frozenset({"lt", "lteq", "gt", "gteq"})
ARITHMETIC = (nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)


def lines_over(limit: int, text: str) -> list[int]:
    """The numbers of the lines that are longer than `limit`."""
    return [number for number, line in enumerate(text.splitlines(), 1) if len(line) > limit]


def is_text(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str) and node.value != ""


def texts_in(node: nodes.Node) -> bool:
    """Whether it is a string, or a literal collection with one."""
    return is_text(node) or (isinstance(node, nodes.Tuple | nodes.List) and any(map(is_text, node.items)))


def compares_a_string(node: nodes.Node) -> bool:
    """Whether something is told apart by a string in the template; asking a collection for a name is no such thing."""
    if isinstance(node, nodes.Compare):
        operands = [operand.expr for operand in node.ops]
        by_equality = any(operand.op in EQUALITY for operand in node.ops)
        return any(map(texts_in, operands)) or (by_equality and is_text(node.expr))
    if isinstance(node, nodes.Test):
        return node.name in TESTS and any(map(texts_in, node.args))
    if isinstance(node, nodes.Filter) and node.name in FILTERS:
        named = {argument.value for argument in node.args if isinstance(argument, nodes.Const)}
        return bool(named & TESTS) and texts_in(node.args[-1])
    return False


def decisions_by_strings(environment: Environment, source: str) -> Iterator[int]:
    """The lines on which something is compared with a string."""
    for node in environment.parse(source).find_all((nodes.Compare, nodes.Test, nodes.Filter)):
        if compares_a_string(node):
            yield node.lineno


def is_count(node: nodes.Node) -> bool:
    """`things|length`: how many there are may be asked."""
    return isinstance(node, nodes.Filter) and node.name == "length"


def rules_in(environment: Environment, source: str) -> Iterator[int]:
    """The lines on which days, amounts and the like are put in order or reckoned with."""
    tree = environment.parse(source)
    for node in tree.find_all(nodes.Compare):
        ordered = any(operand.op in ORDER for operand in node.ops)
        if ordered and not any(map(is_count, (node.expr, *(operand.expr for operand in node.ops)))):
            yield node.lineno
    for reckoning in tree.find_all((*ARITHMETIC, nodes.Add)):
        numbers = [side for side in (reckoning.left, reckoning.right) if isinstance(side, nodes.Const)]
        if not isinstance(reckoning, nodes.Add) or numbers:
            yield reckoning.lineno


def pages() -> list[Path]:
    """The templates of the features."""
    return [path for path in templates() if not name_of(path).startswith(KIT)]


def unknown_members(environment: Environment, source: str) -> Iterator[str]:
    """`CaseState.ON_HODL`: members that an enumeration does not have, which Jinja would take for nothing at all."""
    for node in environment.parse(source).find_all(nodes.Getattr):
        named = environment.globals.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if isinstance(named, EnumType) and node.attr not in named.__members__:
            yield f"{named.__name__}.{node.attr}"


def test_lines_are_short() -> None:
    found = {name_of(path): lines_over(COLUMNS, path.read_text("utf-8")) for path in templates()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_guard_finds_a_long_line() -> None:
    assert lines_over(3, "가나다\n가나다라\n") == [2]


def test_no_template_tells_states_apart_by_strings(app: Flask) -> None:
    asked = {name_of(path): list(decisions_by_strings(app.jinja_env, path.read_text("utf-8"))) for path in pages()}
    assert {name: lines for name, lines in asked.items() if lines}.keys() == OTHER_WORDS.keys()


@pytest.mark.parametrize(
    "template",
    [
        '{% if case.state == "closed" %}{% endif %}',
        '{{ "x" if "closed" != case.state.value }}',
        '{% if case.state in ("paired", "assessed") %}{% endif %}',
        '{% if case.state is eq("closed") %}{% endif %}',
        '{{ cases|selectattr("state", "equalto", "closed")|list }}',
        '{% for case in cases if case.state == "closed" %}{% endfor %}',
    ],
)
def test_the_guard_finds_a_comparison_with_a_string(app: Flask, template: str) -> None:
    assert list(decisions_by_strings(app.jinja_env, template)) == [1]


@pytest.mark.parametrize(
    "template",
    [
        "{% if case.state == CaseState.CLOSED %}{% endif %}",
        "{% if case is open_to(CaseVerb.CLOSE) %}{% endif %}",
        '{% if "unit_prices" in settings %}{% endif %}',
        '{{ fields|selectattr("errors")|list }}',
    ],
)
def test_the_guard_lets_enumerations_be(app: Flask, template: str) -> None:
    assert list(decisions_by_strings(app.jinja_env, template)) == []


def test_no_template_holds_a_rule(app: Flask) -> None:
    found = {
        name_of(path): list(rules_in(app.jinja_env, path.read_text("utf-8")))
        for path in pages()
        if name_of(path) not in OTHER_WORDS
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "template",
    [
        "{% if row.due_at < now %}{% endif %}",
        "{{ (today - row.since).days }}",
        "{{ row.cap * 2 }}",
        "{{ items[item.position + 1] }}",
    ],
)
def test_the_guard_finds_a_rule(app: Flask, template: str) -> None:
    assert list(rules_in(app.jinja_env, template)) == [1]


@pytest.mark.parametrize("template", ["{% if rows|length > 1 %}{% endif %}", "{% set all = some + others %}"])
def test_the_guard_lets_counts_and_lists_be(app: Flask, template: str) -> None:
    assert list(rules_in(app.jinja_env, template)) == []


def becoming_text(node: nodes.Node) -> Iterator[nodes.Node]:
    """What may stand on the page where this is printed."""
    if isinstance(node, nodes.Or | nodes.And):
        yield from becoming_text(node.left)
        yield from becoming_text(node.right)
    elif isinstance(node, nodes.CondExpr):
        yield from becoming_text(node.expr1)
    else:
        yield node


def links_printed(environment: Environment, source: str) -> Iterator[int]:
    """The lines on which a link is printed as it is, in place of its text and its address."""
    for output in environment.parse(source).find_all(nodes.Output):
        for shown in (each for node in output.nodes for each in becoming_text(node)):
            called = shown.node if isinstance(shown, nodes.Call) else None
            if isinstance(called, nodes.Name) and called.name == "link_to":
                yield output.lineno


def test_no_template_prints_a_link_as_it_is(app: Flask) -> None:
    found = {name_of(path): list(links_printed(app.jinja_env, path.read_text("utf-8"))) for path in templates()}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("template", "lines"),
    [
        ('{{ link_to("visit", row.id) or "-" }}', [1]),
        ('{{ link_to("visit", row.id) }}', [1]),
        ('{{ link_to("visit", row.id).text }}', []),
        ('{{ back_link(link_to("visit", row.id).url) }}', []),
        ('{% set home = link_to("visit", row.id) %}{{ home.text }}', []),
    ],
)
def test_the_guard_finds_a_printed_link(app: Flask, template: str, lines: list[int]) -> None:
    assert list(links_printed(app.jinja_env, template)) == lines


def test_templates_name_members_that_exist(app: Flask) -> None:
    found = {name_of(path): list(unknown_members(app.jinja_env, path.read_text("utf-8"))) for path in templates()}
    assert {name: members for name, members in found.items() if members} == {}


def test_the_guard_finds_a_member_that_does_not_exist(app: Flask) -> None:
    source = "{% if case.state == CaseState.ON_HODL and can(Permission.PLAN_WRITE) %}{% endif %}"
    assert list(unknown_members(app.jinja_env, source)) == ["CaseState.ON_HODL"]
