"""What someone has to do after meetings, on their own desk."""

from collections.abc import Iterator
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings import actions, undone
from portal.consortium.meetings.about import note_reading
from portal.consortium.meetings.forms import FinishForm
from portal.consortium.meetings.models import MeetingAction
from portal.consortium.meetings.states import RESTRICTED
from portal.consortium.meetings.views.blueprint import bp
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight, is_overdue
from portal.web.access import current_actor, requires
from portal.web.agenda import Deed, Desk, Item
from portal.web.labels import label
from portal.web.pages import page
from portal.web.returning import back_or
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


@bp.get("/actions")
@requires(Permission.MEETING_JOIN)
def my_actions() -> ResponseReturnValue:
    """One's own list; the office may look at everybody's."""
    actor = current_actor()
    everyone = actor.can(Permission.MEETING_MANAGE) and request.args.get("of") == "everyone"
    own = undone.open_actions_of(actor.user_id) if actor.user_id else []
    listed = undone.open_actions() if everyone else own
    done = undone.done_actions_of(actor.user_id) if actor.user_id and not everyone else []
    note_reading((each.meeting for each in [*listed, *done]), actor=actor, now=clock.now())
    return page(
        "meetings/actions.html",
        actions=listed,
        done=done,
        everyone=everyone,
        now=clock.now(),
    )


@bp.route("/actions/<uuid:action_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_JOIN)
def finish(action_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    action = undone.get_action(action_id, viewer=actor)
    note_reading([action.meeting], actor=actor, now=now)
    form = FinishForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.finish_action(action, form.outcome.data, actor=actor, now=now)
            flash(_("한 일로 적었습니다. 아래 목록에서 되돌릴 수 있습니다."))
            return redirect(back_or(url_for("meetings.my_actions")))
    return page("meetings/finish.html", form=form, action=action, now=now)


@bp.post("/actions/<uuid:action_id>/reopen")
@requires(Permission.MEETING_JOIN)
def reopen(action_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    action = undone.get_action(action_id, viewer=actor)
    actions.reopen_action(action, actor=actor, now=clock.now())
    flash(_("다시 할 일로 돌렸습니다."))
    return redirect(url_for("meetings.my_actions"))


def _promised(desk: Desk) -> Iterator[Item]:
    """What people have to do after meetings, for those who keep the minutes; of others, only what is late is to do."""
    for one in undone.open_actions():
        is_own = one.owner_id == desk.viewer.user_id
        seen = Deed(_("회의 보기"), url_for("meetings.meeting", meeting_id=one.meeting_id))
        done = Deed(_("한 일로 적기"), url_for("meetings.finish", action_id=one.id))
        yield Item(
            key=f"action-{one.id}",
            what=_on_desk(one),
            more=_("회의에서 정한 일 · %(owner)s", owner=one.owner_name),
            since=one.meeting.starts_at,
            due=one.due_on,
            weight=Weight.TASK if is_own or is_overdue(one.due_on, desk.now) else Weight.WATCH,
            deeds=(done, seen) if is_own else (seen,),
        )


def _on_desk(task: MeetingAction) -> str:
    """Of a meeting about people nothing but its number: whoever opens the task is written down as a reader."""
    meeting = task.meeting
    if meeting.kind not in RESTRICTED:
        return task.task
    return _("제%(number)d차 %(kind)s에서 맡은 일", number=meeting.number, kind=label(meeting.kind))


PROMISED = Waiting(N_("회의에서 정한 일"), Permission.MEETING_MANAGE, _promised)
