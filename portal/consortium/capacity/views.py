"""Pages on which a member keeps its places, and on which coordinators and the office read them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.steps import locked
from portal.consortium.capacity import actions, entries, queries, rules, weeks
from portal.consortium.capacity.forms import (
    WEEKDAYS,
    ClosedDayForm,
    FreeForm,
    PatternForm,
    SlotForm,
    week_form,
)
from portal.consortium.capacity.models import CapacityPattern
from portal.consortium.capacity.presentation import columns_of, lines_of, words_of
from portal.consortium.catalogue.queries import referable_services, services_offered_by
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import (
    dongs_served,
    get_organisation,
    hindered_members,
    organisations,
    stop_ahead,
)
from portal.consortium.members.rules import member_hindrance
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.words import gettext as _

bp = Blueprint("capacity", __name__, url_prefix="/capacity")
FREE_SHOWN = 30
FARTHEST = timedelta(days=400)
"""No week farther away is shown, whatever address was typed."""


def own_organisation() -> Organisation:
    """The member whose staff is signed in; raises `NotFound` for anyone else."""
    organisation_id = current_actor().organisation_id
    if organisation_id is None:
        raise NotFound
    return get_organisation(organisation_id)


def horizon() -> int:
    return current_settings().capacity_horizon_days


def asked_monday(now: datetime) -> date:
    """The Monday of the week in the address, this week's when it names none."""
    try:
        day = date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        day = clock.day_of(now)
    return rules.monday_of(day if abs(day - clock.day_of(now)) < FARTHEST else clock.day_of(now))


def week_context(organisation: Organisation, monday: date, now: datetime) -> dict[str, Any]:
    """What the page of a week needs to say, whoever reads it."""
    today = clock.day_of(now)
    week = weeks.week_of(organisation, monday, now=now)
    return {
        "organisation": organisation,
        "week": week,
        "now": now,
        "this_monday": rules.monday_of(today),
        "is_past": monday < rules.monday_of(today),
        "columns": columns_of(week),
        "lines": lines_of(week),
        "words_of": words_of,
        "hindrance": member_hindrance(organisation, today),
        "stop": stop_ahead(organisation, today),
        "stale_days": stale_days(week, now),
    }


def stale_days(week: weeks.Week, now: datetime) -> int:
    """Days since the figures of the week were said to be true; 0 while that is not too long ago."""
    lasts = current_settings().target.places_confirmed_days
    if week.confirmed_at is None or not rules.is_stale(week.confirmed_at, now, lasts):
        return 0
    return rules.days_since(week.confirmed_at, now)


@bp.route("/week", methods=["GET", "POST"])
@requires(Permission.CAPACITY_OWN)
def week() -> ResponseReturnValue:
    now, organisation = clock.now(), locked(own_organisation())
    monday, like_last = asked_monday(now), request.args.get("like") == "last"
    form = week_form(weeks.week_of(organisation, monday, now=now), now, like_last=like_last)
    if form.validate_on_submit():
        with form.refusals():
            entries.set_places(organisation, form.changes(), actor=current_actor(), now=now)
            flash(_("빈자리를 올렸습니다."))
            return redirect(url_for(".week", week=monday))
    return page("capacity/week.html", form=form, like_last=like_last, **week_context(own_organisation(), monday, now))


@bp.get("/week/<uuid:organisation_id>")
@requires(Permission.CAPACITY_READ)
def member_week(organisation_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    context = week_context(get_organisation(organisation_id), asked_monday(now), now)
    members = [each for each in organisations(day=clock.day_of(now)) if not each.is_lead]
    return page("capacity/member_week.html", members=members, **context)


@bp.post("/confirm")
@requires(Permission.CAPACITY_OWN)
def confirm() -> ResponseReturnValue:
    organisation = own_organisation()
    actions.confirm_figures(organisation, actor=current_actor(), now=clock.now(), horizon_days=horizon())
    flash(_("고맙습니다. 숫자가 맞다고 적었습니다."))
    return redirect(url_for(".week", week=request.args.get("week")))


@bp.get("/patterns")
@requires(Permission.CAPACITY_OWN)
def patterns() -> ResponseReturnValue:
    organisation, today = own_organisation(), clock.day_of(clock.now())
    found = queries.patterns_of(organisation.id, day=today)
    return page(
        "capacity/patterns.html",
        patterns=found,
        weekdays=WEEKDAYS,
        hindrance=member_hindrance(organisation, today),
        ended=request.args.get("ended", type=UUID),
    )


def posted_words(hindrance: str | None) -> tuple[str, str]:
    """What is said after posting, with its tone: a member that may make no offers hears that nothing is offered yet."""
    if hindrance:
        return _("적어 두었습니다. 협약과 보험을 새로 등록하면 자리가 저절로 올라갑니다."), "warning"
    return _("매주 자리를 올렸습니다."), "success"


@bp.route("/patterns/new", methods=["GET", "POST"])
@requires(Permission.CAPACITY_OWN)
def new_pattern() -> ResponseReturnValue:
    organisation, now = own_organisation(), clock.now()
    form = PatternForm(valid_from=clock.day_of(now))
    form.offer_choices(services_offered_by(organisation.id, clock.day_of(now)), dongs_served(organisation))
    if form.validate_on_submit():
        with form.refusals():
            actions.post_pattern(organisation, form.details, actor=current_actor(), now=now, horizon_days=horizon())
            flash(*posted_words(member_hindrance(organisation, clock.day_of(now))))
            return redirect(url_for(".patterns"))
    return page("capacity/pattern.html", form=form, pattern=None, horizon=horizon())


@bp.route("/patterns/<uuid:pattern_id>/edit", methods=["GET", "POST"])
@requires(Permission.CAPACITY_OWN)
def edit_pattern(pattern_id: UUID) -> ResponseReturnValue:
    organisation, now = own_organisation(), clock.now()
    pattern = running_pattern(pattern_id)
    form = PatternForm(pattern)
    form.offer_choices(services_offered_by(organisation.id, clock.day_of(now)), dongs_served(organisation))
    if form.validate_on_submit():
        with form.refusals():
            actions.change_pattern(pattern, form.details, actor=current_actor(), now=now, horizon_days=horizon())
            form.flash_saved(_("매주 자리를 바꾸었습니다. 이미 잡힌 자리는 그대로입니다."))
            return redirect(url_for(".patterns"))
    return page("capacity/pattern.html", form=form, pattern=pattern, horizon=horizon())


def running_pattern(pattern_id: UUID) -> CapacityPattern:
    """The pattern of the address, held; whoever opened it before a colleague changed it meets what replaced it.

    The job that publishes slots locks no pattern: what it has made of this one by now is to be found.
    """
    pattern = locked(queries.get_pattern(pattern_id, viewer=current_actor(), ended=True), with_children=True)
    while pattern.ended_at is not None and pattern.replaced_by_id is not None:
        newer = queries.get_pattern(pattern.replaced_by_id, viewer=current_actor(), ended=True)
        pattern = locked(newer, with_children=True)
    if pattern.ended_at is not None:
        raise NotFound
    return pattern


@bp.post("/patterns/<uuid:pattern_id>/end")
@requires(Permission.CAPACITY_OWN)
def end_pattern(pattern_id: UUID) -> ResponseReturnValue:
    pattern = queries.get_pattern(pattern_id, viewer=current_actor())
    actions.end_pattern(pattern, actor=current_actor(), now=clock.now())
    return redirect(url_for(".patterns", ended=pattern_id))


@bp.post("/patterns/<uuid:pattern_id>/resume")
@requires(Permission.CAPACITY_OWN)
def resume_pattern(pattern_id: UUID) -> ResponseReturnValue:
    pattern = queries.get_ended_pattern(pattern_id, viewer=current_actor())
    actions.resume_pattern(pattern, actor=current_actor(), now=clock.now(), horizon_days=horizon())
    flash(_("매주 자리를 되돌렸습니다."))
    return redirect(url_for(".patterns"))


@bp.route("/slots/new", methods=["GET", "POST"])
@requires(Permission.CAPACITY_OWN)
def new_slot() -> ResponseReturnValue:
    organisation, now = own_organisation(), clock.now()
    form = SlotForm()
    form.offer_choices(services_offered_by(organisation.id, clock.day_of(now)), dongs_served(organisation))
    if form.validate_on_submit():
        with form.refusals():
            entries.post_slot(organisation, form.change, actor=current_actor(), now=now)
            flash(_("자리를 올렸습니다."))
            return redirect(url_for(".week", week=form.day.data))
    return page("capacity/slot.html", form=form)


@bp.route("/closed-days", methods=["GET", "POST"])
@requires(Permission.CAPACITY_OWN)
def closed_days() -> ResponseReturnValue:
    organisation, now, form = own_organisation(), clock.now(), ClosedDayForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.close_day(organisation, form.day.data, form.reason.data, actor=current_actor(), now=now)
            flash(_("쉬는 날로 정했습니다. 이 날은 새로 자리를 내지 않습니다."))
            return redirect(url_for(".closed_days"))
    organisation = own_organisation()
    days = queries.closed_days(organisation.id, clock.day_of(now))
    standing = {each.day: actions.standing_bookings(organisation, each.day) for each in days}
    return page("capacity/closed_days.html", form=form, days=days, standing=standing)


@bp.post("/closed-days/<uuid:closed_day_id>/reopen")
@requires(Permission.CAPACITY_OWN)
def reopen_day(closed_day_id: UUID) -> ResponseReturnValue:
    closed = queries.get_closed_day(closed_day_id, viewer=current_actor())
    actions.reopen_day(closed, own_organisation(), actor=current_actor(), now=clock.now(), horizon_days=horizon())
    flash(_("다시 자리를 냅니다."))
    return redirect(url_for(".closed_days"))


@bp.get("/free")
@requires(Permission.CAPACITY_READ)
def free() -> ResponseReturnValue:
    now = clock.now()
    today = clock.day_of(now)
    in_force = referable_services(day=today)
    form = FreeForm()
    form.offer_choices(in_force)
    service = next((each for each in in_force if each.code == form.service.data), None)
    slots = queries.free_slots(
        service.id if service else None, dong_code=form.dong.data or None, after=now, limit=FREE_SHOWN
    )
    confirmed = queries.confirmations([slot.pattern_id for slot in slots if slot.pattern_id])
    confirmed_days = current_settings().target.places_confirmed_days
    return page(
        "capacity/free.html",
        form=form,
        slots=slots,
        age={slot_id: rules.days_since(moment, now) for slot_id, moment in confirmed.items()},
        stale={slot_id for slot_id, moment in confirmed.items() if rules.is_stale(moment, now, confirmed_days)},
        limit=FREE_SHOWN,
        hindered=[(each, member_hindrance(each, today)) for each in hindered_members(today)],
    )
