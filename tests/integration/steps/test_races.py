"""Two people act on the same thing at once, both having seen it as it was: one does, the other is told so."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations_with_replacement
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.audit.models import Step
from portal.core.errors import DomainError
from portal.core.states import StateTable
from portal.db.engine import writing
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from tests.arch.state_tables import state_tables
from tests.integration.steps.courses import COURSES
from tests.integration.steps.standing import Act, Course, Maker

STARTED_TOGETHER_SECONDS = 20
STEPPED_BY_ANOTHER = {
    ("case", "serve"),
    ("case", "assess"),
    ("case", "agree"),
    ("plan", "end"),
    ("screening_edition", "replace"),
    ("support_plan", "replace"),
    ("wait", "offer"),
}
"""The case follows its plans and visits, and a plan ends with its case, whichever holds then: they exclude nothing. A
questionnaire is replaced by publishing another one, which races there, and so is an individual support plan by agreeing
to its next edition, whether it has ended or not. Whoever frees places offers them: that is raced by
`waitlist/test_race.py`."""

BOOKED_ANEW = {("visit", "moved")}
"""The row of a time that a visit was moved away from is booked anew by moving the visit, which races where it is."""


def exclude_each_other(table: StateTable[Any, Any], state: Any, one: Any, other: Any) -> bool:
    """Whether of two who take these verbs from the same state only one can, whoever is first."""

    def follows(first: Any, second: Any) -> bool:
        reached = table.table[state, first]
        return any(table.allows(each, second) for each in (reached if isinstance(reached, frozenset) else {reached}))

    return not follows(one, other) and not follows(other, one)


def pairs_of(table: StateTable[Any, Any], state: Any) -> list[tuple[Any, Any]]:
    verbs = [verb for verb in table.verbs(state) if (table.kind, verb) not in STEPPED_BY_ANOTHER]
    pairs = combinations_with_replacement(verbs, 2)
    return [pair for pair in pairs if exclude_each_other(table, state, *pair)]


RACES = [
    pytest.param(course, maker, one, other, id=f"{course.table.kind}-{state}-{one}-{other}")
    for course in COURSES
    for state, maker in course.makers.items()
    for one, other in pairs_of(course.table, course.table.state_type(state))
]


def race(app: Flask, model: type[Any], row_id: UUID, acts: tuple[Act, Act]) -> list[str]:
    """Both read the row, then both act and commit; answers what each was told, "" for whoever succeeded.

    SQLite lets one write at a time: there the second reads when the first has ended.
    """
    with app.app_context():
        waits = db.engine.dialect.name == "postgresql"
    both_have_read = Barrier(2)

    def run(act: Act) -> str:
        with app.app_context(), writing():
            row = db.session.get_one(model, row_id)
            if waits:
                both_have_read.wait(STARTED_TOGETHER_SECONDS)
            try:
                act(row)
                db.session.commit()
            except DomainError as refusal:
                db.session.rollback()
                return refusal.message
            return ""

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, acts))


def steps_of(course: Course, row_id: UUID) -> int:
    query = select(func.count()).where(Step.kind == course.table.kind, Step.thing_id == row_id)
    return db.session.scalar(query) or 0


def told() -> "Counter[tuple[str, str]]":
    """How often each address was told of each kind of thing."""
    rows = db.session.execute(select(OutboxMessage.kind, OutboxMessage.recipient))
    return Counter((kind, recipient) for kind, recipient in rows)


@pytest.mark.parametrize(("course", "make", "one", "other"), RACES)
def test_of_two_at_once_one_does(app: Flask, course: Course, make: Maker, one: str, other: str) -> None:
    with app.app_context():
        standing = make()
        db.session.commit()
        row_id, state = standing.row.id, standing.row.state
        steps, messages = steps_of(course, row_id), told()
    told_to_them = race(app, course.model, row_id, (standing.acts[one], standing.acts[other]))
    assert sorted(map(bool, told_to_them)) == [False, True], told_to_them
    with app.app_context():
        assert steps_of(course, row_id) == steps + 1
        row: Any = db.session.get_one(course.model, row_id)
        won = one if told_to_them[0] == "" else other
        reached = course.table.table[state, won]
        assert row.state in (reached if isinstance(reached, frozenset) else {reached})
        assert all(times == 1 for times in (told() - messages).values())


def test_every_course_and_every_pair_races() -> None:
    """A table, a state or a verb that is new needs a maker and an act in `courses`."""
    known = {course.table.kind: course for course in COURSES}
    assert {table.kind for table in state_tables()} == known.keys()
    lacking = [
        (table.kind, str(state))
        for table in state_tables()
        for state in table.state_type
        if pairs_of(table, state) and str(state) not in known[table.kind].makers
    ]
    assert set(lacking) == BOOKED_ANEW


def test_a_table_is_found_where_it_is_declared() -> None:
    assert len({table.kind for table in state_tables()}) >= len(COURSES)
