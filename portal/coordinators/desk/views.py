"""Today, the list of households, the page of one household, and closing its case."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from portal.audit.actions import record_read
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.queries import case_of_household, coordinator_names, earlier_cases
from portal.coordinators.caseload.states import NEW_STATES
from portal.coordinators.contacts.queries import due_count
from portal.coordinators.desk import actions
from portal.coordinators.desk.forms import ClosureForm, HouseholdsFilter
from portal.coordinators.desk.presentation import household_lines, next_step_item, searched_words, timeline_item
from portal.coordinators.desk.queries.household import open_referrals, overview
from portal.coordinators.desk.queries.households import COUNTED_AT_MOST, cases_for, people_of
from portal.coordinators.desk.queries.timeline import timeline
from portal.coordinators.desk.rules import ALL_STATES, Sort
from portal.coordinators.outside.queries import running_links
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Forbidden, NotFound
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.notifications.telling import flash_with_messages
from portal.residents.households.queries import get_household, news_of
from portal.residents.households.rules import understand_search
from portal.web import links
from portal.web.access import current_actor, requires
from portal.web.agenda import AGENDA, Desk, agenda_of
from portal.web.limits import searches
from portal.web.navigation import TODAY
from portal.web.numbered import hits, said
from portal.web.once import repeatable
from portal.web.pages import page, page_number
from portal.web.words import gettext as _
from portal.web.worklist import worklist

bp = Blueprint("desk", __name__)


@bp.get("/today")
@requires(Permission.CASELOAD_OWN)
def today() -> ResponseReturnValue:
    """What waits, one thing after the other; `focus` names the one to go on with."""
    now, asked = clock.now(), request.args
    shown = worklist(
        agenda_of(Desk(current_actor(), now)),
        dict(AGENDA.items()),
        now,
        address=url_for(".today"),
        kind=asked.get("kind", ""),
        focus=asked.get("focus", ""),
    )
    return page("desk/today.html", list=shown, now=now, day=clock.day_of(now), filter=HouseholdsFilter())


@bp.route("/households", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_READ)
@searches
@repeatable("leads to the same list again")
def households() -> ResponseReturnValue:
    actor = current_actor()
    sees_all = actor.can(Permission.HOUSEHOLD_ALL)
    form = HouseholdsFilter()
    form.offer(coordinator_names(now=clock.now()) if sees_all else ())
    if request.method == "POST":
        return redirect(form.found_at(".households"))
    filters = form.filters(clock.day_of(clock.now()))
    search = understand_search(filters.text)
    typed = search.typed
    by_number = hits(typed) if typed else []
    about = tuple(hit.household_id for hit in by_number if hit.household_id)
    found = cases_for(actor, replace(filters, households=about), page_number())
    return page(
        "desk/households.html",
        filter=form,
        list=found,
        typed=typed,
        searched=searched_words(search, filters.text),
        by_number=by_number,
        people=people_of(about) if about else {},
        rows=household_lines(found.page.items, filters.today, with_log=not sees_all, covers=actor.covers),
        counted_at_most=COUNTED_AT_MOST,
        all_states=ALL_STATES,
        sort_url=_sorting(url_for(".households"), request.args.to_dict()),
        sees_all=sees_all,
    )


def _sorting(address: str, asked: dict[str, str]) -> Callable[[str], dict[str, str]]:
    """Address and present direction of each column that sorts: a second click turns it round."""
    now, is_backwards = asked.get("sort") or Sort.CONTACT, asked.get("order") == "desc"
    others = {name: value for name, value in asked.items() if value and name not in ("sort", "order", "page")}

    def sort_url(sort: str) -> dict[str, str]:
        if now != sort:
            return {"href": f"{address}?{urlencode({**others, 'sort': sort})}", "sorted": ""}
        order = {} if is_backwards else {"order": "desc"}
        direction = "descending" if is_backwards else "ascending"
        return {"href": f"{address}?{urlencode({**others, 'sort': sort, **order})}", "sorted": direction}

    return sort_url


@bp.get("/households/<uuid:household_id>")
@requires(Permission.HOUSEHOLD_READ)
def household(household_id: UUID) -> ResponseReturnValue:
    """One that was joined to another leads there."""
    now_in = get_household(household_id).joined_into_id
    if now_in is not None:
        return redirect(url_for(".household", household_id=now_in))
    return _household_page(household_id, is_revealed=False)


@bp.route("/households/<uuid:household_id>/reveal", methods=["GET", "POST"])
@requires(Permission.HOUSEHOLD_REVEAL)
@repeatable("only shows; each time is recorded as a read of its own")
def reveal(household_id: UUID) -> ResponseReturnValue:
    """The same page with telephone, address and birth date in full; its bare address leads back to the masked one."""
    if request.method != "POST":
        return redirect(url_for(".household", household_id=household_id, page=request.args.get("page")))
    return _household_page(household_id, is_revealed=True)


def _household_page(household_id: UUID, *, is_revealed: bool) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    case = case_of_household(household_id, viewer=actor)
    fields = "phone, address, birth" if is_revealed else "page"
    record_read(actor=actor, now=now, subject=("household", household_id), fields=fields)
    shown, events = overview(case, now=now), timeline(case, actor, page_number())
    person = case.application.person
    return page(
        "desk/household.html",
        case=case,
        charge=in_charge(case, clock.day_of(now)),
        household=case.household,
        person=person,
        overview=shown,
        steps=[next_step_item(step, shown, household_id) for step in shown.steps],
        events=events,
        items=[timeline_item(event, household_id) for event in events.items],
        consents=shown.consents,
        earlier=earlier_cases(case),
        news=news_of(household_id),
        is_new=case.state in NEW_STATES,
        is_revealed=is_revealed,
        today=clock.day_of(now),
    )


@bp.route("/households/<uuid:household_id>/closure", methods=["GET", "POST"])
@requires(Permission.CASE_CLOSE)
def close(household_id: UUID) -> ResponseReturnValue:
    actor = current_actor()
    case = case_of_household(household_id, viewer=actor)
    form = ClosureForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.close_household_case(case, form.reason.data, form.note.data, actor=actor, now=clock.now())
            flash_with_messages(_("돌봄을 종결했습니다. 기록은 계속 볼 수 있습니다."))
            return redirect(url_for(".household", household_id=household_id))
    case = case_of_household(household_id, viewer=actor)
    record_read(actor=actor, now=clock.now(), subject=("household", household_id), fields="closure")
    return page("desk/close.html", form=form, case=case, running=open_referrals(case), links=running_links(case.id))


def link_to_household(household_id: UUID) -> links.Link | None:
    try:
        case = case_of_household(household_id, viewer=current_actor())
    except (Forbidden, NotFound):
        return None
    words = said(case.household.number, Series.HOUSEHOLD)
    return links.Link(words, url_for("desk.household", household_id=household_id))


def due_now(viewer: Actor) -> Select[int]:
    return due_count(viewer, TODAY)
