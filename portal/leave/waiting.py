"""What of leave waits for the office."""

from datetime import datetime, timedelta

from flask import url_for

from portal.core import clock
from portal.core.permissions import Actor, Permission
from portal.leave.models import Leave
from portal.leave.presentation import days_away
from portal.leave.queries import leaves_to_settle as found
from portal.leave.states import LeaveState
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def leaves_to_settle(viewer: Actor, now: datetime) -> list[Waiting]:
    """Nobody stands in, or whoever was asked has not answered; due on the day before it begins."""
    if not viewer.can(Permission.LEAVE_MANAGE):
        return []
    return [
        Waiting(
            _words(leave),
            url_for("leave.leave", leave_id=leave.id),
            leave.entered_at,
            leave.from_on - timedelta(days=1),
        )
        for leave in found(clock.day_of(now), viewer=viewer)
    ]


def _words(leave: Leave) -> str:
    if leave.state is LeaveState.OPEN:
        return _("대신할 분 정하기: %(name)s 님, %(days)s", name=leave.user.name, days=days_away(leave))
    return _("대신하겠다는 답 기다리기: %(name)s 님, %(days)s", name=leave.user.name, days=days_away(leave))
