"""What eligibility is asked for: when an application arrives, when a file changes, and when the year turns."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from portal.benefits.eligibility.actions import check_eligibility
from portal.benefits.eligibility.changes import tell_facts_changed
from portal.benefits.eligibility.models import EligibilityCheck
from portal.benefits.eligibility.people import concerned
from portal.benefits.eligibility.queries import facts_of_newcomer, latest_checks, newest_days
from portal.benefits.eligibility.states import Answer, Occasion
from portal.core import clock
from portal.core.actors import SYSTEM, Actor
from portal.residents.applications.models import Application
from portal.residents.households.changes import is_another_dong
from portal.residents.households.models import FactChange, Person
from portal.residents.households.states import Fact

COUNTING = frozenset({Fact.BIRTH, Fact.ALONE})
"""What programmes look at besides dong, band and groups."""


def check_new_application(application: Application, actor: Actor, now: datetime) -> None:
    """Keep with an application what the programmes answer on the day on which it reached the consortium."""
    person = application.person
    is_newcomer = person.created_at == now
    check_eligibility(
        person,
        occasion=Occasion.APPLICATION,
        subject_id=application.id,
        actor=actor,
        now=now,
        day=clock.day_of(application.received_at),
        facts=facts_of_newcomer(person, application.urgency) if is_newcomer else None,
    )


def check_changed_file(person: Person, changed: Sequence[FactChange], actor: Actor, now: datetime) -> None:
    """Another dong, another age, somebody who no longer lives alone: the programmes are asked again.

    Those whom the answers concern are told, as when a band changes.
    """
    counting = [one.from_on for one in changed if one.fact in COUNTING or is_another_dong(one)]
    if not counting:
        return
    check_eligibility(person, occasion=Occasion.FACTS_CHANGED, subject_id=None, actor=actor, now=now)
    tell_facts_changed(person.id, min(counting), by=actor, now=now)


def check_new_year(now: datetime) -> int:
    """Check everybody again whose newest answer is of an earlier year, as of 1 January; tell how many.

    What an answer changes for somebody is told on, as when their band changes.

    Runs inside the transaction of its caller, which commits. Whoever was answered this year is left alone.
    """
    new_year = date(clock.day_of(now).year, 1, 1)
    checked = 0
    for people in concerned():
        newest = newest_days([person.id for person in people])
        for person in people:
            if person.id in newest and newest[person.id] < new_year:
                _check_again(person, new_year, now)
                checked += 1
    return checked


def _check_again(person: Person, new_year: date, now: datetime) -> None:
    before = {check.programme_id: check for check in latest_checks(person.id)}
    checks = check_eligibility(
        person, occasion=Occasion.YEAR_TURN, subject_id=None, actor=SYSTEM, now=now, day=new_year
    )
    after = {check.programme_id: check for check in checks}
    if _outcomes(before) != _outcomes(after):
        tell_facts_changed(person.id, new_year, by=SYSTEM, now=now)


def _outcomes(checks: Mapping[UUID, EligibilityCheck]) -> dict[UUID, tuple[Answer, int | None]]:
    return {programme_id: (check.answer, check.own_percent) for programme_id, check in checks.items()}
