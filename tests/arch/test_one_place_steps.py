"""Only the one function that takes steps assigns a state."""

import ast
from collections.abc import Iterator

from tests.arch.sources import name_of, python_files

STEPS = "portal/audit/steps.py"
NO_COURSE = {
    "portal/benefits/ledger/actions/charges.py": "a charge is counted from its entries, which are its course",
    "portal/benefits/ledger/actions/restating.py": "the same",
    "portal/notifications/actions.py": "a message begins by waiting",
    "portal/notifications/settling.py": "a message has no course: it notes what its carrier answered",
}


def assigned_states(source: str) -> Iterator[int]:
    """The lines on which something's `state` is assigned, by whatever syntax."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.lineno
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr" and _names_state(node):
            yield node.lineno


def _names_state(call: ast.Call) -> bool:
    return any(isinstance(argument, ast.Constant) and argument.value == "state" for argument in call.args)


def test_nothing_else_assigns_a_state() -> None:
    assigning = {
        name_of(path)
        for path in python_files("portal")
        if name_of(path) != STEPS and any(assigned_states(path.read_text("utf-8")))
    }
    assert assigning == NO_COURSE.keys()


def test_the_guard_finds_every_way_to_assign_one() -> None:
    source = "visit.state = X\nvisit.state, other = X, 1\nsetattr(visit, 'state', X)\nstate = X\nvisit.state is X\n"
    assert sorted(assigned_states(source)) == [1, 2, 3]
