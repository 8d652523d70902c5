"""Logs contacts with a household and sets the day of the next one."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from portal.audit import actions as audit
from portal.coordinators.caseload import actions as caseload
from portal.coordinators.caseload.met import Met, lock_first, tell_met
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.caseload.turns import latest_contact_on
from portal.coordinators.contacts import rules
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.queries import next_visit_on
from portal.coordinators.contacts.states import SPOKEN, BegunBy, ContactMeans, ContactOutcome
from portal.coordinators.visits.models import Visit
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes
from portal.extensions import current_settings, db

Follow = Callable[[Contact, Actor, datetime], None]
LOGGED: Socket[Follow] = Socket("what follows a contact that somebody wrote down on its form", Takes.MANY)
"""Called in the transaction of the act with (contact, actor, now)."""


def write_note(case: CareCase, note: str, *, actor: Actor, now: datetime) -> Contact:
    """Keep something to remember; nobody was spoken to, so the day of the next contact stays."""
    actor.require(Permission.CONTACT_WRITE)
    contact = _contact(case, ContactMeans.NOTE, ContactOutcome.UNANSWERED, note, actor=actor, now=now)
    audit.record("contact.noted", actor=actor, now=now, subject=("household", case.household_id))
    db.session.flush()
    return contact


def record_contact(
    case: CareCase,
    means: ContactMeans,
    outcome: ContactOutcome,
    note: str,
    *,
    actor: Actor,
    now: datetime,
    begun_by: BegunBy = BegunBy.US,
    visit_id: UUID | None = None,
    next_on: date | None = None,
    right: Permission | None = None,
) -> Contact:
    """Write one contact and by when the next is due: `next_on`, or what the rules say.

    Whoever may telephone may write down a telephone call; `right` is what else lets the actor write this one down.
    """
    actor.require(right or (Permission.CALL_MAKE if means is ContactMeans.CALL else Permission.CONTACT_WRITE))
    rules.refuse_beginning(begun_by, outcome)
    contact = _contact(case, means, outcome, note, actor=actor, now=now)
    contact.begun_by = begun_by
    _refuse_foreign_visit(case, visit_id)
    contact.visit_id = visit_id
    due_on = _next_on(case, outcome, next_on, now)
    caseload.set_next_contact(case, due_on, now=now)
    audit.record(
        "contact.logged",
        actor=actor,
        now=now,
        subject=("household", case.household_id),
        means=means.value,
        begun_by=begun_by.value,
        outcome=outcome.value,
    )
    db.session.flush()
    return contact


def log_contact(
    case: CareCase,
    means: ContactMeans,
    outcome: ContactOutcome,
    note: str,
    *,
    actor: Actor,
    now: datetime,
    begun_by: BegunBy = BegunBy.US,
    visit_id: UUID | None = None,
    next_on: date | None = None,
    right: Permission | None = None,
) -> Contact:
    """Write one contact down that was made beside the call desk, which follows it all the same."""
    lock_first(case.household_id, now)
    contact = record_contact(
        case,
        means,
        outcome,
        note,
        actor=actor,
        now=now,
        begun_by=begun_by,
        visit_id=visit_id,
        next_on=next_on,
        right=right,
    )
    for follow in LOGGED:
        follow(contact, actor, now)
    said = f"{means.words}: {outcome.words}"
    tell_met(Met(case.household_id, said, now, spoke=outcome in SPOKEN), actor=actor, now=now)
    return contact


def _contact(
    case: CareCase, means: ContactMeans, outcome: ContactOutcome, note: str, *, actor: Actor, now: datetime
) -> Contact:
    if actor.user_id is None:
        raise Conflict(N_("로그인한 사람만 할 수 있습니다."))
    if case.state is CaseState.CLOSED:
        raise Conflict(N_("이미 종결된 가구입니다. 기록은 볼 수 있지만 바꿀 수 없습니다."))
    contact = Contact(
        case_id=case.id, means=means, outcome=outcome, note=note, at=now, by_id=actor.user_id, by_name=actor.name
    )
    db.session.add(contact)
    return contact


def _refuse_foreign_visit(case: CareCase, visit_id: UUID | None) -> None:
    """A contact can follow up only a visit to the same household."""
    if visit_id is None:
        return
    visit = db.session.get(Visit, visit_id)
    if visit is None or visit.household_id != case.household_id:
        raise NotFound


def _next_on(case: CareCase, outcome: ContactOutcome, next_on: date | None, now: datetime) -> date:
    """A policy may ask for an earlier day than the targets; what nobody chose is brought forward to it."""
    today, targets = clock.day_of(now), current_settings().target
    latest = latest_contact_on(case, now)
    if next_on is None:
        usual = rules.default_next_on(outcome, today, visit_on=next_visit_on(case, now=now), targets=targets)
        return usual if latest is None else min(usual, latest)
    rules.refuse_next_on(outcome, next_on, today, targets, latest)
    return next_on
