"""Pages of the experts: who they are, what they agreed to, what they advised."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.advice import actions, queries
from portal.consortium.advice.forms import ExpertForm
from portal.consortium.advice.views import bp, expert_name
from portal.core import clock
from portal.core.permissions import Permission
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _


@bp.get("/experts")
@requires(Permission.MEETING_READ)
def experts() -> ResponseReturnValue:
    found = queries.experts(viewer=current_actor())
    return page("advice/experts.html", experts=found, counts=queries.counts_of_open(), today=clock.day_of(clock.now()))


@bp.route("/experts/new", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def new_expert() -> ResponseReturnValue:
    form = ExpertForm()
    if form.validate_on_submit():
        with form.refusals():
            expert = actions.add_expert(form.details, actor=current_actor(), now=clock.now())
            flash(_("자문위원을 등록했습니다."))
            return redirect(url_for(".expert", expert_id=expert.id))
    return page("advice/edit_expert.html", form=form, expert=None)


@bp.get("/experts/<uuid:expert_id>")
@requires(Permission.MEETING_READ)
def expert(expert_id: UUID) -> ResponseReturnValue:
    """Fee and consents are shown to the office alone."""
    found, now = queries.get_expert(expert_id, viewer=current_actor()), clock.now()
    given = queries.advice_of_expert(found)
    return page("advice/expert.html", expert=found, pieces=given, now=now, today=clock.day_of(now))


@bp.route("/experts/<uuid:expert_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def edit_expert(expert_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = locked(queries.get_expert(expert_id, viewer=actor))
    form = ExpertForm(obj=found)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_expert(found, form.details, actor=actor, now=clock.now())
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".expert", expert_id=expert_id))
    return page("advice/edit_expert.html", form=form, expert=found)


@bp.get("/experts/<uuid:expert_id>/erasing")
@requires(Permission.MEETING_MANAGE)
def erasing(expert_id: UUID) -> ResponseReturnValue:
    """Says what goes before it goes."""
    return page("advice/erasing.html", expert=queries.get_expert(expert_id, viewer=current_actor()))


@bp.post("/experts/<uuid:expert_id>/erase")
@requires(Permission.MEETING_MANAGE)
def erase(expert_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.erase_expert(queries.get_expert(expert_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("이름과 소속을 지웠습니다. 자문한 내용은 이름 없이 남습니다."))
    return redirect(url_for(".expert", expert_id=expert_id))


def link_to_expert(expert_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_expert, expert_id)
    return links.Link(expert_name(found), url_for("advice.expert", expert_id=expert_id)) if found else None
