"""Whose alerts somebody sees: their households', all for whoever sees all, open ones for who is on call or deputy."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN, households_accompanied
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import SPOKEN
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.db.plain import plain, plain_all
from portal.duty.scope import is_on_call
from portal.monitoring.alerts.models import Alert, AlertAttempt
from portal.monitoring.alerts.rules import FOLLOWED_UP
from portal.monitoring.alerts.states import AlertEnding, AlertState, Rung
from portal.notifications.models import OutboxMessage

ASKED_KIND = "alert_asked"
READ_AFTER = timedelta(days=1)
IS_OPEN = Alert.ended_at.is_(None)


def is_asked_in_vain() -> ColumnElement[bool]:
    """SQL on `Alert`: it waits for an answer to a text or mail that never reached the person."""
    message = select(OutboxMessage.id).where(OutboxMessage.subject_id == Alert.id, OutboxMessage.kind == ASKED_KIND)
    waits = and_(Alert.rung == plain(Rung.TEXT), Alert.state != plain(AlertState.PUT_OFF))
    return and_(waits, message.where(OutboxMessage.why.is_not(None)).exists())


def alerts_in_scope(viewer: Actor, moment: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    if viewer.can(Permission.HOUSEHOLD_ALL):
        return true()
    if not viewer.can(Permission.ALERT_HANDLE):
        return false()
    on_call = is_on_call(viewer.user_id, moment)
    is_deputy = Alert.deputy_id == viewer.user_id
    return or_(Alert.household_id.in_(households_accompanied(viewer)), and_(IS_OPEN, or_(on_call, is_deputy)))


def is_to_be_followed() -> ColumnElement[bool]:
    """SQL on `Alert`: it ended so that something must be done about the care, and nobody has.

    After a death that is until the care is closed. Of somebody in hospital it is until their care rests or ends, or
    somebody spoke with them, or a later alert tells more.
    """
    case = select(CareCase.id).where(CareCase.household_id == Alert.household_id, OPEN)
    goes_on = case.where(CareCase.state != plain(CaseState.ON_HOLD))
    spoke = select(Contact.id).join(CareCase, CareCase.id == Contact.case_id)
    spoke = spoke.where(CareCase.household_id == Alert.household_id, Contact.at > Alert.ended_at)
    later = aliased(Alert)
    more = select(later.id).where(later.household_id == Alert.household_id, later.ended_at > Alert.ended_at)
    is_away = Alert.ending.in_(plain_all(FOLLOWED_UP - {AlertEnding.DIED}))
    waits = and_(goes_on.exists(), ~spoke.where(Contact.outcome.in_(plain_all(SPOKEN))).exists(), ~more.exists())
    return or_(and_(Alert.ending == plain(AlertEnding.DIED), case.exists()), and_(is_away, waits))


def alerts_to_read(viewer: Actor, now: datetime) -> ColumnElement[bool]:
    """Those in scope, and what the viewer saw to within a day: who is on call reads how it ended."""
    if not viewer.can(Permission.ALERT_HANDLE):
        return false()
    own = and_(AlertAttempt.by_id == viewer.user_id, AlertAttempt.at > now - READ_AFTER)
    return or_(alerts_in_scope(viewer, now), exists().where(AlertAttempt.alert_id == Alert.id, own))
