"""How it stands with somebody who is watched: for whoever works with them, and on the person's own page."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.core import clock
from portal.core.clock import SEOUL
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.monitoring.alerts.queries import open_alert_of
from portal.monitoring.devices.queries import devices_of
from portal.monitoring.watching import actions, asking, queries
from portal.monitoring.watching.facts import facts_of
from portal.monitoring.watching.forms import AbsenceForm, SeenForm
from portal.monitoring.watching.models import Watch
from portal.monitoring.watching.rules import Facts, hours_that_count, outlook
from portal.monitoring.watching.states import HomesView, SaidBy, WatchWish
from portal.monitoring.watching.steady import steady
from portal.monitoring.watching.trying import longest_silences
from portal.residents.households.models import Person
from portal.residents.households.queries import get_household, person_of_user
from portal.residents.households.scope import require_scope
from portal.web.access import current_actor, requires
from portal.web.labels import label
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("watching", __name__)


def facts_about(watch: Watch, now: datetime) -> Facts:
    ((_watch, facts),) = facts_of([watch], now)
    return facts


@bp.get("/households/<uuid:household_id>/watching")
@requires(Permission.WATCH_MANAGE)
def household(household_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    _require(household_id, now)
    watch, person = queries.watch_of(household_id), get_household(household_id).person
    facts = facts_about(watch, now) if watch else None
    return page(
        "watching/household.html",
        person=person,
        watch=watch,
        facts=facts,
        looks_at=outlook(facts, now) if facts else None,
        danger_hours=hours_that_count(facts.eyes).danger if facts else None,
        is_watched=queries.is_under_watch(household_id),
        devices=devices_of(household_id),
        days=queries.days_of(household_id, clock.day_of(now)),
        signs=queries.life_signs(household_id),
        quiet=longest_silences(watch, now)[:3] if watch else (),
        absences=queries.absences_to_come(household_id, now),
    )


def _require(household_id: UUID, now: datetime) -> None:
    """Seeing how somebody lives is a recorded read."""
    actor = current_actor()
    require_scope(household_id, actor)
    record_read(actor=actor, now=now, subject=("household", household_id), fields="watching")


@bp.route("/households/<uuid:household_id>/watching/seen", methods=["GET", "POST"])
@requires(Permission.WATCH_MANAGE)
def seen(household_id: UUID) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    _require(household_id, now)
    form = SeenForm(day=clock.day_of(now), at=now.astimezone(SEOUL).time())
    if form.validate_on_submit():
        with form.refusals():
            actions.note_seen(household_id, form.how.data, form.moment, form.note.data, actor=actor, now=now)
            flash(_("안부를 확인한 일을 적었습니다. 이때부터 다시 셉니다."))
            return redirect(url_for(".household", household_id=household_id))
    return page("watching/seen.html", form=form, person=get_household(household_id).person)


@bp.route("/households/<uuid:household_id>/watching/absences/new", methods=["GET", "POST"])
@requires(Permission.WATCH_MANAGE)
def absence(household_id: UUID) -> ResponseReturnValue:
    now = clock.now()
    _require(household_id, now)
    form = AbsenceForm(from_on=clock.day_of(now))
    if form.validate_on_submit() and _tell(form, household_id, SaidBy.STAFF, now):
        return redirect(url_for(".household", household_id=household_id))
    person, alert = get_household(household_id).person, open_alert_of(household_id)
    return page("watching/absence.html", form=form, person=person, alert=alert)


def _tell(form: AbsenceForm, household_id: UUID, told_by: SaidBy, now: datetime) -> bool:
    with form.refusals():
        actions.tell_absence(
            household_id,
            form.kind.data,
            form.starts_at(now, clock.day_of(now)),
            form.ends_at,
            form.note.data,
            told_by=told_by,
            actor=current_actor(),
            now=now,
        )
        if open_alert_of(household_id) is None:
            flash(_("집을 비우는 때를 적었습니다. 돌아오는 날까지는 신호가 없어도 찾지 않습니다."))
        else:
            flash(_("집을 비우는 때를 적었습니다. 안부 경보는 담당자가 마칠 때까지 이어집니다."))
    return not form.errors


@bp.post("/households/<uuid:household_id>/watching/absences/<uuid:absence_id>/end")
@requires(Permission.WATCH_MANAGE)
def end_absence(household_id: UUID, absence_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    actions.end_absence(queries.get_absence(absence_id, viewer=actor), actor=actor, now=clock.now())
    flash(_("지금부터 다시 살핍니다."))
    return redirect(url_for(".household", household_id=household_id))


@bp.post("/households/<uuid:household_id>/watching/weekends/<any(on,off):weekends>")
@requires(Permission.WATCH_MANAGE)
def weekends(household_id: UUID, weekends: str) -> ResponseReturnValue:
    actions.watch_weekends(household_id, weekends == "on", actor=current_actor(), now=clock.now())
    flash(_("쉬는 날에도 살핍니다.") if weekends == "on" else _("쉬는 날의 신호는 다음 근무일 아침에 살핍니다."))
    return redirect(url_for(".household", household_id=household_id))


@bp.get("/watching")
@requires(Permission.WATCH_MANAGE)
def homes() -> ResponseReturnValue:
    """Which homes are watched, which never were asked, and what the others answered."""
    asked = request.args.get("view", "")
    view = next((each for each in HomesView if each.value == asked), HomesView.NEVER)
    found = asking.homes(view, page_number(), viewer=current_actor())
    views = [(label(each), url_for(".homes", view=each), each is view, None) for each in HomesView]
    shown = asking.homes_of([case.household_id for case in found.items])
    return page("watching/homes.html", view=view, views=views, found=found, homes=shown)


@bp.post("/households/<uuid:household_id>/watching/asked/<any(wants,declines,later):wish>")
@requires(Permission.WATCH_MANAGE)
def ask(household_id: UUID, wish: str) -> ResponseReturnValue:
    asking.keep_wish(household_id, WatchWish(wish), actor=current_actor(), now=clock.now())
    flash(_("여쭌 답을 적었습니다."))
    return redirect(back_or(url_for("desk.household", household_id=household_id)))


def own_person() -> Person:
    """Whoever signed in, for themselves alone; raises `NotFound` for an account without a file."""
    user_id = current_actor().user_id
    person = person_of_user(user_id) if user_id else None
    if person is None:
        raise NotFound
    return person


@bp.get("/my/watching")
@requires(Permission.MY_FILE)
def own() -> ResponseReturnValue:
    person, now = own_person(), clock.now()
    watch = queries.watch_of(person.household_id)
    facts = facts_about(watch, now) if watch else None
    return page(
        "watching/own.html",
        person=person,
        watch=watch if queries.is_under_watch(person.household_id) else None,
        facts=facts,
        looks_at=outlook(facts, now) if facts else None,
        devices=[device for device in devices_of(person.household_id) if device.state in queries.EYES],
        absences=queries.absences_to_come(person.household_id, now),
        is_looked_for=_is_looked_for(person),
    )


def _is_looked_for(person: Person) -> bool:
    """An alert that is open goes on, whatever they announce."""
    return open_alert_of(person.household_id) is not None


@bp.post("/my/well")
@requires(Permission.MY_FILE)
def well() -> ResponseReturnValue:
    actions.press_button(own_person(), actor=current_actor(), now=steady(clock.now()))
    flash(_("고맙습니다. 오늘 잘 계신 것으로 적었습니다."))
    return redirect(url_for("mycare.home"))


@bp.route("/my/watching/absences/new", methods=["GET", "POST"])
@requires(Permission.MY_FILE)
def own_absence() -> ResponseReturnValue:
    person, now = own_person(), clock.now()
    form = AbsenceForm(from_on=clock.day_of(now))
    if form.validate_on_submit() and _tell(form, person.household_id, SaidBy.PERSON, now):
        return redirect(url_for(".own"))
    return page("watching/own_absence.html", form=form, person=person, is_looked_for=_is_looked_for(person))


@bp.post("/my/watching/absences/<uuid:absence_id>/end")
@requires(Permission.MY_FILE)
def end_own_absence(absence_id: UUID) -> ResponseReturnValue:
    found = queries.own_absence(absence_id, own_person().household_id)
    actions.end_absence(found, actor=current_actor(), now=clock.now())
    flash(_("지금부터 다시 살핍니다."))
    return redirect(url_for(".own"))
