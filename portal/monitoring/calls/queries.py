"""Reads of calls, of whose turn it is, and of what calls left to be done."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.db.plain import plain
from portal.extensions import db
from portal.manuals.models import Manual, ManualEdition, ManualSection, ManualStep
from portal.manuals.states import ManualEditionState, SectionKind
from portal.monitoring.calls.models import CallTask, CallTurn, PhoneCall
from portal.monitoring.calls.rules import VISITS
from portal.monitoring.calls.scope import has_had, promised, tasks_in_scope
from portal.monitoring.calls.states import CallTaskKind, CallTaskState
from portal.residents.households.models import Household
from portal.residents.households.scope import is_in_scope

MANUAL = "calling"
SHOWN_AT_MOST = 5
IS_OPEN = CallTask.state == plain(CallTaskState.OPEN)


def turns_of(about_ids: Collection[UUID]) -> dict[UUID, CallTurn]:
    """Whose turn it is with each of these, where anybody ever called."""
    rows = select(CallTurn).where(CallTurn.about_id.in_(about_ids)).options(joinedload(CallTurn.taken_by))
    return {turn.about_id: turn for turn in db.session.scalars(rows.execution_options(populate_existing=True))}


def require_known(about_id: UUID, viewer: Actor) -> None:
    """Raise `NotFound` for whoever neither had the call nor sees to the household: for them there is none."""
    turn = turns_of([about_id]).get(about_id)
    if turn is not None and has_had(turn, viewer):
        return
    household = db.session.get(Household, about_id)
    if household is None or not is_in_scope(about_id, viewer):
        raise NotFound


def last_calls(household_id: UUID) -> Sequence[PhoneCall]:
    """The last calls with a household, the newest first."""
    rows = select(PhoneCall).where(PhoneCall.household_id == household_id)
    return db.session.scalars(rows.order_by(PhoneCall.at.desc(), PhoneCall.id.desc()).limit(SHOWN_AT_MOST)).all()


def open_tasks_of(household_id: UUID) -> Sequence[CallTask]:
    """What calls left to be done for a household, the most urgent first."""
    rows = select(CallTask).where(CallTask.household_id == household_id, IS_OPEN)
    return db.session.scalars(rows.order_by(CallTask.due_at, CallTask.id)).all()


def open_task(household_id: UUID, kind: CallTaskKind) -> CallTask | None:
    return next((task for task in open_tasks_of(household_id) if task.kind is kind), None)


def get_task(task_id: UUID, *, viewer: Actor) -> CallTask:
    """Raises `NotFound` for a task of a household that the viewer does not see to."""
    viewer.require(Permission.CALL_MAKE)
    found = select(CallTask).where(CallTask.id == task_id, tasks_in_scope(viewer))
    task = db.session.scalar(found.options(joinedload(CallTask.household)))
    if task is None:
        raise NotFound
    return task


def may_be_finished(task: CallTask) -> bool:
    """A visit only once somebody was there and met them; where nobody accompanies, nothing of it can be written."""
    if task.kind not in VISITS:
        return True
    accompanied = select(CareCase.id).where(CareCase.household_id == task.household_id, OPEN)
    case_id = db.session.scalar(accompanied)
    met = select(Contact.id).where(
        Contact.case_id == case_id,
        Contact.at >= task.asked_at,
        Contact.means == ContactMeans.VISIT,
        Contact.outcome != ContactOutcome.NO_ANSWER,
    )
    return case_id is None or db.session.scalar(met.limit(1)) is not None


def coordinators_of(household_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Who accompanies each of these households now."""
    rows = select(CareCase.household_id, CareCase.coordinator_id)
    return dict(db.session.execute(rows.where(CareCase.household_id.in_(household_ids), OPEN)).all())


def promised_count(viewer: Actor, moment: ColumnElement[datetime]) -> Select[int]:
    """How many asked to be called by that moment."""
    asked = CallTurn.again_at <= moment
    return select(func.count(CallTurn.id)).where(asked, promised(viewer))


def scripts_of(names: Collection[str]) -> list[ManualStep]:
    """The steps of these names in the edition of the manual of calls that is in force; a renamed one is left out."""
    rows = (
        select(ManualStep)
        .join(ManualSection)
        .join(ManualEdition)
        .join(Manual)
        .where(
            Manual.code == MANUAL,
            ManualEdition.state == ManualEditionState.PUBLISHED,
            ManualSection.kind == SectionKind.PROCEDURE,
            ManualStep.name.in_(names),
        )
        .order_by(ManualStep.position)
    )
    return list(db.session.scalars(rows))
