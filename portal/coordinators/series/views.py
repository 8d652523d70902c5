"""Regular visits: previewed and asked, answered as one, stopped, gone on with, and listed."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.coordinators.gate.asking import hindrance_to_refer
from portal.coordinators.plans import queries as plans
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals import queries as referrals
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.scope import sees_disclosed_only
from portal.coordinators.referrals.states import OPEN_STATES, ReferralState
from portal.coordinators.series import actions, queries
from portal.coordinators.series.actions import SeenOtherwise
from portal.coordinators.series.answering import accept_series, decline_series
from portal.coordinators.series.forms import (
    AcceptForm,
    DeclineForm,
    SeriesFilter,
    StopForm,
    WishForm,
    values_of_line,
    values_of_series,
)
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.presentation import gaps_for, is_left_out, late_among
from portal.coordinators.series.preview import Preview, Wish, preview
from portal.coordinators.series.queries import Place
from portal.coordinators.series.rhythm import going_on, next_day_after, refuse_rule
from portal.coordinators.series.rules import comes_back, was_reminded
from portal.coordinators.series.running import stop_series
from portal.coordinators.series.states import SeriesState
from portal.core import clock
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.permissions import Permission
from portal.core.urgency import is_overdue
from portal.notifications.telling import flash_with_messages
from portal.web.access import current_actor, requires
from portal.web.forms import new_form_key
from portal.web.pages import page, page_number
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _
from portal.workforce.workers.queries import able_workers

bp = Blueprint("series", __name__, url_prefix="/series")


@bp.get("")
@requires(Permission.REFERRAL_READ)
def all_series() -> ResponseReturnValue:
    """Those that end soon, and all of them."""
    viewer, form = current_actor(), SeriesFilter()
    return page(
        "series/all.html",
        ending=queries.ending(viewer, day_of(clock.now())) if viewer.can(Permission.REFERRAL_MANAGE) else [],
        page=queries.series_for(viewer, states=form.states, page=page_number()),
        filter=form,
    )


@bp.route("/lines/<uuid:line_id>", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def ask(line_id: UUID) -> ResponseReturnValue:
    """What each day would meet is shown before anything is asked."""
    line = plans.line(line_id, current_actor())
    return _wish_page(line, None)


@bp.route("/<uuid:series_id>/extend", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def extend(series_id: UUID) -> ResponseReturnValue:
    """The same rhythm goes on after its last day, by the plan in force; what was declined is asked elsewhere."""
    actor = current_actor()
    series = queries.get_series(series_id, viewer=actor)
    return _wish_page(plans.line(queries.line_to_go_on(series).id, actor), series)


def _wish_page(line: PlanLine, before: CareSeries | None) -> ResponseReturnValue:
    if not comes_back(line.service):
        return redirect(carrying(url_for("referrals.refer", line_id=line.id)))
    now = clock.now()
    places = queries.places_for(line, now=now)
    form, found, changed = _wish_form(line, before, places), None, False
    if form.validate_on_submit():
        with form.refusals():
            wish = _wish_of(form, before)
            found, changed = _previewed(line, wish), "ask" in request.form
            if changed and form.seen.data == found.digest:
                try:
                    return _asked(line, wish, form, before)
                except SeenOtherwise as other:
                    found = other.found
            form.seen.data, form.form_key.data = found.digest, new_form_key()
    if form.errors:
        line, changed = plans.line(line.id, current_actor()), False
    record_read(actor=current_actor(), now=now, subject=("household", line.plan.case.household_id), fields="plan")
    hindrance = hindrance_to_refer(line, now)
    told = {"line": line, "before": before, "places": places, "found": found, "changed": changed}
    return page("series/ask.html", form=form, hindrance=hindrance, **told)


def _wish_form(line: PlanLine, before: CareSeries | None, places: Sequence[Place]) -> WishForm:
    """Begins with what the plan, or the series before, says."""
    today = day_of(clock.now())
    if before is None:
        values = values_of_line(line, places, next_day_after(today, None, None))
    elif before.state is SeriesState.DECLINED and before.first_on > today:
        values = values_of_series(before, line, places, before.first_on)
    else:
        last_on = today if before.state is SeriesState.DECLINED else before.last_on
        values = values_of_series(before, line, places, next_day_after(today, last_on, before.rule))
    form = WishForm(data=values)
    form.offer(places)
    return form


def _wish_of(form: WishForm, before: CareSeries | None) -> Wish:
    wish = form.read_wish()
    return replace(wish, rule=going_on(wish.rule, before.rule)) if before else wish


def _previewed(line: PlanLine, wish: Wish) -> Preview:
    refuse_rule(wish.rule, day_of(clock.now()))
    return preview(line, wish, now=clock.now())


def _asked(line: PlanLine, wish: Wish, form: WishForm, before: CareSeries | None) -> ResponseReturnValue:
    series = actions.ask_series(
        line,
        wish,
        takes_gaps=form.leaves_gaps,
        note=form.note.data,
        actor=current_actor(),
        now=clock.now(),
        seen=form.seen.data,
        before=before,
    )
    flash_with_messages(
        _("정기 방문을 요청했습니다. 협동조합이 수락하면 그때 방문할 수 있는 날이 예약됩니다.")
        if series.takes_gaps
        else _("정기 방문을 요청했습니다. 협동조합이 수락하면 모두 예약됩니다.")
    )
    return redirect(carrying(url_for(".series", series_id=series.id)))


@bp.get("/<uuid:series_id>")
@requires(Permission.REFERRAL_READ)
def series(series_id: UUID) -> ResponseReturnValue:
    viewer, now = current_actor(), clock.now()
    found = queries.get_series(series_id, viewer=viewer)
    if viewer.can(Permission.HOUSEHOLD_READ):
        record_read(actor=viewer, now=now, subject=("household", found.household_id), fields="visit")
    return _series_page(found, _accept_form(found))


def _series_page(found: CareSeries, form: AcceptForm) -> ResponseReturnValue:
    now, asked, viewer = clock.now(), queries.referrals_of(found), current_actor()
    is_asked, empty = found.state is SeriesState.ASKED, {gap.day for gap in found.gaps}
    return page(
        "series/series.html",
        series=found,
        referrals=[one for one in asked if not is_left_out(one, empty)],
        gaps=gaps_for(found, viewer),
        form=form if is_asked else None,
        lacking=referrals.lacking_consent(asked[0]) if asked and is_asked else None,
        note=_note(asked, viewer),
        is_over=not any(one.state is ReferralState.BOOKED and one.slot.starts_at > now for one in asked),
        still_asks=any(one.state is ReferralState.REQUESTED for one in asked),
        may_remind=is_asked and not was_reminded(found, now),
        line=queries.line_to_go_on(found),
        disclosed_only=sees_disclosed_only(viewer),
    )


def _note(asked: Sequence[Referral], viewer: Actor) -> str:
    """What the co-operative is told, read from a day that is still open where there is one."""
    told = next((one for one in asked if one.state in OPEN_STATES), next(iter(asked), None))
    return referrals.note_for(told, viewer) if told else ""


def _accept_form(found: CareSeries) -> AcceptForm:
    """Whoever came last is chosen already."""
    workers = able_workers(found.organisation_id, found.plan_line.service_id, found.first_on)
    last = queries.last_worker_of(found.plan_line_id, found.organisation_id)
    form = AcceptForm(data={"worker": str(last) if last in {each.id for each in workers} else ""})
    form.offer([(str(each.id), each.name) for each in workers])
    return form


@bp.post("/<uuid:series_id>/accept")
@requires(Permission.REFERRAL_ANSWER)
def accept(series_id: UUID) -> ResponseReturnValue:
    found = queries.get_series(series_id, viewer=current_actor())
    form = _accept_form(found)
    if form.validate_on_submit():
        with form.refusals():
            done = accept_series(found, worker_id=form.worker_id, actor=current_actor(), now=clock.now())
            flash_with_messages(_("수락했습니다. 방문 %(count)d번이 예약되었습니다.", count=done.booked))
            if done.left_out:
                flash(_("그 사이에 안 되게 된 %(count)d일은 빈 날로 두었습니다.", count=done.left_out), "warning")
            return redirect(url_for(".series", series_id=series_id))
    found = queries.get_series(series_id, viewer=current_actor())
    if found.state is not SeriesState.ASKED:
        for message in form.form_errors:
            flash(message, "danger")
    return _series_page(found, form)


@bp.route("/<uuid:series_id>/decline", methods=["GET", "POST"])
@requires(Permission.REFERRAL_ANSWER)
def decline(series_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    found = queries.get_series(series_id, viewer=actor)
    form = DeclineForm()
    if form.validate_on_submit():
        with form.refusals():
            decline_series(found, form.chosen_reason, note=form.note.data, actor=actor, now=clock.now())
            flash_with_messages(_("정기 방문을 거절했습니다. 잡아 두신 자리는 모두 비었습니다."))
            return redirect(url_for("referrals.referrals"))
    return page("series/decline.html", form=form, series=found)


@bp.post("/<uuid:series_id>/withdraw")
@requires(Permission.REFERRAL_MANAGE)
def withdraw(series_id: UUID) -> ResponseReturnValue:
    found = queries.get_series(series_id, viewer=current_actor())
    actions.withdraw_series(found, actor=current_actor(), now=clock.now())
    flash_with_messages(_("정기 방문 요청을 거두었습니다. 자리는 모두 비었습니다."))
    return redirect(back_or(url_for(".series", series_id=series_id)))


@bp.post("/<uuid:series_id>/remind")
@requires(Permission.REFERRAL_MANAGE)
def remind(series_id: UUID) -> ResponseReturnValue:
    found = queries.get_series(series_id, viewer=current_actor())
    actions.remind_series(found, actor=current_actor(), now=clock.now())
    flash_with_messages(_("답을 재촉했습니다."))
    return redirect(back_or(url_for(".series", series_id=series_id)))


@bp.route("/<uuid:series_id>/stop", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def stop(series_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    found = queries.get_series(series_id, viewer=actor)
    form = StopForm(data={"from_on": day_of(now)})
    if form.validate_on_submit():
        with form.refusals():
            count = stop_series(
                found, form.from_on.data, by=form.cancelled_by, note=form.note.data, actor=actor, now=now
            )
            flash_with_messages(_("방문 %(count)d번을 취소했습니다.", count=count))
            return redirect(back_or(url_for(".series", series_id=series_id)))
    coming = queries.referrals_of(found, ReferralState.BOOKED, since=now)
    return page("series/stop.html", form=form, series=found, coming=coming, late=late_among(coming, now))


@bp.post("/<uuid:series_id>/end")
@requires(Permission.REFERRAL_MANAGE)
def end(series_id: UUID) -> ResponseReturnValue:
    found = queries.get_series(series_id, viewer=current_actor())
    actions.end_series(found, actor=current_actor(), now=clock.now())
    flash(_("이어 가지 않기로 했습니다.") if found.let_end_at else _("마무리했습니다."))
    return redirect(back_or(url_for(".series", series_id=series_id)))


def on_desk() -> str:
    """On the home of a co-operative: the regular visits that it has still to answer."""
    waiting = queries.to_answer(current_actor())
    return render_template("series/_on_desk.html", waiting=waiting) if waiting else ""


def unanswered() -> str:
    """Among the answers that co-operatives owe: those about regular visits."""
    waiting, now = queries.to_answer(current_actor()), clock.now()
    late = {series.id for series in waiting if is_overdue(series.answer_due_at, now)}
    return render_template("series/_unanswered.html", waiting=waiting, late=late) if waiting else ""


def of_plan(plan: CarePlan) -> str:
    """Below an agreed plan: its regular visits, and asking for new ones."""
    if plan.state is not PlanState.AGREED:
        return ""
    found = queries.series_of_case(plan.case)
    return render_template("series/_of_plan.html", plan=plan, found=found)
