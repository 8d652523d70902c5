"""What someone has to do after meetings, on their own desk."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.consortium.meetings import actions, queries
from portal.consortium.meetings.forms import FinishForm
from portal.consortium.meetings.views.blueprint import bp
from portal.core import clock
from portal.core.permissions import Actor, Permission
from portal.web.access import current_actor, requires
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
    own = queries.open_actions_of(actor.user_id) if actor.user_id else []
    return page(
        "meetings/actions.html",
        actions=queries.open_actions() if everyone else own,
        done=queries.done_actions_of(actor.user_id) if actor.user_id and not everyone else [],
        everyone=everyone,
        now=clock.now(),
    )


@bp.route("/actions/<uuid:action_id>", methods=["GET", "POST"])
@requires(Permission.MEETING_JOIN)
def finish(action_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    action = queries.get_action(action_id, viewer=actor)
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
    action = queries.get_action(action_id, viewer=actor)
    actions.reopen_action(action, actor=actor, now=clock.now())
    flash(_("다시 할 일로 돌렸습니다."))
    return redirect(url_for("meetings.my_actions"))


def waiting(viewer: Actor, _now: datetime) -> list[Waiting]:
    """What people have to do after meetings, for those who keep the minutes."""
    if not viewer.can(Permission.MEETING_MANAGE):
        return []
    return [
        Waiting(
            _("회의에서 정한 일: %(task)s · %(owner)s", task=one.task, owner=one.owner_name),
            url_for("meetings.my_actions", of="everyone"),
            one.meeting.starts_at,
            one.due_on,
        )
        for one in queries.open_actions()
    ]
