"""What eligibility is asked for: when an application arrives, a file changes, the year turns, an age is reached."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from portal.benefits.eligibility.actions import check_eligibility
from portal.benefits.eligibility.changes import tell_facts_changed
from portal.benefits.eligibility.models import EligibilityCheck
from portal.benefits.eligibility.people import concerned
from portal.benefits.eligibility.queries import facts_of_newcomer, latest_checks, newest_days
from portal.benefits.eligibility.states import Answer, Occasion
from portal.benefits.programmes.queries import editions_in_force
from portal.benefits.programmes.rules import turning_ages
from portal.core import clock
from portal.core.actors import SYSTEM, Actor
from portal.core.dates import age_on, last_birthday
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


def check_as_days_pass(now: datetime) -> int:
    """Check again whom a day that came may answer otherwise; tell how often that was.

    On 1 January everybody whose newest answer is of an earlier year, on a birthday whoever reaches an age that a
    programme in force names, since their newest answer. What it changes for somebody is told on, as when their band
    changes. Runs inside the transaction of its caller, which commits.
    """
    today = clock.day_of(now)
    ages = turning_ages(edition.rules for edition in editions_in_force(today))
    checked = 0
    for people in concerned():
        newest = newest_days([person.id for person in people])
        for person in people:
            if person.id in newest:
                checked += _check_since(person, newest[person.id], ages, now)
    return checked


def _check_since(person: Person, asked_on: date, ages: Collection[int], now: datetime) -> int:
    today = clock.day_of(now)
    turns = {date(today.year, 1, 1): Occasion.YEAR_TURN}
    if age_on(person.birth_on, today) in ages:
        turns[last_birthday(person.birth_on, today)] = Occasion.BIRTHDAY
    passed = sorted(day for day in turns if day > asked_on)
    for day in passed:
        _check_again(person, day, turns[day], now)
    return len(passed)


def _check_again(person: Person, day: date, occasion: Occasion, now: datetime) -> None:
    before = {check.programme_id: check for check in latest_checks(person.id)}
    checks = check_eligibility(person, occasion=occasion, subject_id=None, actor=SYSTEM, now=now, day=day)
    after = {check.programme_id: check for check in checks}
    if _outcomes(before) != _outcomes(after):
        tell_facts_changed(person.id, day, by=SYSTEM, now=now)


def _outcomes(checks: Mapping[UUID, EligibilityCheck]) -> dict[UUID, tuple[Answer, int | None]]:
    return {programme_id: (check.answer, check.own_percent) for programme_id, check in checks.items()}
