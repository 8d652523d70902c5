"""Whatever is recorded in the audit has Korean words there."""

import ast
from collections.abc import Iterator

from portal.audit.deeds import DEEDS
from portal.audit.things import THINGS
from tests.arch.sources import name_of, python_files
from tests.arch.state_tables import state_tables

RECORDERS = frozenset({"record", "record_whatever_happens", "record_for", "_record_for", "_record_wish"})
THING_AND_DEED = 2


def recorded_events(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each event written out as the first argument of a recorder."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node) in RECORDERS and node.args:
            event = node.args[0]
            if isinstance(event, ast.Constant) and isinstance(event.value, str):
                yield node.lineno, event.value


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def has_words(event: str) -> bool:
    parts = event.split(".")
    return len(parts) == THING_AND_DEED and parts[0] in THINGS and parts[1] in DEEDS


def test_every_event_has_words() -> None:
    wordless = [
        f"{name_of(path)}:{line} {event}"
        for path in python_files("portal")
        for line, event in recorded_events(path.read_text("utf-8"))
        if not has_words(event)
    ]
    assert wordless == []


def test_every_step_has_words() -> None:
    wordless = {
        f"{table.kind}.{verb}"
        for table in state_tables()
        for _, verb in table.table
        if not has_words(f"{table.kind}.{verb}")
    }
    assert wordless == set()


def test_the_guard_finds_an_event_without_words() -> None:
    found = [event for _, event in recorded_events('record("visit.recorded", actor=a)\naudit.record("visit.danced")')]
    assert [has_words(event) for event in found] == [True, False]
