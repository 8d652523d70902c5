"""What is told once is told once of each round: a mark that it was told is taken off where the round begins anew."""

import ast
import re
from collections.abc import Iterator

from tests.arch.sources import name_of, python_files

MARK = re.compile(r"(^|_)(told|warned|reminded)_at$")
FACTS = {
    ("Finding", "told_at"): "when a worry was told",
    ("Absence", "told_at"): "when somebody said that a home stands empty",
    ("LifeSign", "told_at"): "when a sign of life was told",
    ("CareSeries", "answer_reminded_at"): "regular visits are asked once: whatever is asked anew is another series",
    ("Incident", "told_at"): "when those whom a leak touched were written to",
    ("TouchedPerson", "told_at"): "the same of each",
    ("BodyRequest", "reminded_at"): "a body asks once: whatever it asks anew is another request",
    ("Minutes", "reminded_at"): "minutes go out once: those of another meeting are other ones",
    ("MeetingPaper", "told_at"): "of one paper: whatever is added anew is another one",
    ("StaffNotice", "told_at"): "of one notice: whatever comes anew is another one",
}
"""When something was said by somebody: nothing asks it before it tells anything again."""


def marks_in(source: str) -> Iterator[tuple[str, str]]:
    """The columns that say when something was told, each with its table."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, ast.AnnAssign) and "Mapped" in ast.unparse(each.annotation):
                    name = ast.unparse(each.target)
                    if MARK.search(name):
                        yield node.name, name


def taken_off_in(source: str) -> Iterator[str]:
    """The columns that are emptied: `referral.asked_at = referral.reminded_at = None`, alone or among others."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _emptied(target, node.value)


def _emptied(target: ast.expr, value: ast.expr) -> Iterator[str]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, given in zip(target.elts, value.elts, strict=True):
            yield from _emptied(one, given)
    elif isinstance(target, ast.Attribute) and isinstance(value, ast.Constant) and value.value is None:
        yield target.attr


def of_features() -> Iterator[tuple[str, str, str]]:
    for path in python_files("portal"):
        for table, mark in marks_in(path.read_text("utf-8")):
            yield name_of(path.parent), table, mark


def test_every_mark_is_taken_off_where_what_it_is_about_begins_anew() -> None:
    lasting = []
    for folder, table, mark in of_features():
        taken_off = {name for path in python_files(folder) for name in taken_off_in(path.read_text("utf-8"))}
        if (table, mark) not in FACTS and mark not in taken_off:
            lasting.append(f"{table}.{mark}")
    assert lasting == []


def test_every_fact_stands_somewhere() -> None:
    assert FACTS.keys() <= {(table, mark) for _folder, table, mark in of_features()}


def test_the_guard_reads_marks_and_where_they_are_taken_off() -> None:
    table = "class Seat:\n    warned_at: Mapped[datetime | None]\n    asked_at: Mapped[datetime]"
    assert list(marks_in(table)) == [("Seat", "warned_at")]
    assert set(taken_off_in("a.b, a.warned_at = x, None\nc.d = c.told_at = None")) == {"warned_at", "d", "told_at"}
