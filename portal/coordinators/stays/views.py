"""Asking for a stay, admission and discharge, and answers about the home meanwhile."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.audit.actions import record_read
from portal.benefits.ledger.queries.stays import nights_away
from portal.consortium.catalogue.queries import providers_of
from portal.coordinators.gate.asking import hindrance_to_refer
from portal.coordinators.plans import queries as plans
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals import actions as referrals_actions
from portal.coordinators.referrals import queries as referrals
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import MOST_NIGHTS, Stay
from portal.coordinators.stays import actions, queries
from portal.coordinators.stays.actions import Discharge
from portal.coordinators.stays.forms import AskForm, CorrectForm, DaysForm, DischargeForm
from portal.coordinators.stays.rules import days_hindrance, nights_of
from portal.coordinators.stays.states import HomeAnswer, HomeTask
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import get_visit
from portal.coordinators.visits.states import ConfirmedBy, VisitState
from portal.core import clock
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page
from portal.web.returning import back_or, carrying
from portal.web.words import gettext as _

bp = Blueprint("stays", __name__, url_prefix="/stays")


@bp.route("/lines/<uuid:line_id>", methods=["GET", "POST"])
@requires(Permission.REFERRAL_MANAGE)
def ask(line_id: UUID) -> ResponseReturnValue:
    """First the days, then who has a bed in each of the nights, what it costs and what stands at home meanwhile."""
    actor, now = current_actor(), clock.now()
    line = plans.line(line_id, actor)
    if not line.service.is_by_night:
        raise NotFound
    gives_way = _named("instead_of", line) or _named("continues", line)
    days, form = DaysForm(_days_sent(gives_way)), AskForm()
    nights = _nights(days, _former(line))
    if nights and form.validate_on_submit():
        with form.refusals():
            asked = _ask(line, nights, form)
            return redirect(carrying(url_for("referrals.referral", referral_id=asked.id, asked=1)))
    household_id = line.plan.case.household_id
    record_read(actor=actor, now=now, subject=("household", household_id), fields="plan")
    return page(
        "stays/ask.html",
        line=line,
        days=days,
        form=form,
        nights=nights,
        gives_way=gives_way,
        hindrance=hindrance_to_refer(line, now),
        asked_span=queries.span_of(nights or [clock.day_of(now)]),
        places=_places(line, nights, gives_way) if nights else [],
        meanwhile=queries.visits_meanwhile(household_id, nights) if nights else [],
        providers=providers_of(line.service, clock.day_of(now)),
    )


def _places(line: PlanLine, nights: list[date], gives_way: Referral | None) -> list[queries.Place]:
    """A stay that goes on elsewhere does so at another place."""
    former = _former(line)
    found = queries.places_for(
        line, nights, now=clock.now(), but=[each.id for each in (gives_way, former) if each is not None]
    )
    return [place for place in found if former is None or place.organisation.id != former.organisation_id]


def _former(line: PlanLine) -> Referral | None:
    """The stay from which this one goes on elsewhere, also where it was asked for once before and came to nothing."""
    named, earlier = _named("continues", line), _named("instead_of", line)
    return named or (earlier.continues if earlier else None)


def _named(name: str, line: PlanLine) -> Referral | None:
    """A referral of the same line that the address names: one that this is asked in place of, or to go on from."""
    referral_id = request.args.get(name, type=UUID)
    if referral_id is None:
        return None
    found = referrals.get_referral(referral_id, viewer=current_actor())
    if found.plan_line_id != line.id or not found.is_stay:
        raise NotFound
    return found


def _days_sent(gives_way: Referral | None) -> MultiDict[str, str] | None:
    """The days of the stay that gives way, until others are sent; from today on, where it has begun."""
    if gives_way is None or "first" in request.args:
        return None
    span, today = gives_way.span, clock.day_of(clock.now())
    earliest = clock.day_of(span.starts_at) + timedelta(days="continues" in request.args)
    first, out = max(earliest, today), clock.day_of(span.ends_at) + timedelta(days=1)
    return MultiDict({"first": first.isoformat(), "out": out.isoformat()})


def _nights(days: DaysForm, former: Referral | None) -> list[date]:
    """The nights that were asked for, once the days can be; what is wrong with them stands beside its field."""
    if not days.is_sent or not days.validate():
        return []
    first, out = days.first.data, days.out.data
    former_first = clock.day_of(former.span.starts_at) if former else None
    wrong = days_hindrance(first, out, clock.day_of(clock.now()), former_first)
    if wrong:
        days[wrong[0]].errors = [_(wrong[1])]
        return []
    return nights_of(first, out)


def _ask(line: PlanLine, nights: list[date], form: AskForm) -> Referral:
    actor, now, note = current_actor(), clock.now(), form.note.data
    slot_id = request.form.get("slot", type=UUID)
    if slot_id is None:
        raise DomainError(N_("머물 곳을 골라 주십시오."))
    before, earlier = _former(line), _named("instead_of", line)
    stay = Stay(len(nights), form.pays_beyond.data, before.id if before else None)
    if earlier is None:
        return referrals_actions.request_referral(line, slot_id, note=note, actor=actor, now=now, stay=stay)
    return referrals_actions.refer_again(earlier, slot_id, note=note, actor=actor, now=now, stay=stay)


@bp.post("/<uuid:visit_id>/admit")
@requires(Permission.VISIT_RECORD)
def admit(visit_id: UUID) -> ResponseReturnValue:
    found = get_visit(visit_id, viewer=current_actor())
    actions.admit(found, actor=current_actor(), now=clock.now())
    flash(_("입소를 적었습니다."))
    return redirect(url_for("visits.visit", visit_id=visit_id))


@bp.route("/<uuid:visit_id>/discharge", methods=["GET", "POST"])
@requires(Permission.VISIT_RECORD)
def discharge(visit_id: UUID) -> ResponseReturnValue:
    """When they came and left, and which nights they were in hospital; filled in as booked."""
    actor, now = current_actor(), clock.now()
    found = get_visit(visit_id, viewer=actor)
    if found.state is not VisitState.BOOKED or not found.is_stay:
        return redirect(url_for("visits.visit", visit_id=visit_id))
    nights = nights_of(clock.day_of(found.starts_at), clock.day_of(found.ends_at) + timedelta(days=1))
    form = DischargeForm(nights, **_as_booked(found, nights))
    if form.validate_on_submit():
        with form.refusals():
            actions.discharge(found, _written(found, form), actor=actor, now=now)
            flash(_("퇴소를 적었습니다. 수고하셨습니다."))
            return redirect(url_for("referrals.referrals"))
    return page("stays/discharge.html", form=form, visit=found)


def _as_booked(found: Visit, nights: list[date]) -> dict[str, object]:
    """The admission as it was noted, or was booked; today, but no later than the day after the last night."""
    now = clock.now()
    return {
        "admitted": (found.arrived_at or found.starts_at).astimezone(clock.SEOUL).time(),
        "left_on": min(clock.day_of(now), nights[-1] + timedelta(days=1)),
        "left_at": now.astimezone(clock.SEOUL).time(),
    }


def _written(found: Visit, form: DischargeForm) -> Discharge:
    return Discharge(
        admitted_at=clock.at(clock.day_of(found.starts_at), form.admitted.data),
        left_at=form.moment_left,
        away=form.nights_away,
        confirmed_by=ConfirmedBy(form.confirmed_by.data),
        notes=form.notes.data,
    )


@bp.route("/<uuid:visit_id>/correct", methods=["GET", "POST"])
@requires(Permission.VISIT_RECORD)
def correct(visit_id: UUID) -> ResponseReturnValue:
    """A discharge that was written down wrongly, said anew with why."""
    actor, now = current_actor(), clock.now()
    found = get_visit(visit_id, viewer=actor)
    if found.state is not VisitState.DONE or not found.is_stay:
        return redirect(url_for("visits.visit", visit_id=visit_id))
    first = clock.day_of(found.starts_at)
    latest = min(clock.day_of(now), first + timedelta(days=MOST_NIGHTS))
    form = CorrectForm(nights_of(first, latest), away=[night.isoformat() for night in nights_away(visit_id)])
    if form.validate_on_submit():
        with form.refusals():
            actions.correct_discharge(found, _written(found, form), form.reason.data or "", actor=actor, now=now)
            flash(_("퇴소를 고쳤습니다. 자리와 금액이 함께 바뀌었습니다."))
            return redirect(url_for("visits.visit", visit_id=visit_id))
    return page("stays/correct.html", form=form, visit=found)


@bp.post("/homes/<uuid:referral_id>/<any(pet, post, boiler):task>")
@requires(Permission.REFERRAL_MANAGE)
def answer_home(referral_id: UUID, task: str) -> ResponseReturnValue:
    """The button of an answer sends it."""
    found = referrals.get_referral(referral_id, viewer=current_actor())
    told = request.form.get("answer", "")
    if told not in list(HomeAnswer):
        raise NotFound
    actions.answer_home(found, HomeTask(task), HomeAnswer(told), actor=current_actor(), now=clock.now())
    flash(_("답을 적었습니다."))
    return redirect(back_or(url_for("desk.household", household_id=found.household_id)))
