"""One's own leave and that of others in which one stands in; the office's list and calendar."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select
from werkzeug.wrappers import Response

from portal.audit.steps import history, locked
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Forbidden
from portal.core.permissions import Permission
from portal.leave import actions, queries
from portal.leave.forms import ChangeLeaveForm, DeclineForm, EnterLeaveForm, LeaveForm, as_typed
from portal.leave.models import Leave
from portal.leave.presentation import days_away, month_with, whole_weeks
from portal.leave.rules import month_of
from portal.leave.states import LEAVE_STATES
from portal.notifications.telling import flash_with_messages
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.navigation import TODAY
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("leave", __name__)


@bp.route("/leave", methods=["GET", "POST"])
@requires(Permission.CASELOAD_OWN)
def own() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    form = LeaveForm()
    form.offer(queries.coordinators(without=actor.user_id), nobody=_("골라 주십시오"))
    if form.validate_on_submit() and actor.user_id:
        with form.refusals():
            actions.enter_leave(actor.user_id, form.wanted, actor=actor, now=now)
            flash_with_messages(_("자리를 비우는 날을 적었습니다."))
            return redirect(url_for(".own"))
    today = clock.day_of(now)
    leaves, covered = queries.own_leaves(actor), queries.leaves_covered(actor, today)
    return page("leave/own.html", form=form, leaves=leaves, covered=covered, today=today)


@bp.route("/leave/<uuid:leave_id>", methods=["GET", "POST"])
@requires(Permission.LEAVE_READ)
def leave(leave_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = locked(queries.get_leave(leave_id, viewer=actor))
    may_change = found.user_id == actor.user_id or actor.can(Permission.LEAVE_MANAGE)
    form = ChangeLeaveForm(data=as_typed(found))
    form.offer(queries.coordinators(without=found.user_id), nobody=_("아직 없음"))
    if form.validate_on_submit():
        with form.refusals():
            if form.changes_something:
                actions.change_leave(found, form.wanted, actor=actor, now=now)
            form.flash_saved(_("자리를 비우는 날을 바꾸었습니다."), flash_with_messages)
            return redirect(url_for(".leave", leave_id=leave_id))
    return page(
        "leave/leave.html",
        form=form,
        leave=found,
        may_change=may_change,
        is_own=found.user_id == actor.user_id,
        is_deputy=found.deputy_id == actor.user_id,
        steps=history(LEAVE_STATES, leave_id),
        today=clock.day_of(now),
    )


@bp.post("/leave/<uuid:leave_id>/return")
@requires(Permission.LEAVE_READ)
def come_back(leave_id: UUID) -> ResponseReturnValue:
    found, acts = _found(leave_id)
    actions.come_back(found, **acts)
    flash_with_messages(_("다시 담당 가구를 맡으십니다."))
    return _back(found, acts["actor"])


@bp.post("/leave/<uuid:leave_id>/calling-off")
@requires(Permission.LEAVE_READ)
def call_off(leave_id: UUID) -> ResponseReturnValue:
    found, acts = _found(leave_id)
    actions.call_off(found, **acts)
    flash_with_messages(_("자리를 비우지 않기로 했습니다."))
    return _back(found, acts["actor"])


@bp.post("/leave/<uuid:leave_id>/agreement")
@requires(Permission.LEAVE_READ)
def agree(leave_id: UUID) -> ResponseReturnValue:
    found, acts = _found(leave_id)
    actions.agree_to_cover(found, **acts)
    flash_with_messages(_("%(name)s 님을 대신하기로 했습니다.", name=found.user.name))
    return redirect(url_for(".own"))


@bp.route("/leave/<uuid:leave_id>/decline", methods=["GET", "POST"])
@requires(Permission.LEAVE_READ)
def decline(leave_id: UUID) -> ResponseReturnValue:
    found, acts = _found(leave_id)
    if found.deputy_id != acts["actor"].user_id:
        raise Forbidden
    form = DeclineForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.decline_to_cover(found, form.note.data, **acts)
            flash_with_messages(_("대신하지 않기로 했습니다."))
            return redirect(url_for(".own"))
    return page("leave/decline.html", form=form, leave=found)


def _found(leave_id: UUID) -> tuple[Leave, dict[str, Any]]:
    actor = current_actor()
    return queries.get_leave(leave_id, viewer=actor), {"actor": actor, "now": clock.now()}


def _back(found: Leave, actor: Actor) -> Response:
    return redirect(url_for(".own") if found.user_id == actor.user_id else url_for(".absences"))


@bp.route("/absences", methods=["GET", "POST"])
@requires(Permission.LEAVE_MANAGE)
def absences() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    people, today = queries.coordinators(), clock.day_of(now)
    form = EnterLeaveForm()
    form.offer(people, nobody=_("아직 없음"))
    form.offer_users(people, nobody=_("골라 주십시오"))
    if form.validate_on_submit():
        with form.refusals():
            actions.enter_leave(UUID(form.user_id.data), form.wanted, actor=actor, now=now)
            flash_with_messages(_("자리를 비우는 날을 적었습니다."))
            return redirect(url_for(".absences"))
    first = month_of(request.args.get("month", ""), today)
    days = whole_weeks(first)
    leaves = queries.leaves_between(days[0], days[-1], viewer=actor)
    waiting = queries.leaves_to_settle(today, viewer=actor)
    return page(
        "leave/absences.html", form=form, month=month_with(first, leaves), leaves=leaves, waiting=waiting, today=today
    )


def link_to_leave(leave_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_leave, leave_id)
    if found is None:
        return None
    words = _("%(name)s 님 자리 비움 %(days)s", name=found.user.name, days=days_away(found))
    return links.Link(words, url_for("leave.leave", leave_id=found.id))


def badge(viewer: Actor) -> Select[int]:
    return queries.asked_of(viewer, TODAY)
