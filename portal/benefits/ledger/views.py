"""The pages of the cap ledger: a person's balance, corrections, requests over the cap, spending limits, my support."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.queries import get_user
from portal.audit.actions import record_read
from portal.audit.steps import history, locked
from portal.benefits.eligibility.queries import payers_for
from portal.benefits.ledger import actions, panels, queries
from portal.benefits.ledger.actions import Wanted
from portal.benefits.ledger.forms import WHOLE, AdjustForm, AskForm, DecideForm, LimitForm, PayerForm
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.queries import overrides
from portal.benefits.ledger.states import OVERRIDE_STATES, ChargeState, OverrideVerb
from portal.benefits.programmes.queries import get_programme
from portal.consortium.catalogue.queries import service_by_id
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.residents.helpers.queries import person_seen_by
from portal.residents.households.models import Person
from portal.residents.households.queries import get_household
from portal.residents.households.scope import require_scope
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number
from portal.web.returning import back_or
from portal.web.words import gettext as _

bp = Blueprint("ledger", __name__, url_prefix="/support")


def today() -> date:
    return clock.day_of(clock.now())


def read_person(person: Person) -> Person:
    """A person of the viewer's scope; that the page is read is recorded."""
    require_scope(person.household_id, current_actor())
    subject = ("household", person.household_id)
    record_read(actor=current_actor(), now=clock.now(), subject=subject, fields="support")
    return person


@bp.get("/households/<uuid:household_id>")
@requires(Permission.LEDGER_READ)
def balance(household_id: UUID) -> ResponseReturnValue:
    """What a person has of every programme, and every movement."""
    person = read_person(get_household(household_id).person)
    year = request.args.get("year", type=int) or today().year
    accounts = queries.accounts_of(person.id)
    shown = [account for account in accounts if account.year == year]
    return page(
        "ledger/balance.html",
        person=person,
        year=year,
        years=sorted({account.year for account in accounts} | {today().year}, reverse=True),
        accounts=[panels.account_view(account, today()) for account in shown],
        charges=queries.charges_of_person(person.id, date(year, 1, 1), date(year, 12, 31)),
    )


def scoped_charge(charge_id: UUID) -> Charge:
    charge = queries.get_charge(charge_id)
    read_person(charge.person)
    if charge.state is ChargeState.RELEASED:
        raise NotFound
    return charge


def back_to(charge: Charge) -> ResponseReturnValue:
    year = charge.service_on.year
    return redirect(url_for(".balance", household_id=charge.person.household_id, year=year))


@bp.route("/charges/<uuid:charge_id>/adjust", methods=["GET", "POST"])
@requires(Permission.OVERRIDE_DECIDE)
def adjust(charge_id: UUID) -> ResponseReturnValue:
    charge = locked(scoped_charge(charge_id))
    form = AdjustForm(data={"quantity": charge.quantity})
    if charge.programme_id is None:
        form.without_support()
    if form.validate_on_submit():
        with form.refusals():
            actions.adjust_charge(
                charge,
                quantity=form.quantity.data,
                support=form.support_or_none,
                reason=form.reason.data,
                actor=current_actor(),
                now=clock.now(),
            )
            flash(_("금액을 고쳤습니다."))
            return back_to(charge)
    return page("ledger/adjust.html", form=form, charge=queries.get_charge(charge_id))


@bp.route("/charges/<uuid:charge_id>/payer", methods=["GET", "POST"])
@requires(Permission.OVERRIDE_REQUEST)
def payer(charge_id: UUID) -> ResponseReturnValue:
    """Who pays one visit; for the visits to come the line of the plan says."""
    charge, form = scoped_charge(charge_id), PayerForm()
    form.offer(payers_for(charge.person, charge.service, charge.service_on))
    if form.validate_on_submit():
        with form.refusals():
            actor, reason = current_actor(), form.reason.data
            actions.change_payer(charge, form.programme_id, reason=reason, actor=actor, now=clock.now())
            flash(_("내는 곳을 바꾸었습니다."))
            return back_to(charge)
    return page("ledger/payer.html", form=form, charge=queries.get_charge(charge_id))


@bp.route("/households/<uuid:household_id>/ask/<uuid:programme_id>/<int:year>", methods=["GET", "POST"])
@requires(Permission.OVERRIDE_REQUEST)
def ask(household_id: UUID, programme_id: UUID, year: int) -> ResponseReturnValue:
    """Ask to go over a cap, with the amount that is missing filled in."""
    person, programme = read_person(get_household(household_id).person), get_programme(programme_id)
    form = AskForm()
    form.offer(panels.limited_services(programme, year))
    if not form.is_submitted():
        form.over.data = request.args.get("service") or WHOLE
        form.amount.data = request.args.get("amount", type=int)
    elif form.validate():
        with form.refusals():
            service = service_by_id(form.service_id) if form.service_id else None
            wanted = Wanted(person.id, programme, year, form.amount.data, service)
            actions.request_override(wanted, reason=form.reason.data, actor=current_actor(), now=clock.now())
            flash(_("한도 초과를 요청했습니다. 사무국의 다른 직원이 결정합니다."))
            return redirect(url_for(".overrides_list"))
    left = queries.balance(person.id, programme_id, year)
    return page("ledger/ask.html", form=form, person=person, programme=programme, year=year, balance=left)


@bp.get("/overrides")
@requires(Permission.OVERRIDE_REQUEST)
def overrides_list() -> ResponseReturnValue:
    actor, is_open = current_actor(), "decided" not in request.args
    found = overrides.overrides_for(actor, is_open=is_open, page=page_number())
    return page("ledger/overrides.html", page=found, is_open=is_open, names=overrides.names_of(found.items))


@bp.route("/overrides/<uuid:override_id>", methods=["GET", "POST"])
@requires(Permission.OVERRIDE_REQUEST)
def override(override_id: UUID) -> ResponseReturnValue:
    """One request; who may decide it, decides it here."""
    actor, now = current_actor(), clock.now()
    found = overrides.get_override(override_id, viewer=actor)
    form = DecideForm()
    if form.validate_on_submit():
        with form.refusals():
            decide = actions.grant_override if "grant" in request.form else actions.refuse_override
            decide(found, note=form.note.data, actor=actor, now=now)
            flash(_("승인했습니다.") if "grant" in request.form else _("거절했습니다."))
            return redirect(back_or(url_for(".overrides_list")))
    found = overrides.get_override(override_id, viewer=actor)
    read_person(found.account.person)
    return page(
        "ledger/override.html",
        form=form,
        override=found,
        steps=history(OVERRIDE_STATES, found.id),
        names=overrides.names_of([found]),
        view=panels.account_view(queries.get_account(found.account_id), today()),
        waits=OVERRIDE_STATES.allows(found.state, OverrideVerb.GRANT),
        is_own=found.requested_by_id == actor.user_id,
        may_decide=actor.can(Permission.OVERRIDE_DECIDE) and found.requested_by_id != actor.user_id,
        limit=overrides.spending_limit_of(actor.user_id, today()),
        granted=overrides.granted_by(actor.user_id, found.account_id),
        service=service_by_id(found.service_id) if found.service_id else None,
    )


@bp.post("/overrides/<uuid:override_id>/withdraw")
@requires(Permission.OVERRIDE_REQUEST)
def withdraw(override_id: UUID) -> ResponseReturnValue:
    found = overrides.get_override(override_id, viewer=current_actor())
    actions.withdraw_override(found, actor=current_actor(), now=clock.now())
    flash(_("요청을 거두었습니다."))
    return redirect(url_for(".overrides_list"))


@bp.route("/limits", methods=["GET", "POST"])
@requires(Permission.OVERRIDE_DECIDE)
def limits() -> ResponseReturnValue:
    """How much over a cap each of the office may grant; nobody sets their own."""
    actor, form = current_actor(), LimitForm()
    people = overrides.deciders(today())
    form.offer([user for user, _limit in people if user.id != actor.user_id])
    if not form.is_submitted():
        form.from_on.data = today()
    elif form.validate():
        with form.refusals():
            user, amount = get_user(form.user_id), form.amount.data
            actions.set_spending_limit(user, amount, form.from_on.data, actor=actor, now=clock.now())
            flash(_("승인 한도를 정했습니다."))
            return redirect(url_for(".limits"))
    return page("ledger/limits.html", form=form, people=overrides.deciders(today()))


@bp.get("/mine")
@requires(Permission.MY_CASE)
def mine() -> ResponseReturnValue:
    """A resident's own support in plain words."""
    person = person_seen_by(current_actor())
    if person is None:
        raise NotFound
    year = today().year
    charges = queries.charges_of_person(person.id, date(year, 1, 1), date(year, 12, 31))
    return page(
        "ledger/mine.html",
        supports=queries.my_support(person.id, year, today=today()),
        charges={
            ChargeState.HELD: [charge for charge in charges if charge.state is ChargeState.HELD],
            ChargeState.COMMITTED: [charge for charge in reversed(charges) if charge.state is ChargeState.COMMITTED],
        },
        year=year,
    )
