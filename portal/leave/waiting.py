"""What of leave waits for the office."""

from collections.abc import Iterator
from datetime import timedelta

from flask import url_for

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.leave.models import Leave
from portal.leave.presentation import days_away
from portal.leave.queries import leaves_to_settle as found
from portal.leave.states import LeaveState
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _leaves(desk: Desk) -> Iterator[Item]:
    """Nobody stands in, or whoever was asked has not answered; due on the day before it begins."""
    for leave in found(desk.day, viewer=desk.viewer):
        yield Item(
            key=f"leave-{leave.id}",
            what=_words(leave),
            since=leave.entered_at,
            due=leave.from_on - timedelta(days=1),
            deeds=(Deed(_("자리 비움 보기"), url_for("leave.leave", leave_id=leave.id)),),
        )


def _words(leave: Leave) -> str:
    if leave.state is LeaveState.OPEN:
        return _("대신할 분 정하기: %(name)s 님, %(days)s", name=leave.user.name, days=days_away(leave))
    return _("대신하겠다는 답 기다리기: %(name)s 님, %(days)s", name=leave.user.name, days=days_away(leave))


LEAVES = Waiting(N_("자리 비움"), Permission.LEAVE_MANAGE, _leaves)
