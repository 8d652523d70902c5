"""A resident's own pages: my care, my visits, my plan."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.coordinators.mycare import queries
from portal.coordinators.mycare.forms import OTHER_TIME, AgreeForm, CancelForm, FeedbackForm, MoveForm
from portal.coordinators.mycare.rules import STEPS
from portal.coordinators.plans.actions import agree_plan
from portal.coordinators.plans.states import AgreedBy, PlanState
from portal.coordinators.referrals.rules import proposals
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits import notices, wishes
from portal.coordinators.visits.actions import cancel_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import move_choices
from portal.coordinators.visits.rules import is_late
from portal.coordinators.visits.states import CANCELLED, ConfirmedBy, VisitState
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.notifications.telling import flash_with_messages
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.handing import Inside, hands_out
from portal.web.pages import page
from portal.web.words import gettext as _
from portal.workforce.workers.handing import photo_of

COMES, STAYS = N_("%(organisation)s에서 찾아뵙습니다."), N_("%(organisation)s에 머무십니다.")

bp = Blueprint("mycare", __name__, url_prefix="/my")


@bp.get("")
@requires(Permission.MY_CASE)
def home() -> ResponseReturnValue:
    now = clock.now()
    mine = queries.my_case(current_actor(), now=now)
    if mine is None:
        return page("mycare/none.html")
    return page(
        "mycare/home.html",
        mine=mine,
        steps=STEPS,
        events=queries.my_timeline(mine),
        is_ahead=is_ahead,
        can_be_rated=[visit for visit in mine.past if _is_rateable(visit)],
        now=now,
    )


def is_ahead(visit: Visit, now: datetime) -> bool:
    """Whether it has not begun: it can still be confirmed, moved and cancelled."""
    return visit.state is VisitState.BOOKED and visit.starts_at > now


def _is_rateable(visit: Visit) -> bool:
    return visit.state is VisitState.DONE and visit.rating is None


@bp.get("/visits/<uuid:visit_id>")
@requires(Permission.MY_CASE)
def visit(visit_id: UUID) -> ResponseReturnValue:
    found, now = queries.own_visit(visit_id, current_actor()), clock.now()
    return page(
        "mycare/visit.html",
        visit=found,
        is_coming=is_ahead(found, now),
        is_cancelled=found.state in CANCELLED,
        needs_confirming=found.state is VisitState.DONE and found.confirmed_by is ConfirmedBy.NOT_POSSIBLE,
        is_rateable=_is_rateable(found),
        phone=notices.phone_for(found.referral, clock.day_of(clock.now())),
    )


@bp.get("/visits/<uuid:visit_id>/worker-photo")
@requires(Permission.MY_CASE)
@hands_out(Inside.OWN, "who will stand before their door, who agreed to that")
def worker_photo(visit_id: UUID) -> ResponseReturnValue:
    """Of whoever comes, until they were there."""
    found = queries.own_visit(visit_id, current_actor())
    if found.worker is None or not is_ahead(found, clock.now()):
        raise NotFound
    return photo_of(found.worker)


@bp.get("/visits/<uuid:visit_id>/calendar.ics")
@requires(Permission.MY_CASE)
@hands_out(Inside.OWN, "a visit to whoever fetches it or whom they help")
def calendar(visit_id: UUID) -> ResponseReturnValue:
    """The visit for a phone's calendar; a moved visit keeps its place there, a cancelled one leaves it."""
    from portal.documents.calendar import visit_event  # noqa: PLC0415 icalendar costs time: only where one is made

    found = queries.own_visit(visit_id, current_actor())
    referral, is_cancelled = found.referral, found.state in CANCELLED
    changed_at = (referral.ended_at if is_cancelled else None) or found.booked_at
    place = referral.organisation
    written = visit_event(
        f"{referral.id}@mapo-care",
        found.starts_at,
        found.ends_at,
        notices.what_of(referral),
        place.address if found.is_stay else referral.household.address,
        _(STAYS if found.is_stay else COMES, organisation=place.name),
        stamp=changed_at,
        sequence=int(changed_at.timestamp()) - int(referral.requested_at.timestamp()) + is_cancelled,
        is_cancelled=is_cancelled,
    )
    headers = {"Content-Disposition": 'attachment; filename="visit.ics"'}
    return Response(written, mimetype="text/calendar", headers=headers)


@bp.post("/visits/<uuid:visit_id>/confirm")
@requires(Permission.MY_CASE_ACT)
def confirm(visit_id: UUID) -> ResponseReturnValue:
    found = queries.own_visit(visit_id, current_actor())
    wishes.confirm_coming(found, actor=current_actor(), now=clock.now())
    thanks = _("고맙습니다. 약속한 시간에 찾아뵙겠습니다.")
    flash(_("고맙습니다. 그날 시설에서 기다리겠습니다.") if found.is_stay else thanks)
    return redirect(url_for(".home"))


@bp.route("/visits/<uuid:visit_id>/move", methods=["GET", "POST"])
@requires(Permission.MY_CASE_ACT)
def move(visit_id: UUID) -> ResponseReturnValue:
    """Three times first, or another in words; the coordinator decides. The nights of a stay are no such times."""
    actor, now = current_actor(), clock.now()
    found = queries.own_visit(visit_id, actor)
    if found.is_stay:
        flash(_(wishes.STAY_KEEPS))
        return redirect(url_for(".visit", visit_id=visit_id))
    wanted = found.referral.case.application.day_times
    form = MoveForm(proposals(move_choices(found, after=now), wanted))
    if form.validate_on_submit():
        with form.refusals():
            chosen = None if form.slot.data == OTHER_TIME else UUID(form.slot.data)
            wishes.ask_to_move(found, form.wish.data, slot_id=chosen, actor=actor, now=now)
            flash_with_messages(_("바꾸고 싶은 시간을 적었습니다. 코디네이터의 오늘 연락에 올렸습니다."))
            return redirect(url_for(".visit", visit_id=visit_id))
    return page("mycare/move.html", form=form, visit=found)


@bp.route("/visits/<uuid:visit_id>/cancel", methods=["GET", "POST"])
@requires(Permission.MY_CASE_ACT)
def cancel(visit_id: UUID) -> ResponseReturnValue:
    """Says what follows, then cancels."""
    actor, now = current_actor(), clock.now()
    found = queries.own_visit(visit_id, actor)
    form = CancelForm()
    if form.validate_on_submit():
        with form.refusals():
            cancel_visit(found, CancelledBy.RESIDENT, note=form.note.data, actor=actor, now=now)
            flash_with_messages(_("방문을 취소했습니다. 코디네이터의 오늘 연락에 올렸습니다."))
            return redirect(url_for(".home"))
    late = is_late(found.starts_at, now, current_settings().target.late_cancellation_hours)
    return page("mycare/cancel.html", form=form, visit=found, late=late)


@bp.route("/visits/<uuid:visit_id>/feedback", methods=["GET", "POST"])
@requires(Permission.MY_CASE_ACT)
def feedback(visit_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.own_visit(visit_id, actor)
    form = FeedbackForm()
    if form.validate_on_submit():
        with form.refusals():
            text, is_shared = form.text.data, form.is_shared.data
            wishes.give_feedback(found, form.chosen, text, actor=actor, now=clock.now(), is_shared=is_shared)
            flash(_("말씀 고맙습니다."))
            return redirect(url_for(".home"))
    return page("mycare/feedback.html", form=form, visit=found)


@bp.post("/visits/<uuid:visit_id>/took-place")
@requires(Permission.MY_CASE_ACT)
def took_place(visit_id: UUID) -> ResponseReturnValue:
    wishes.confirm_took_place(queries.own_visit(visit_id, current_actor()), actor=current_actor(), now=clock.now())
    flash(_("확인해 주셔서 고맙습니다."))
    return redirect(url_for(".visit", visit_id=visit_id))


@bp.route("/plan", methods=["GET", "POST"])
@requires(Permission.MY_CASE)
def plan() -> ResponseReturnValue:
    """The plan in plain words; a draft can be agreed to."""
    actor = current_actor()
    found = queries.own_plan(actor)
    form = AgreeForm(shown=found.written_at.isoformat())
    if form.validate_on_submit():
        with form.refusals():
            form.refuse_another(found.written_at)
            agree_plan(found, AgreedBy.ONLINE, actor=actor, now=clock.now())
            flash(_("계획에 동의하셨습니다. 코디네이터가 방문 시간을 알아봅니다."))
            return redirect(url_for(".home"))
    return page("mycare/plan.html", form=form, plan=found, is_draft=found.state is PlanState.DRAFT)


def link_to_my_case(_user_id: UUID) -> links.Link:
    return links.Link(_("내 돌봄"), url_for("mycare.home"))
