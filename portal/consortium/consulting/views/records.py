"""The consulting records: the list, each of them, and what is written down of it."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.steps import history, locked
from portal.consortium.consulting import actions, queries
from portal.consortium.consulting.forms import AdvisingForm, ConsultingFilter, DoneForm, QuestionForm
from portal.consortium.consulting.states import CONSULTING_STATES
from portal.consortium.consulting.views.blueprint import bp
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import get_organisation, organisations
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _


@bp.get("")
@requires(Permission.CONSULTING_READ)
def records() -> ResponseReturnValue:
    actor = current_actor()
    sees_all = actor.can(Permission.CONSULTING_MANAGE)
    form = ConsultingFilter()
    form.offer(organisations() if sees_all else [])
    view, field, member = form.sought
    found = queries.consultings_for(actor, view, field=field, organisation_id=member, page=page_number())
    return page("consulting/records.html", filter=form, found=found, sees_all=sees_all)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CONSULTING_ASK)
def new() -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    own = _may_ask_for(actor)
    values = {"asked_on": clock.day_of(now), "asked_by": "" if actor.can(Permission.CONSULTING_MANAGE) else actor.name}
    form = QuestionForm(data=values | {"organisation": str(own[0].id) if len(own) == 1 else ""})
    form.offer(own)
    if form.validate_on_submit():
        with form.refusals():
            made = actions.ask_consulting(UUID(form.organisation.data), form.asked, actor=actor, now=now)
            flash(_("물은 것을 적었습니다."))
            return redirect(url_for(".record", consulting_id=made.id))
    return page("consulting/new.html", form=form)


def _may_ask_for(actor: Actor) -> list[Organisation]:
    """The office for whoever is a member, others for their own."""
    if actor.can(Permission.CONSULTING_MANAGE):
        return organisations(day=clock.day_of(clock.now()))
    if actor.organisation_id is None:
        raise NotFound
    return [get_organisation(actor.organisation_id)]


@bp.get("/<uuid:consulting_id>")
@requires(Permission.CONSULTING_READ)
def record(consulting_id: UUID) -> ResponseReturnValue:
    found = queries.get_consulting(consulting_id, viewer=current_actor())
    steps = history(CONSULTING_STATES, found.id)
    return page("consulting/record.html", found=found, files=queries.files_of(found), steps=steps)


@bp.route("/<uuid:consulting_id>/advice", methods=["GET", "POST"])
@requires(Permission.CONSULTING_MANAGE)
def advise(consulting_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = locked(queries.get_consulting(consulting_id, viewer=actor))
    by, on = found.advised_by or actor.name, found.advised_on or clock.day_of(now)
    form = AdvisingForm(data={"advice": found.advice, "advised_by": by, "advised_on": on})
    if form.validate_on_submit():
        with form.refusals():
            if form.changes_something:
                advice = form.advice.data, form.advised_by.data, form.advised_on.data
                actions.advise(found, *advice, actor=actor, now=now)
            form.flash_saved(_("조언을 적었습니다."))
            return redirect(back_or(url_for(".record", consulting_id=consulting_id)))
    return page("consulting/advise.html", form=form, found=found)


@bp.route("/<uuid:consulting_id>/outcome", methods=["GET", "POST"])
@requires(Permission.CONSULTING_ASK)
def outcome(consulting_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_consulting(consulting_id, viewer=actor)
    form = DoneForm(data={"done_on": clock.day_of(now)})
    if form.validate_on_submit():
        with form.refusals():
            actions.tell_done(found, form.done.data, form.done_on.data, actor=actor, now=now)
            flash(_("한 일을 적었습니다."))
            return redirect(url_for(".record", consulting_id=consulting_id))
    return page("consulting/outcome.html", form=form, found=found)


@bp.post("/<uuid:consulting_id>/reopening")
@requires(Permission.CONSULTING_ASK)
def reopen(consulting_id: UUID) -> ResponseReturnValue:
    found = queries.get_consulting(consulting_id, viewer=current_actor())
    actions.reopen_consulting(found, actor=current_actor(), now=clock.now())
    flash(_("조치하는 중으로 돌렸습니다."))
    return redirect(url_for(".record", consulting_id=consulting_id))


def link_to_consulting(consulting_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_consulting, consulting_id)
    return links.Link(found.topic, url_for("consulting.record", consulting_id=consulting_id)) if found else None


def badge(viewer: Actor) -> Select[int] | None:
    """How much of one's own is advised and not done."""
    return None if viewer.can(Permission.CONSULTING_MANAGE) else queries.to_do_count(viewer.organisation_id)
