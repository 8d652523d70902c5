"""Calls that are to be made, as the call desk has them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.coordinators.calls.states import CallResult
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.states import BegunBy, ContactOutcome
from portal.core.actors import Actor
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.calls.actions import record_call, record_incoming, take_turn
from portal.monitoring.calls.entries import EVERYBODY, Asked, Entry, entries, entry_of
from portal.monitoring.calls.models import CallTask, CallTurn
from portal.monitoring.calls.queries import open_tasks_of
from portal.monitoring.calls.rules import Said
from portal.monitoring.calls.states import CallTaskKind
from portal.web.agenda import Desk
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_office
from tests.factories.referrals import make_case


def make_due(**values: Any) -> CareCase:
    """A household that is to be contacted today."""
    return make_case(**({"next_contact_on": TODAY} | values))


def to_call(viewer: Actor, now: datetime = NOW, asked: Asked = EVERYBODY) -> list[Entry]:
    """The list as somebody sees it; what was not written yet is."""
    db.session.flush()
    return entries(Desk(viewer, now), asked)


def kinds_of(entry: Entry) -> list[str]:
    return [cause.kind for cause in entry.causes]


def kinds_open(case: CareCase) -> list[CallTaskKind]:
    """What calls left to be done for a household."""
    return [task.kind for task in open_tasks_of(case.household_id)]


def take(about_id: UUID, actor: Actor, now: datetime = NOW) -> CallTurn:
    db.session.flush()
    entry = entry_of(about_id, actor, now)
    assert entry is not None
    return take_turn(entry.about_id, entry.household_id, actor=actor, now=now)


def say(
    about_id: UUID,
    result: CallResult,
    actor: Actor,
    *,
    now: datetime = NOW,
    left: Collection[UUID] = (),
    **values: Any,
) -> Alert | None:
    """What came of a call that spoke of everything but of what is `left`."""
    db.session.flush()
    if result is CallResult.SPOKE:
        values.setdefault("how", ContactOutcome.WELL)
    entry = entry_of(about_id, actor, now)
    reasons = {cause.reason.id for cause in entry.causes} if entry else set()
    return record_call(about_id, Said(result=result, **values), reasons - set(left), actor=actor, now=now)


def make_call_task(household_id: UUID) -> CallTask:
    """Somebody called us who needs help of others."""
    said = Said(result=CallResult.NEEDS_REFERRAL, how=ContactOutcome.NEEDS_CHANGE, begun_by=BegunBy.RESIDENT)
    record_incoming(household_id, said, (), actor=make_office().actor, now=NOW)
    (task,) = open_tasks_of(household_id)
    return task
