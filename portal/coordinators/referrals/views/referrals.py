"""The co-operative's desk, the page of a referral with its next steps, and referring a plan line."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.actions import record_read
from portal.consortium.capacity.actions import FULL
from portal.consortium.catalogue.queries import price_on
from portal.coordinators.gate.asking import hindrance_to_refer
from portal.coordinators.gate.broken import broken_referral
from portal.coordinators.plans import queries as plans
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals import actions, presentation, queries, times
from portal.coordinators.referrals.cascade import allow_cascade, end_cascade, open_cascade
from portal.coordinators.referrals.forms import DeclineForm, HoldForm, ReferForm, ReferralFilter
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.presentation import steps_taken
from portal.coordinators.referrals.rules import day_groups, why_no_reminder
from portal.coordinators.referrals.scope import sees_disclosed_only
from portal.coordinators.referrals.states import OPEN_STATES, ReferralState
from portal.coordinators.referrals.views.blueprint import bp
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.notifications.telling import flash_with_messages
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.early import looks_first
from portal.web.navigation import PRESENT
from portal.web.once import sent_key
from portal.web.pages import page, page_number
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _


@bp.get("")
@requires(Permission.REFERRAL_READ)
def referrals() -> ResponseReturnValue:
    """What waits: for a co-operative its answers and visits, for others what came back."""
    actor, now = current_actor(), clock.now()
    if not sees_disclosed_only(actor):
        return page("referrals/waiting.html", referrals=queries.referrals_to_act_on(actor, now=now), now=now)
    waiting = queries.awaiting_answer(actor)
    return page(
        "referrals/desk.html",
        waiting=waiting,
        owed=queries.count_awaiting_answer(actor),
        without_consent=queries.without_consent(waiting),
        unrecorded=queries.booked(actor, ended_by=now),
        coming=day_groups(queries.booked(actor, starting_from=now), lambda referral: referral.slot.starts_at),
        accepted=queries.accepted(actor),
        just_accepted=_just("accepted", ReferralState.ACCEPTED),
        just_declined=_just("declined", ReferralState.DECLINED),
        today=clock.day_of(now),
        now=now,
    )


def _just(name: str, state: ReferralState) -> Referral | None:
    """The referral whose answer can be undone from the bar."""
    referral_id = request.args.get(name, type=UUID)
    referral = queries.get_referral(referral_id, viewer=current_actor()) if referral_id else None
    return referral if referral and referral.state is state else None


@bp.get("/all")
@requires(Permission.REFERRAL_READ)
def all_referrals() -> ResponseReturnValue:
    form = ReferralFilter()
    found = queries.referrals_for(current_actor(), states=form.states, page=page_number())
    return page("referrals/all.html", page=found, filter=form, now=clock.now())


@bp.get("/<uuid:referral_id>")
@requires(Permission.REFERRAL_READ)
def referral(referral_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_referral(referral_id, viewer=actor)
    person = queries.disclosed_person(found) if sees_disclosed_only(actor) else None
    if person is not None or actor.can(Permission.HOUSEHOLD_READ):
        record_read(actor=actor, now=now, subject=("household", found.household_id), fields="visit")
    may_ask_again = actor.can(Permission.REFERRAL_MANAGE) and queries.may_ask_again(found, now)
    return page(
        "referrals/referral.html",
        referral=found,
        steps=steps_taken(found.id, names_residents=person is not None or not sees_disclosed_only(actor)),
        person=person,
        note=queries.note_for(found, actor),
        facts=queries.facts_for(found, actor),
        next_slot=times.next_slot_for(found, now=now) if may_ask_again else None,
        may_ask_again=may_ask_again,
        same_time_is_free=found.slot.free > 0 and found.slot.starts_at > now,
        price=price_on(found.service, clock.day_of(found.slot.starts_at)),
        is_new="asked" in request.args and found.state is ReferralState.REQUESTED,
        lacking=queries.lacking_consent(found) if found.state in OPEN_STATES else None,
        broken=broken_referral(found, now=now),
        is_overdue=queries.is_answer_overdue(found, now),
        may_remind=not why_no_reminder(found.state, found.answer_reminded_at, now),
        goes_on=actor.can(Permission.REFERRAL_MANAGE) and open_cascade(found.plan_line_id) is not None,
        now=now,
    )


def _too_late(line_id: UUID) -> ResponseReturnValue | None:
    """Leads whoever wants a place that others took meanwhile back to the times; a note would be lost on the way."""
    slot_id, key = request.form.get("slot", type=UUID), sent_key()
    if slot_id is None or key is None or request.form.get("note") or not times.is_taken_meanwhile(slot_id, key):
        return None
    return redirect(url_for(".refer", line_id=line_id, instead_of=request.args.get("instead_of"), taken=1))


@bp.route("/lines/<uuid:line_id>", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
@looks_first(_too_late)
def refer(line_id: UUID) -> ResponseReturnValue:
    """Three proposals, then the days; the button of a time asks for it. Stays are asked for on a page of their own."""
    actor, now = current_actor(), clock.now()
    line = plans.line(line_id, actor)
    if line.service.is_linked:
        return redirect(carrying(url_for("outside.pass_on", linked_line_id=line.id)))
    if line.service.is_by_night:
        return redirect(carrying(url_for("stays.ask", line_id=line_id, instead_of=request.args.get("instead_of"))))
    form = ReferForm(goes_on=open_cascade(line.id) is not None)
    if form.validate_on_submit():
        with form.refusals():
            asked = _ask(line, form)
            return redirect(carrying(url_for(".referral", referral_id=asked.id, asked=1)))
    if form.errors:
        line = plans.line(line_id, actor)
    case = line.plan.case
    record_read(actor=actor, now=now, subject=("household", case.household_id), fields="plan")
    return page(
        "referrals/refer.html",
        form=form,
        line=line,
        hindrance=hindrance_to_refer(line, now),
        taken_meanwhile=FULL if "taken" in request.args and not form.errors else "",
        asked=queries.open_referrals_of_line(line),
        **presentation.offered_times(line, now),
    )


def _ask(line: PlanLine, form: ReferForm) -> Referral:
    actor, now, note = current_actor(), clock.now(), form.note.data
    if form.goes_on.data:
        allow_cascade(line, actor=actor, now=now)
    instead_of = request.args.get("instead_of", type=UUID)
    if instead_of is None:
        return actions.request_referral(line, _slot_id(), note=note, actor=actor, now=now)
    earlier = queries.get_referral(instead_of, viewer=actor)
    if earlier.plan_line_id != line.id:
        raise NotFound
    return actions.refer_again(earlier, _slot_id(), note=note, actor=actor, now=now)


def _slot_id() -> UUID:
    if (slot_id := request.form.get("slot", type=UUID)) is None:
        raise DomainError(N_("연계할 시간을 골라 주십시오."))
    return slot_id


@bp.post("/<uuid:referral_id>/again")
@requires(Permission.REFERRAL_MANAGE)
def refer_again(referral_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    earlier = queries.get_referral(referral_id, viewer=actor)
    again = actions.refer_again(earlier, _slot_id(), note=earlier.note_for_provider, actor=actor, now=clock.now())
    return redirect(carrying(url_for(".referral", referral_id=again.id, asked=1)))


@bp.post("/<uuid:referral_id>/accept")
@requires(Permission.REFERRAL_ANSWER)
def accept(referral_id: UUID) -> ResponseReturnValue:
    found = queries.get_referral(referral_id, viewer=current_actor())
    actions.accept_referral(found, actor=current_actor(), now=clock.now())
    return redirect(url_for(".referrals", accepted=found.id))


@bp.post("/<uuid:referral_id>/undo-accept")
@requires(Permission.REFERRAL_ANSWER)
def undo_accept(referral_id: UUID) -> ResponseReturnValue:
    found = queries.get_referral(referral_id, viewer=current_actor())
    actions.undo_accept(found, actor=current_actor(), now=clock.now())
    flash(_("수락을 되돌렸습니다. 다시 답해 주십시오."), "info")
    return redirect(url_for(".referrals"))


@bp.post("/<uuid:referral_id>/undo-decline")
@requires(Permission.REFERRAL_ANSWER)
def undo_decline(referral_id: UUID) -> ResponseReturnValue:
    found = queries.get_referral(referral_id, viewer=current_actor())
    actions.undo_decline(found, actor=current_actor(), now=clock.now())
    flash(_("거절을 되돌렸습니다. 다시 답해 주십시오."), "info")
    return redirect(url_for(".referrals"))


@bp.post("/<uuid:referral_id>/asks-no-further")
@requires(Permission.REFERRAL_MANAGE)
def ask_no_further(referral_id: UUID) -> ResponseReturnValue:
    found = queries.get_referral(referral_id, viewer=current_actor())
    end_cascade(found.plan_line_id, actor=current_actor(), now=clock.now())
    flash(_("이어서 묻기를 멈추었습니다."))
    return redirect(url_for(".referral", referral_id=referral_id))


@bp.route("/<uuid:referral_id>/decline", methods=["GET", "POST"])
@requires(Permission.REFERRAL_ANSWER)
def decline(referral_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_referral(referral_id, viewer=actor)
    form = DeclineForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.decline_referral(found, form.chosen_reason, note=form.note.data, actor=actor, now=clock.now())
            flash_with_messages(_("거절했습니다. 코디네이터의 처리할 연계에 올렸습니다."))
            return redirect(url_for(".referrals", declined=found.id))
    return page("referrals/decline.html", form=form, referral=found)


@bp.route("/<uuid:referral_id>/hold", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def hold(referral_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_referral(referral_id, viewer=actor)
    form = HoldForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.hold_referral(found, note=form.note.data, actor=actor, now=clock.now())
            flash_with_messages(_("연계를 잠시 멈추었습니다. 자리는 비었습니다."))
            return redirect(back_or(url_for(".referral", referral_id=referral_id)))
    return page("referrals/hold.html", form=form, referral=found)


@bp.post("/<uuid:referral_id>/resume")
@requires(Permission.REFERRAL_MANAGE)
def resume(referral_id: UUID) -> ResponseReturnValue:
    found = queries.get_referral(referral_id, viewer=current_actor())
    slot_id = request.form.get("slot", type=UUID)
    actions.resume_referral(found, slot_id=slot_id, actor=current_actor(), now=clock.now())
    flash_with_messages(_("다시 연계했습니다."))
    return redirect(back_or(url_for(".referral", referral_id=referral_id)))


@bp.post("/<uuid:referral_id>/withdraw")
@requires(Permission.REFERRAL_MANAGE)
def withdraw(referral_id: UUID) -> ResponseReturnValue:
    found = queries.get_referral(referral_id, viewer=current_actor())
    actions.withdraw_referral(found, actor=current_actor(), now=clock.now())
    flash_with_messages(_("연계를 거두었습니다. 자리는 비었습니다."))
    return redirect(back_or(url_for(".referral", referral_id=referral_id)))


@bp.post("/<uuid:referral_id>/close")
@requires(Permission.REFERRAL_MANAGE)
def close(referral_id: UUID) -> ResponseReturnValue:
    found = queries.get_referral(referral_id, viewer=current_actor())
    actions.close_referral(found, actor=current_actor(), now=clock.now())
    flash(_("마무리했습니다."))
    return redirect(back_or(url_for(".referrals")))


def link_to_referral(referral_id: UUID) -> links.Link | None:
    found = links.seen(queries.get_referral, referral_id)
    if found is None:
        return None
    words = _("%(service)s 연계 %(number)s", service=found.service.name, number=found.number)
    return links.Link(words, url_for("referrals.referral", referral_id=found.id))


def badge(viewer: Actor) -> Select[int]:
    """What waits for the viewer: answers to give, or answers that came."""
    if sees_disclosed_only(viewer):
        return queries.awaiting_answer_count(viewer)
    return queries.to_act_on_count(viewer, now=PRESENT)
