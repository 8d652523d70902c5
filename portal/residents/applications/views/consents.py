"""What a person agreed to, what each says, and how it is withdrawn: by themselves, or by staff who were told so."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.audit.actions import record_read
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.residents.applications.queries import unconfirmed_application_of
from portal.residents.applications.views.blueprint import bp
from portal.residents.consents import actions
from portal.residents.consents.queries import consents_of, newest_answers, unnamed_members
from portal.residents.consents.states import ConsentKind
from portal.residents.consents.texts import shipped_text
from portal.residents.households.models import Person
from portal.residents.households.queries import get_household, person_of_user
from portal.residents.households.scope import require_scope
from portal.web.access import current_actor, requires
from portal.web.forms import ActionForm
from portal.web.pages import page
from portal.web.words import gettext as _


def today() -> date:
    return clock.day_of(clock.now())


def own_person() -> Person:
    """The resident who is signed in; raises `NotFound` for an account without one."""
    user_id = current_actor().user_id
    person = person_of_user(user_id) if user_id else None
    if person is None:
        raise NotFound
    return person


def person_in_scope(household_id: UUID) -> Person:
    """The person of a household with which the signed-in staff work; seeing the page is a recorded read."""
    actor = current_actor()
    require_scope(household_id, actor)
    record_read(actor=actor, now=clock.now(), subject=("household", household_id), fields="consents")
    return get_household(household_id).person


def kind_named(name: str) -> ConsentKind:
    if name not in set(ConsentKind):
        raise NotFound
    return ConsentKind(name)


def withdraw(person: Person, kind: ConsentKind) -> None:
    """End the consent that holds now; raises `NotFound` where there is none."""
    consent = next((held for held in consents_of(person.id) if held.kind is kind), None)
    if consent is None:
        raise NotFound
    actions.withdraw_consent(consent, actor=current_actor(), now=clock.now())
    flash(_("동의를 거두었습니다. 지금부터 쓰지 않습니다."))


def agree(person: Person, kind: ConsentKind) -> None:
    actions.agree_again(person, kind, actor=current_actor(), now=clock.now())
    flash(_("동의하신 것으로 바꾸었습니다."))


@bp.get("/consents")
@requires(Permission.MY_FILE)
def consents() -> ResponseReturnValue:
    person = own_person()
    return page(
        "residents/consents.html",
        answers=newest_answers(person.id, today()),
        unnamed=unnamed_members(person.id, today()),
    )


@bp.route("/consents/<kind>/withdraw", methods=["GET", "POST"])
@requires(Permission.MY_FILE)
def withdraw_consent(kind: str) -> ResponseReturnValue:
    person, text, form = own_person(), shipped_text(kind_named(kind)), ActionForm()
    if form.validate_on_submit():
        with form.refusals():
            withdraw(person, text.kind)
            return redirect(url_for("residents.consents"))
    return page("residents/withdraw_consent.html", form=form, text=text)


@bp.post("/consents/<kind>/agree")
@requires(Permission.MY_FILE)
def agree_consent(kind: str) -> ResponseReturnValue:
    agree(own_person(), kind_named(kind))
    return redirect(url_for("residents.consents"))


@bp.get("/households/<uuid:household_id>/consents")
@requires(Permission.APPLICATION_ENTER)
def household_consents(household_id: UUID) -> ResponseReturnValue:
    person = person_in_scope(household_id)
    return page(
        "residents/household_consents.html",
        person=person,
        answers=newest_answers(person.id, today()),
        unnamed=unnamed_members(person.id, today()),
        unconfirmed=unconfirmed_application_of(person.id),
    )


@bp.route("/households/<uuid:household_id>/consents/<kind>/withdraw", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ENTER)
def withdraw_for(household_id: UUID, kind: str) -> ResponseReturnValue:
    person, text, form = person_in_scope(household_id), shipped_text(kind_named(kind)), ActionForm()
    if form.validate_on_submit():
        with form.refusals():
            withdraw(person, text.kind)
            return redirect(url_for("residents.household_consents", household_id=household_id))
    return page("residents/withdraw_for.html", form=form, text=text, person=person)


@bp.post("/households/<uuid:household_id>/consents/<kind>/agree")
@requires(Permission.APPLICATION_ENTER)
def agree_for(household_id: UUID, kind: str) -> ResponseReturnValue:
    agree(person_in_scope(household_id), kind_named(kind))
    return redirect(url_for("residents.household_consents", household_id=household_id))
