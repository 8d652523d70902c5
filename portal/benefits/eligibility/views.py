"""The pages of eligibility: what is known of a household, trying a person, whom a new edition changes."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.benefits.eligibility import actions, queries
from portal.benefits.eligibility.effects import effect_of
from portal.benefits.eligibility.forms import GroupForm, IncomeForm, PreviewedForm, TryForm, WhichForm
from portal.benefits.eligibility.queries import Change
from portal.benefits.eligibility.rules import Facts, find
from portal.benefits.eligibility.states import Answer
from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.queries import EditionInForce, editions_of, get_edition, programmes
from portal.core import clock
from portal.core.permissions import Permission
from portal.residents.households.models import Person
from portal.residents.households.queries import get_household
from portal.residents.households.scope import require_scope
from portal.web.access import current_actor, requires
from portal.web.once import repeatable
from portal.web.pages import page, page_number
from portal.web.words import gettext as _

bp = Blueprint("eligibility", __name__)


def person_in_scope(household_id: UUID) -> Person:
    """The person of a household with whom the viewer works; that this page is read is recorded."""
    require_scope(household_id, current_actor())
    record_read(actor=current_actor(), now=clock.now(), subject=("household", household_id), fields="eligibility")
    return get_household(household_id).person


def today() -> date:
    return clock.day_of(clock.now())


@bp.get("/households/<uuid:household_id>/eligibility")
@requires(Permission.ELIGIBILITY_READ)
def household(household_id: UUID) -> ResponseReturnValue:
    """What the programmes of today, or another edition or day that was asked for, answer to a household's person."""
    person, day, form = person_in_scope(household_id), today(), WhichForm()
    form.offer(offered_editions())
    found = answered(form, partial(queries.facts_of, person)) if form.validate() else []
    income = queries.income_on(person.id, day)
    return page(
        "eligibility/household.html",
        form=form,
        person=person,
        day=day,
        found=found,
        checks=queries.checks_of_person(person.id),
        income=income,
        income_is_old=income is not None and income.table_year < day.year,
        incomes=queries.incomes_of(person.id),
        groups=queries.groups_of(person.id),
        group_rows=queries.group_rows_on(person.id, day),
    )


@bp.route("/households/<uuid:household_id>/income", methods=["GET", "POST"])
@requires(Permission.ELIGIBILITY_WRITE)
def income(household_id: UUID) -> ResponseReturnValue:
    """What a band would change is shown first; the second press keeps exactly that."""
    person, form = person_in_scope(household_id), IncomeForm()
    changes: list[Change] | None = None
    if not form.is_submitted():
        form.begin(today())
    elif form.validate():
        with form.refusals():
            actions.refuse_income(form.facts, today())
            if form.is_confirmed:
                actions.verify_income(person, form.facts, actor=current_actor(), now=clock.now())
                return kept(household_id, _("소득 구간을 저장했습니다."))
            changes = shown_changes(form, person, form.from_on.data, form.applied_to)
    return page("eligibility/income.html", form=form, person=person, changes=changes, from_on=form.from_on.data)


def kept(household_id: UUID, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for(".household", household_id=household_id))


def shown_changes(form: PreviewedForm, person: Person, day: date, applied_to: Callable[[Facts], Facts]) -> list[Change]:
    """What each programme would answer from `day` on; the form remembers that it was shown."""
    before = queries.facts_of(person, day)
    form.was_shown()
    return queries.changes_by(before, applied_to(before), day)


@bp.route("/households/<uuid:household_id>/groups", methods=["GET", "POST"])
@requires(Permission.ELIGIBILITY_WRITE)
def groups(household_id: UUID) -> ResponseReturnValue:
    """The same for whether somebody belongs to a group."""
    person, form = person_in_scope(household_id), GroupForm()
    changes: list[Change] | None = None
    if not form.is_submitted():
        form.from_on.data = today()
    elif form.validate():
        with form.refusals():
            if form.is_confirmed:
                save_group(person, form)
                return kept(household_id, _("해당하는 집단을 저장했습니다."))
            changes = shown_changes(form, person, form.from_on.data, form.applied_to)
    return page("eligibility/groups.html", form=form, person=person, changes=changes, from_on=form.from_on.data)


def save_group(person: Person, form: GroupForm) -> None:
    actor, now, facts = current_actor(), clock.now(), form.facts
    if facts is None:
        actions.end_group(person, form.group.data, form.from_on.data - timedelta(days=1), actor=actor, now=now)
    else:
        actions.set_group(person, facts, actor=actor, now=now)


@bp.route("/programmes/try", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_READ)
@repeatable("leads to the same answer again")
def try_person() -> ResponseReturnValue:
    """What an edition would answer to somebody who need not exist; nothing is kept."""
    form = TryForm()
    if request.method == "POST":
        return redirect(form.found_at(".try_person"))
    form.offer(offered_editions())
    found = answered(form, form.facts) if request.args and form.validate() else None
    return page("eligibility/try.html", form=form, found=found)


def offered_editions() -> list[ProgrammeEdition]:
    """Every edition that the viewer may see, drafts among them for those who write them."""
    viewer = current_actor()
    return [edition for programme in programmes() for edition in editions_of(programme, viewer=viewer)]


def answered(form: WhichForm, facts_on: Callable[[date], Facts]) -> list[queries.EditionFinding]:
    """The answer of the chosen edition on the day, its first day unless told, or of all that are in force."""
    if not form.edition.data:
        day = form.day.data or today()
        return queries.findings(facts_on(day), day)
    edition = get_edition(UUID(form.edition.data), viewer=current_actor())
    day = form.day.data or edition.starts_on
    return [queries.EditionFinding(EditionInForce.of(edition), find(edition.rules, facts_on(day), day))]


@bp.get("/programmes/editions/<uuid:edition_id>/people")
@requires(Permission.PROGRAMME_MANAGE)
def edition_people(edition_id: UUID) -> ResponseReturnValue:
    """Whom an edition changes on the day it starts."""
    edition = get_edition(edition_id, viewer=current_actor())
    effect = effect_of(edition, page_number())
    for row in effect.page.items:
        record_read(
            actor=current_actor(), now=clock.now(), subject=("household", row.person.household_id), fields="eligibility"
        )
    return page("eligibility/people.html", edition=edition, effect=effect, answers=list(Answer))
