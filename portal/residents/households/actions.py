"""Opens households and people, and keeps them current."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from portal.accounts.actions import end_resident_account, move_resident_contact, open_resident_account
from portal.accounts.queries import get_user
from portal.audit import actions as audit
from portal.audit.steps import lock
from portal.core import clock
from portal.core.actors import Actor
from portal.core.dongs import dong
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.phone import is_mobile
from portal.core.series import Series
from portal.db.numbers import next_number
from portal.extensions import db
from portal.residents.households.changes import ACCOUNT_ENDED, tell_file_changed
from portal.residents.households.models import FactChange, Household, Person
from portal.residents.households.queries import has_account_by
from portal.residents.households.rules import (
    COLUMNS,
    CONTACTS,
    OF_HOME,
    Values,
    is_another_street,
    kept_value,
)
from portal.residents.households.scope import require_scope
from portal.residents.households.states import Fact, Language, SameSex, Sex


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
    sex: Sex = Sex.UNANSWERED
    phone: str | None = None
    email: str | None = None
    language: Language = Language.UNANSWERED
    same_sex: SameSex = SameSex.UNANSWERED


def create_household(facts: HouseholdFacts, person: PersonFacts, *, actor: Actor, now: datetime) -> Household:
    """A new household with its number and the person whom it is about; the caller flushes."""
    dong(facts.dong_code)
    number = next_number(db.session, Series.HOUSEHOLD, clock.day_of(now).year)
    household = Household(number=number, created_at=now, **_values(facts))
    household.people.append(Person(created_at=now, **_values(person)))
    db.session.add(household)
    audit.record("household.created", actor=actor, now=now, subject=("household", household.id))
    return household


def update_file(
    person: Person, home: HouseholdFacts, own: PersonFacts, *, reason: str, actor: Actor, now: datetime
) -> list[FactChange]:
    """Write what an application tells of somebody known; what it leaves out stays."""
    dong(home.dong_code)
    told = {
        fact: values
        for fact, columns in COLUMNS.items()
        if (values := _told(home if fact in OF_HOME else own, columns)) is not None
    }
    return write_facts(person, told, from_on=clock.day_of(now), reason=reason, actor=actor, now=now)


def _told(facts: HouseholdFacts | PersonFacts, columns: Sequence[str]) -> Values | None:
    """The values of one fact; None where all are defaults, which means that nobody told it."""
    defaults = {item.name: item.default for item in fields(facts)}
    if not defaults.keys() >= set(columns):
        return None
    values = {column: getattr(facts, column) for column in columns}
    return values if any(value != defaults[column] for column, value in values.items()) else None


def change_facts(
    person: Person,
    told: Mapping[Fact, Values],
    *,
    from_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    keeps_way_in: bool = False,
) -> list[FactChange]:
    """Write what differs, each fact as one value, with who, why and from which day on; answers what changed.

    By staff in scope, or by the person, whose changes are news to the staff. Another street clears how its door was
    opened, unless that is told as well or `keeps_way_in` says that it stays.
    """
    if not _is_own(person, actor):
        _require_changing(person, actor)
    if from_on > clock.day_of(now):
        raise DomainError(N_("앞으로 바뀔 일은 바뀐 날에 적어 주십시오. 오늘까지의 날을 골라 주십시오."), "from_on")
    if Fact.ADDRESS in told:
        dong(told[Fact.ADDRESS]["dong_code"])
    return write_facts(person, told, from_on=from_on, reason=reason, actor=actor, now=now, keeps_way_in=keeps_way_in)


def mark_phone_wrong(person: Person, *, actor: Actor, now: datetime) -> None:
    """Somebody else answers at this number; it stays in the file until the right one is known."""
    actor.require(Permission.CALL_MAKE)
    lock(person)
    if person.phone and person.phone_wrong_at is None:
        person.phone_wrong_at = now
        audit.record(
            "person.changed", actor=actor, now=now, subject=("household", person.household_id), fields=["phone"]
        )
        db.session.flush()


def note_death(person: Person, *, actor: Actor, now: datetime, reason: str, from_on: date | None = None) -> None:
    """Keep that somebody died, on `from_on` or today; the followers of `Event.DIED` end what their life carried."""
    today = clock.day_of(now)
    day = from_on or today
    _require_changing(person, actor)
    _lock_file(person)
    if person.death_known_on is not None:
        raise Conflict(N_("이미 돌아가신 것으로 적힌 분입니다. 화면을 새로 고쳐 주십시오."))
    if not person.birth_on <= day <= today:
        raise DomainError(N_("태어난 날부터 오늘까지의 날을 골라 주십시오."), "from_on")
    write_facts(person, {Fact.DEATH: {"death_known_on": today}}, from_on=day, reason=reason, actor=actor, now=now)


def take_death_back(person: Person, reason: str, *, actor: Actor, now: datetime) -> None:
    """Somebody lives whose death was recorded by mistake. What it ended stays ended; whoever knows goes through it."""
    actor.require(Permission.HOUSEHOLD_ALL)
    _require_changing(person, actor)
    _lock_file(person)
    if person.death_known_on is None:
        raise Conflict(N_("돌아가신 것으로 적혀 있지 않은 분입니다. 화면을 새로 고쳐 주십시오."))
    lives = {Fact.DEATH: {"death_known_on": None}}
    write_facts(person, lives, from_on=clock.day_of(now), reason=reason, actor=actor, now=now)


def _require_changing(person: Person, actor: Actor) -> None:
    actor.require(Permission.HOUSEHOLD_CHANGE)
    require_scope(person.household_id, actor)


def _lock_file(person: Person) -> None:
    lock(person.household)
    lock(person)


def _is_own(person: Person, actor: Actor) -> bool:
    return actor.user_id is not None and person.user_id == actor.user_id


def write_facts(
    person: Person,
    told: Mapping[Fact, Values],
    *,
    from_on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    keeps_way_in: bool = False,
) -> list[FactChange]:
    """`change_facts` for callers who have asked whether the actor may."""
    _lock_file(person)
    kept = {fact: kept_fact(person, fact) for fact in (*told, Fact.ADDRESS)}
    differing = {fact: values for fact, values in told.items() if values != kept[fact]}
    written = [_written(person, fact, values, from_on, reason, actor, now) for fact, values in differing.items()]
    if _clears_way_in(person, kept[Fact.ADDRESS], differing) and not keeps_way_in:
        nothing = {"entry_note": ""}
        written.append(_written(person, Fact.WAY_IN, nothing, from_on, N_("주소가 바뀌어 지웠습니다."), actor, now))
    if not written:
        return []
    db.session.add_all(written)
    _record(person, written, actor, now)
    db.session.flush()
    if CONTACTS & differing.keys() and not _is_own(person, actor):
        _move_contact(person, actor, now)
    tell_file_changed(person, written, by=actor, now=now)
    return written


def kept_fact(person: Person, fact: Fact) -> Values:
    """A fact as the file tells it now."""
    row = person.household if fact in OF_HOME else person
    return {column: getattr(row, column) for column in COLUMNS[fact]}


def _clears_way_in(person: Person, before: Values, differing: Mapping[Fact, Values]) -> bool:
    moved = Fact.ADDRESS in differing and is_another_street(before, differing[Fact.ADDRESS])
    return moved and Fact.WAY_IN not in differing and person.household.entry_note != ""


def _written(
    person: Person, fact: Fact, values: Values, from_on: date, reason: str, actor: Actor, now: datetime
) -> FactChange:
    """The change beside the value that it makes."""
    before = kept_fact(person, fact)
    row = person.household if fact in OF_HOME else person
    for column, value in values.items():
        setattr(row, column, value)
    return FactChange(
        household_id=person.household_id,
        person_id=person.id,
        fact=fact,
        before={column: kept_value(value) for column, value in before.items()},
        after={column: kept_value(value) for column, value in values.items()},
        from_on=from_on,
        reason=reason,
        by_id=actor.user_id,
        by_name=actor.name,
        told_by_person=_is_own(person, actor),
        at=now,
    )


def _record(person: Person, written: Sequence[FactChange], actor: Actor, now: datetime) -> None:
    """The audit names the columns that changed, never the values."""
    subject = ("household", person.household_id)
    for event, rows in (
        ("household.updated", [one for one in written if one.fact in OF_HOME]),
        ("person.updated", [one for one in written if one.fact not in OF_HOME]),
    ):
        changed = sorted(column for one in rows for column in one.after if one.after[column] != one.before[column])
        if changed:
            audit.record(event, actor=actor, now=now, subject=subject, fields=changed)


def _move_contact(person: Person, actor: Actor, now: datetime) -> None:
    """Let somebody sign in by what staff heard from them."""
    if person.user_id is None:
        open_account_of(person, now=now)
        db.session.flush()
    elif actor.can(Permission.APPLICATION_ENTER):
        move_resident_contact(get_user(person.user_id), person.phone, person.email, actor=actor, now=now)


def look_at_news(change: FactChange, *, actor: Actor, now: datetime) -> None:
    """Staff have seen what somebody changed themselves; a contact that holds is from now on what they sign in by."""
    actor.require(Permission.HOUSEHOLD_CHANGE)
    require_scope(change.household_id, actor)
    lock(change)
    if change.seen_at is not None:
        return
    change.seen_at, change.seen_by_id = now, actor.user_id
    person = change.person
    still_holds = all(kept_value(getattr(person, name, None)) == value for name, value in change.after.items())
    if change.fact in CONTACTS and still_holds:
        _move_contact(person, actor, now)
    audit.record("household.looked_at", actor=actor, now=now, subject=("household", change.household_id))
    db.session.flush()


def _values(facts: HouseholdFacts | PersonFacts) -> dict[str, object]:
    return {item.name: getattr(facts, item.name) for item in fields(facts)}


def open_account_of(person: Person, *, now: datetime) -> None:
    """Let a person sign in who can receive a code; whoever has the same number and name has an account already.

    The caller flushes.
    """
    phone = person.phone if person.phone and is_mobile(person.phone) else None
    if person.user_id is not None or person.death_known_on is not None or not (phone or person.email):
        return
    if not has_account_by(person.name, phone, person.email):
        person.user = open_resident_account(person.name, phone, person.email, now=now)


def end_account_of(person: Person, *, actor: Actor, now: datetime) -> None:
    """Whoever died or moved away signs in no more, from this moment on; their number is free for its next owner."""
    for follow in ACCOUNT_ENDED:
        follow(person, actor, now)
    if person.user_id is None:
        return
    end_resident_account(get_user(person.user_id), actor=actor, now=now)
    person.user = None
    db.session.flush()
