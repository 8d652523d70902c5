"""Reads of alerts, each bounded by who looks."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.coordinators.caseload.queries import open_case_of_household
from portal.core.actors import Actor
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.core.series import Series, Typed
from portal.db.numbers import bearing
from portal.db.paged import page_of
from portal.duty.queries import shift_spans
from portal.duty.scope import is_on_call
from portal.extensions import current_settings, db
from portal.monitoring.alerts.models import Alert, AlertAttempt
from portal.monitoring.alerts.rules import LEVELS, RUNGS, Attendance
from portal.monitoring.alerts.scope import (
    ASKED_KIND,
    IS_OPEN,
    alerts_in_scope,
    alerts_to_read,
    is_asked_in_vain,
    is_to_be_followed,
)
from portal.monitoring.alerts.states import AlertLevel, Rung
from portal.notifications.models import OutboxMessage
from portal.residents.households.models import Household
from portal.residents.households.scope import is_in_scope as sees_household

PAGE_SIZE = 30
LATEST = timedelta(days=90)
_WITH_PERSON = joinedload(Alert.household).selectinload(Household.people)
_LEVEL_PLACE = case({level: -place for place, level in enumerate(LEVELS)}, value=Alert.level)
_RUNG_PLACE = case({rung: -place for place, rung in enumerate(RUNGS)}, value=Alert.rung)
_BY_URGENCY = (_LEVEL_PLACE, _RUNG_PLACE, Alert.due_at, Alert.id)
"""The highest level first, of one level what has climbed furthest."""


def open_alert_of(household_id: UUID) -> Alert | None:
    """Whoever looks."""
    return db.session.scalars(select(Alert).where(Alert.household_id == household_id, IS_OPEN)).one_or_none()


def with_open_alert(households: Collection[UUID]) -> Sequence[UUID]:
    """Those of them that somebody looks for, in the order of their ids."""
    if not households:
        return ()
    found = select(Alert.household_id).where(Alert.household_id.in_(list(households)), IS_OPEN)
    return db.session.scalars(found.order_by(Alert.household_id)).all()


def alerts_of(household_id: UUID, *, limit: int = PAGE_SIZE) -> Sequence[Alert]:
    """The newest first, for whoever may open the household."""
    own = select(Alert).where(Alert.household_id == household_id)
    return db.session.scalars(own.order_by(Alert.raised_at.desc(), Alert.id.desc()).limit(limit)).all()


def alerts_since(household_id: UUID, moment: datetime) -> Sequence[Alert]:
    """Those that were raised since, the first one first, for whoever may open the household."""
    own = select(Alert).where(Alert.household_id == household_id, Alert.raised_at > moment)
    return db.session.scalars(own.order_by(Alert.raised_at, Alert.id)).all()


def get_alert(alert_id: UUID, *, viewer: Actor, now: datetime) -> Alert:
    """Raises `NotFound` for one that the viewer may not read."""
    viewer.require(Permission.ALERT_HANDLE)
    query = select(Alert).where(Alert.id == alert_id, alerts_to_read(viewer, now))
    alert = db.session.scalars(query.options(_WITH_PERSON, selectinload(Alert.attempts))).one_or_none()
    if alert is None:
        raise NotFound
    return alert


def is_in_scope(alert_id: UUID, *, viewer: Actor, now: datetime) -> bool:
    found = select(Alert.id).where(Alert.id == alert_id, alerts_to_read(viewer, now))
    return db.session.scalar(found) is not None


def open_alerts(
    number: int, *, viewer: Actor, now: datetime, level: AlertLevel | None = None, rung: Rung | None = None
) -> Page[Alert]:
    """What somebody must look at, the most urgent first."""
    viewer.require(Permission.ALERT_HANDLE)
    chosen = select(Alert).where(alerts_in_scope(viewer, now), IS_OPEN)
    if level is not None:
        chosen = chosen.where(Alert.level == level)
    if rung is not None:
        chosen = chosen.where(Alert.rung == rung)
    return _page(chosen, number, _BY_URGENCY)


def ended_alerts(number: int, *, viewer: Actor, now: datetime) -> Page[Alert]:
    """Of the last 90 days, the newest first."""
    viewer.require(Permission.ALERT_HANDLE)
    ended = select(Alert).where(alerts_in_scope(viewer, now), Alert.ended_at > now - LATEST)
    return _page(ended, number, (Alert.ended_at.desc(), Alert.id.desc()))


def _page(chosen: Select[Alert], number: int, order: Sequence[object]) -> Page[Alert]:
    rows = chosen.options(_WITH_PERSON).order_by(*order)  # type: ignore[arg-type]
    return page_of(db.session, rows, number, PAGE_SIZE)


def counts_by_level_and_rung(*, viewer: Actor, now: datetime) -> dict[tuple[AlertLevel, Rung], int]:
    """How many open alerts stand where; what is left out is none."""
    viewer.require(Permission.ALERT_HANDLE)
    counted = select(Alert.level, Alert.rung, func.count()).where(alerts_in_scope(viewer, now), IS_OPEN)
    rows = db.session.execute(counted.group_by(Alert.level, Alert.rung))
    return {(level, rung): count for level, rung, count in rows}


def merged_into(alert: Alert) -> Sequence[UUID]:
    """Those of the same person that go on in it."""
    found: list[UUID] = []
    into = [alert.id]
    while into:
        into = list(db.session.scalars(select(Alert.id).where(Alert.merged_into_id.in_(into))))
        found += into
    return found


def last_attempt_of(alert: Alert) -> AlertAttempt:
    """Of an alert for which anything was tried already."""
    tried = select(AlertAttempt).where(AlertAttempt.alert_id == alert.id)
    return db.session.scalars(tried.order_by(AlertAttempt.at.desc(), AlertAttempt.id.desc()).limit(1)).one()


def was_tried(alert: Alert, by_id: UUID | None, at: datetime) -> bool:
    """Whether what somebody does at this moment was written down as an attempt."""
    own = (AlertAttempt.alert_id == alert.id, AlertAttempt.by_id == by_id, AlertAttempt.at == at)
    return db.session.scalar(select(AlertAttempt.id).where(*own).limit(1)) is not None


def was_asked_in_vain(alert: Alert) -> bool:
    """Whether nobody need be waited for, as what they were asked by did not arrive."""
    return db.session.scalar(select(Alert.id).where(Alert.id == alert.id, is_asked_in_vain())) is not None


def question_of(alert: Alert) -> OutboxMessage | None:
    """The text or mail by which the person was asked how they are, where one was written."""
    asked = (OutboxMessage.subject_id == alert.id, OutboxMessage.kind == ASKED_KIND)
    latest = select(OutboxMessage).where(*asked).order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return db.session.scalars(latest.limit(1)).first()


def awaits_follow_up(alert_id: UUID) -> bool:
    """Whether it ended so that something must be done about the care, and nobody has."""
    return db.session.scalar(select(Alert.id).where(Alert.id == alert_id, is_to_be_followed())) is not None


def due_alerts(now: datetime, *, limit: int) -> Sequence[Alert]:
    """Open ones whose turn is over or of no use, or that seem to have begun later than now; the longest due first."""
    due = select(Alert).where(IS_OPEN, or_(Alert.due_at <= now, Alert.rung_at > now, is_asked_in_vain()))
    shown = due.options(joinedload(Alert.household)).order_by(Alert.due_at, Alert.id)
    return db.session.scalars(shown.limit(limit)).all()


def attendance(now: datetime) -> Attendance:
    """When somebody looks, from `now` on."""
    settings = current_settings()
    return Attendance(settings.office_opens, settings.office_closes, shift_spans(now))


def open_count(viewer: Actor, moment: datetime | ColumnElement[datetime]) -> Select[int]:
    """How many open alerts are the viewer's to see to; stands in the menu."""
    return select(func.count()).select_from(Alert).where(alerts_in_scope(viewer, moment), IS_OPEN)


def household_numbered(number: str, *, viewer: Actor, now: datetime) -> UUID:
    """The household that bears the number; raises `DomainError` where the viewer neither sees it nor is on call.

    Whoever is on call begins to look after anybody in care, as they see whoever is looked after.
    """
    on_call = viewer.can(Permission.ALERT_HANDLE) and bool(db.session.scalar(select(is_on_call(viewer.user_id, now))))
    for borne in bearing(db.session, Typed(number, Series.HOUSEHOLD)):
        if borne.household_id is None:
            continue
        if sees_household(borne.household_id, viewer) or (on_call and open_case_of_household(borne.household_id)):
            return borne.household_id
    raise DomainError(N_("이 번호의 가구가 없습니다. 번호를 다시 확인해 주십시오."), "household")
