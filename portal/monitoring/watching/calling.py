"""Whom to telephone: people whom no device sees, and those who did not answer the automatic call of the week."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, true

from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import Answer, ToCall, reason
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.db.plain import plain
from portal.extensions import db
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceState
from portal.monitoring.watching.actions import hear_by_call
from portal.monitoring.watching.models import Watch
from portal.monitoring.watching.scope import is_watched, was_at_home, watches_in_scope
from portal.web.agenda import Desk


def _rows(desk: Desk) -> Select[Any]:
    columns = reason(
        weight=Weight.ALARM,
        id=Watch.household_id,
        household_id=Watch.household_id,
        person_id=Watch.person_id,
        since=Watch.to_call_since,
        due_at=Watch.to_call_since,
    )
    blind = select(*columns).where(Watch.to_call_since.is_not(None), is_watched(), watches_in_scope(desk.viewer))
    return blind.order_by(Watch.to_call_since, Watch.household_id)


def _answered(household_id: UUID, answer: Answer) -> None:
    """Only who was spoken to leaves the list: whatever else came of a call says nothing of how they are."""
    if answer.result is CallResult.SPOKE:
        hear_by_call(household_id, actor=answer.actor, now=answer.now)


BLIND = ToCall(N_("기기로 볼 수 없는 분"), Permission.CALL_MAKE, _rows, _answered, script=N_("안부 전화"))


def _unanswered_rows(desk: Desk) -> Select[Any]:
    """Of the homes of whoever is watched, was not known to be away then, and was not heard of since."""
    columns = reason(
        weight=Weight.TASK,
        id=Device.id,
        household_id=Device.household_id,
        person_id=Device.person_id,
        since=Device.unanswered_at,
        due_at=Device.unanswered_at,
    )
    heard = or_(Watch.counts_from >= Device.unanswered_at, Watch.last_sign_at >= Device.unanswered_at)
    silent = (Device.unanswered_at.is_not(None), Device.state == plain(DeviceState.IN_USE), heard.is_not(true()))
    found = select(*columns).join(Watch, Watch.household_id == Device.household_id).where(*silent)
    found = found.where(is_watched(), watches_in_scope(desk.viewer))
    found = found.where(was_at_home(Device.household_id, Device.unanswered_at, desk.now))
    return found.order_by(Device.unanswered_at, Device.household_id)


def _answered_by_device(device_id: UUID, answer: Answer) -> None:
    _answered(db.session.get_one(Device, device_id).household_id, answer)


UNANSWERED = ToCall(
    N_("자동 전화를 받지 않은 분"), Permission.CALL_MAKE, _unanswered_rows, _answered_by_device, script=N_("안부 전화")
)
