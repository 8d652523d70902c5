"""Opens households and people, and keeps them current."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from portal.accounts.actions import move_resident_contact, open_resident_account
from portal.accounts.queries import get_user
from portal.audit import actions as audit
from portal.core import clock
from portal.core.dongs import dong
from portal.core.permissions import Actor, Permission
from portal.core.phone import is_mobile
from portal.core.series import Series
from portal.db.numbers import next_number
from portal.db.session import is_new
from portal.extensions import db
from portal.residents.households.models import Household, Person
from portal.residents.households.queries import person_of_user
from portal.residents.households.states import Language, SameSex, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdFacts:
    """Where someone lives and how to come in; `lives_alone` None is not told."""

    address: str
    dong_code: str
    address_detail: str = ""
    postcode: str = ""
    lives_alone: bool | None = None
    pets: str = ""
    entry_note: str = ""
    emergency_name: str = ""
    emergency_relation: str = ""
    emergency_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Who someone is; phone in E.164."""

    name: str
    birth_on: date
    sex: Sex = Sex.NOT_TOLD
    phone: str | None = None
    email: str | None = None
    language: Language = Language.KOREAN
    same_sex: SameSex = SameSex.EITHER


def create_household(facts: HouseholdFacts, person: PersonFacts, *, actor: Actor, now: datetime) -> Household:
    """A new household with its number and the person whom it is about; the caller flushes."""
    dong(facts.dong_code)
    number = next_number(db.session, Series.HOUSEHOLD, clock.day_of(now).year)
    household = Household(number=number, created_at=now, **_values(facts))
    household.people.append(Person(created_at=now, **_values(person)))
    db.session.add(household)
    audit.record("household.created", actor=actor, now=now, subject=("household", household.id))
    return household


def update_household(household: Household, facts: HouseholdFacts, *, actor: Actor, now: datetime) -> None:
    """Write what `facts` tell, keep what they leave out; the audit names the columns that changed, never the values."""
    dong(facts.dong_code)
    _update(household, _told(facts), "household.updated", ("household", household.id), actor, now)


def update_person(person: Person, facts: PersonFacts, *, actor: Actor, now: datetime) -> None:
    """The same for a person."""
    _update(person, _told(facts), "person.updated", ("household", person.household_id), actor, now)
    if person.user_id is not None and actor.can(Permission.APPLICATION_ENTER):
        move_resident_contact(get_user(person.user_id), person.phone, person.email, actor=actor, now=now)


def _update(
    row: Household | Person,
    values: dict[str, object],
    event: str,
    subject: tuple[str, UUID],
    actor: Actor,
    now: datetime,
) -> None:
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        audit.record(event, actor=actor, now=now, subject=subject, fields=changed)
        db.session.flush()


def _values(facts: HouseholdFacts | PersonFacts) -> dict[str, object]:
    return {item.name: getattr(facts, item.name) for item in fields(facts)}


def _told(facts: HouseholdFacts | PersonFacts) -> dict[str, object]:
    """The facts that someone told: a default means that nobody did."""
    return {item.name: getattr(facts, item.name) for item in fields(facts) if getattr(facts, item.name) != item.default}


def open_account_of(person: Person, *, now: datetime) -> None:
    """Let a person sign in who can receive a code; an account that belongs to someone else already stays theirs.

    The caller flushes.
    """
    phone = person.phone if person.phone and is_mobile(person.phone) else None
    if person.user_id is not None or not (phone or person.email):
        return
    user = open_resident_account(person.name, phone, person.email, now=now)
    if is_new(user) or person_of_user(user.id) is None:
        person.user = user
