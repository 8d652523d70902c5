"""Buttons while a meeting is held: it begins, and its points are taken one after the other."""

from uuid import UUID

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.consortium.meetings import actions
from portal.consortium.meetings.views.blueprint import bp, item_at, meeting_at, meeting_url
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.words import gettext as _


@bp.post("/<uuid:meeting_id>/begin")
@requires(Permission.MEETING_MANAGE)
def begin(meeting_id: UUID) -> ResponseReturnValue:
    found = meeting_at(meeting_id)
    actions.begin_meeting(found, actor=current_actor(), now=clock.now())
    flash(_("회의를 시작했습니다."))
    return redirect(meeting_url(found))


@bp.post("/<uuid:meeting_id>/begin/take-back")
@requires(Permission.MEETING_MANAGE)
def take_begin_back(meeting_id: UUID) -> ResponseReturnValue:
    found = meeting_at(meeting_id)
    actions.take_begin_back(found, actor=current_actor(), now=clock.now())
    flash(_("회의 시작을 되돌렸습니다."))
    return redirect(meeting_url(found))


@bp.post("/<uuid:meeting_id>/items/<uuid:item_id>/start")
@requires(Permission.MEETING_MANAGE)
def start_point(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    item = item_at(meeting_id, item_id)
    actions.start_point(item, actor=current_actor(), now=clock.now())
    return redirect(meeting_url(item.meeting, f"item-{item.position}"))


@bp.post("/<uuid:meeting_id>/items/<uuid:item_id>/end")
@requires(Permission.MEETING_MANAGE)
def end_point(meeting_id: UUID, item_id: UUID) -> ResponseReturnValue:
    item = item_at(meeting_id, item_id)
    actions.end_point(item, actor=current_actor(), now=clock.now())
    return redirect(meeting_url(item.meeting, f"item-{item.position}"))
