"""The office's pages of volunteers: who they are, their vetting, and the end."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import history, locked
from portal.core import clock
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.teams import actions, queries
from portal.monitoring.teams.forms import NewcomerForm, VettingForm, WhyForm
from portal.monitoring.teams.rules import is_checked
from portal.monitoring.teams.states import VOLUNTEER_STATES
from portal.monitoring.teams.views.blueprint import bp
from portal.notifications.telling import flash_with_messages
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _

REOPENED = N_("활동을 시작했습니다. 닫혀 있던 계정을 다시 열었고, 예전 역할은 모두 거두었습니다.")
ENDED = N_("활동을 끝냈습니다. 이제 로그인할 수 없고 맡은 가구도 볼 수 없습니다.")
ENDED_ROLE = N_("활동을 끝냈습니다. 맡은 가구는 더 볼 수 없고, 다른 역할로 하는 일은 그대로입니다.")


@bp.get("/volunteers")
@requires(Permission.TEAM_MANAGE)
def volunteers() -> ResponseReturnValue:
    found = queries.volunteers(current_actor())
    return page("teams/volunteers.html", volunteers=found, counts=queries.open_counts())


@bp.route("/volunteers/new", methods=["GET", "POST"])
@requires(Permission.TEAM_MANAGE)
def new() -> ResponseReturnValue:
    form = NewcomerForm()
    if form.validate_on_submit():
        with form.refusals():
            taken_in = actions.take_in(form.newcomer, actor=current_actor(), now=clock.now())
            return redirect(url_for(".vet", volunteer_id=taken_in.id))
    return page("teams/new.html", form=form)


@bp.get("/volunteers/<uuid:volunteer_id>")
@requires(Permission.TEAM_MANAGE)
def volunteer(volunteer_id: UUID) -> ResponseReturnValue:
    found = queries.get_volunteer(volunteer_id, viewer=current_actor())
    today = clock.day_of(clock.now())
    return page(
        "teams/volunteer.html",
        volunteer=found,
        is_checked=found.checked_on is not None and is_checked(found.checked_on, today),
        assignments=queries.open_assignments_of(found),
        act=ActionForm(),
        steps=history(VOLUNTEER_STATES, found.id),
    )


@bp.route("/volunteers/<uuid:volunteer_id>/vetting", methods=["GET", "POST"])
@requires(Permission.TEAM_MANAGE)
def vet(volunteer_id: UUID) -> ResponseReturnValue:
    found = locked(queries.get_volunteer(volunteer_id, viewer=current_actor()))
    form = VettingForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_vetting(found, form.vetting, actor=current_actor(), now=clock.now())
            form.flash_saved(_("적었습니다."))
            return redirect(url_for(".volunteer", volunteer_id=volunteer_id))
    return page("teams/vetting.html", form=form, volunteer=found)


@bp.post("/volunteers/<uuid:volunteer_id>/begin")
@requires(Permission.TEAM_MANAGE)
def begin(volunteer_id: UUID) -> ResponseReturnValue:
    found = queries.get_volunteer(volunteer_id, viewer=current_actor())
    was_closed = actions.begin(found, actor=current_actor(), now=clock.now())
    flash_with_messages(_(REOPENED) if was_closed else _("활동을 시작했습니다."))
    return redirect(url_for(".volunteer", volunteer_id=volunteer_id))


@bp.route("/volunteers/<uuid:volunteer_id>/end", methods=["GET", "POST"])
@requires(Permission.TEAM_MANAGE)
def end(volunteer_id: UUID) -> ResponseReturnValue:
    """Says what follows, then ends it."""
    found, form = queries.get_volunteer(volunteer_id, viewer=current_actor()), WhyForm()
    if form.validate_on_submit():
        with form.refusals():
            keeps_account = queries.keeps_account(found)
            actions.end_volunteer(found, form.why.data, actor=current_actor(), now=clock.now())
            flash(_(ENDED_ROLE if keeps_account else ENDED))
            return redirect(url_for(".volunteer", volunteer_id=volunteer_id))
    count, keeps_account = len(queries.open_assignments_of(found)), queries.keeps_account(found)
    return page("teams/end.html", form=form, volunteer=found, count=count, keeps_account=keeps_account)


def link_to_volunteer(volunteer_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_volunteer, volunteer_id)
    return links.Link(found.name, url_for("teams.volunteer", volunteer_id=volunteer_id)) if found else None
