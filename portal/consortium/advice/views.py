"""Pages of expert advice: the list, a piece and its answer, and what stands on pages of the meetings."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.accounts.queries import users_who_may
from portal.audit.steps import history, locked
from portal.consortium.advice import actions, queries
from portal.consortium.advice.forms import AdviceFilter, AdviceForm, AnswerForm, ApplyForm, advice_values
from portal.consortium.advice.models import Advice, Expert
from portal.consortium.advice.paper import advice_document
from portal.consortium.advice.presentation import name_for
from portal.consortium.advice.rules import may_apply
from portal.consortium.advice.states import ADVICE_STATES
from portal.consortium.meetings.models import AgendaItem, Meeting
from portal.consortium.meetings.states import MeetingKind
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.documents.pdf import document_pdf
from portal.documents.views import attached
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.handing import Inside, hands_out
from portal.web.labels import label
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("advice", __name__, url_prefix="/advice")
ANSWER_WITHIN = timedelta(days=30)
"""What the form offers; whoever notes a piece sets the day."""


def expert_name(expert: Expert) -> str:
    return name_for(expert, current_actor())


def _filter() -> AdviceFilter:
    chosen = AdviceFilter()
    chosen.offer([(str(each.id), expert_name(each)) for each in queries.experts(viewer=current_actor())])
    return chosen


@bp.get("")
@requires(Permission.MEETING_READ)
def pieces() -> ResponseReturnValue:
    chosen, now = _filter(), clock.now()
    sought = chosen.sought
    found = queries.advice_page(sought, page_number(), viewer=current_actor(), today=clock.day_of(now))
    return page("advice/pieces.html", filter=chosen, found=found, now=now)


@bp.get("/list.pdf")
@requires(Permission.MEETING_JOIN)
@hands_out(Inside.NOBODY, "names experts who agreed to be named and staff, nobody in care")
def paper() -> ResponseReturnValue:
    """The pieces of the list with the answers to them."""
    chosen, now = _filter(), clock.now()
    listed = queries.advice_listed(chosen.sought, viewer=current_actor(), today=clock.day_of(now))
    document = advice_document(listed, label(chosen.sought.view), now=now)
    return attached(document_pdf(document), "application/pdf", f"{document.title}.pdf")


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def new() -> ResponseReturnValue:
    """The form offers the latest meeting, or the one that the address names."""
    actor, now = current_actor(), clock.now()
    meetings = queries.advisory_meetings_held(now)
    named = next((each for each in meetings if str(each.id) == request.args.get("meeting")), None)
    meeting = named or next(iter(meetings), None)
    values = {"meeting": str(meeting.id) if meeting else "", "due_on": clock.day_of(now) + ANSWER_WITHIN}
    form = AdviceForm(data=values)
    form.offer(meetings, queries.experts_to_choose())
    if form.validate_on_submit():
        with form.refusals():
            advice = actions.note_advice(form.details(), actor=actor, now=now)
            flash(_("자문을 적었습니다. 답할 때까지 다음 자문회의 안건에 오릅니다."))
            return redirect(url_for(".piece", advice_id=advice.id))
    return page("advice/edit.html", form=form, advice=None)


@bp.get("/<uuid:advice_id>")
@requires(Permission.MEETING_READ)
def piece(advice_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    advice = queries.get_advice(advice_id, viewer=actor)
    return page(
        "advice/piece.html",
        advice=advice,
        last=queries.last_points([advice]).get(advice.id),
        may_apply=may_apply(advice.owner_id, actor),
        steps=history(ADVICE_STATES, advice.id),
        now=now,
    )


@bp.route("/<uuid:advice_id>/edit", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def edit(advice_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    advice = locked(queries.get_advice(advice_id, viewer=actor))
    form = AdviceForm(data=advice_values(advice))
    form.offer(queries.advisory_meetings_held(now), queries.experts_to_choose())
    if form.validate_on_submit():
        with form.refusals():
            actions.change_advice(advice, form.details(), actor=actor, now=now)
            form.flash_saved(_("고쳤습니다."))
            return redirect(url_for(".piece", advice_id=advice_id))
    return page("advice/edit.html", form=form, advice=advice)


@bp.route("/<uuid:advice_id>/answer", methods=["GET", "POST"])
@requires(Permission.MEETING_MANAGE)
def answer(advice_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    advice = queries.get_advice(advice_id, viewer=actor)
    form = AnswerForm()
    form.offer(users_who_may(Permission.MEETING_JOIN))
    if form.validate_on_submit():
        with form.refusals():
            actions.answer_advice(advice, form.answer(), actor=actor, now=now)
            flash(_("답을 적었습니다."))
            return redirect(back_or(url_for(".piece", advice_id=advice_id)))
    return page("advice/answer.html", form=form, advice=advice)


@bp.route("/<uuid:advice_id>/apply", methods=["GET", "POST"])
@requires(Permission.MEETING_JOIN)
def apply(advice_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    advice = queries.get_own_advice(advice_id, viewer=actor)
    form = ApplyForm(applied_on=clock.day_of(now))
    if form.validate_on_submit():
        with form.refusals():
            actions.apply_advice(advice, form.applied_in.data, form.applied_on.data, actor=actor, now=now)
            flash(_("반영한 것으로 적었습니다."))
            return redirect(back_or(url_for(".piece", advice_id=advice_id)))
    return page("advice/apply.html", form=form, advice=advice)


@bp.post("/<uuid:advice_id>/reopen")
@requires(Permission.MEETING_JOIN)
def reopen(advice_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.reopen_advice(queries.get_own_advice(advice_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("반영하는 중으로 돌렸습니다."))
    return redirect(url_for(".piece", advice_id=advice_id))


def badge(viewer: Actor) -> Select[int]:
    return queries.waiting_on(viewer.user_id)


def link_to_advice(advice_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_advice, advice_id)
    return links.Link(found.topic, url_for("advice.piece", advice_id=advice_id)) if found else None


def on_agenda_item(item: AgendaItem) -> str:
    """How the piece stands today that a point of an agenda is about."""
    advice = _advice_on(item).get(item.source_id) if item.source_id else None
    return render_template("advice/_on_agenda_item.html", advice=advice, now=clock.now()) if advice else ""


def _advice_on(item: AgendaItem) -> dict[UUID, Advice]:
    """Of the whole agenda, looked up once for a page."""
    known: dict[UUID, dict[UUID, Advice]] = g.setdefault("advice_on", {})
    if item.meeting_id not in known:
        known[item.meeting_id] = queries.advice_on(item.meeting.items)
    return known[item.meeting_id]


def on_meeting(meeting: Meeting) -> str:
    """What was advised at an advisory meeting, and the way to note more."""
    now = clock.now()
    if meeting.kind is not MeetingKind.ADVISORY or meeting.starts_at > now:
        return ""
    given = queries.advice_given_at(meeting)
    return render_template("advice/_on_meeting.html", meeting=meeting, pieces=given, now=now)


def on_my_tasks() -> str:
    """What one is to work in oneself."""
    user_id = current_actor().user_id
    pieces = queries.open_advice_of(user_id) if user_id else []
    return render_template("advice/_on_my_tasks.html", pieces=pieces, now=clock.now()) if pieces else ""
