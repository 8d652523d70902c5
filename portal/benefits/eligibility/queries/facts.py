"""What is known of people on a day: their band, their groups, how urgent it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select

from portal.benefits.eligibility.models import GroupMembership, IncomeVerification
from portal.benefits.eligibility.rules import Facts
from portal.benefits.eligibility.states import VerifiedBy
from portal.benefits.programmes.states import PersonGroup
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.applications.states import Urgency
from portal.residents.households.models import Person

_URGENT = {Urgency.URGENT: True, Urgency.NORMAL: False}
"""Whatever lies between, the coordinator finds out."""


def urgency_means(urgency: Urgency) -> bool | None:
    """Whether somebody who chose `urgency` needs help urgently; None is not known."""
    return _URGENT.get(urgency)


def facts_of(person: Person, day: date, *, urgent: bool | None = None) -> Facts:
    """What is known of `person` on `day`; without `urgent` their newest application tells."""
    facts = facts_of_all([person], day)[person.id]
    return facts if urgent is None else replace(facts, urgent=urgent)


def facts_of_newcomer(person: Person, urgency: Urgency) -> Facts:
    """What is known of somebody who came with an application just now: what stands in it, nothing verified."""
    return _facts(person, None, (), urgency_means(urgency))


def facts_of_all(people: Sequence[Person], day: date) -> dict[UUID, Facts]:
    """`facts_of` for many people, in three statements whatever their number."""
    ids = [person.id for person in people]
    incomes, groups, urgent = _incomes_on(ids, day), _groups_on(ids, day), _urgent_by_application(ids)
    return {
        person.id: _facts(person, incomes.get(person.id), groups.get(person.id, ()), urgent.get(person.id))
        for person in people
    }


def _facts(
    person: Person, income: IncomeVerification | None, groups: Sequence[GroupMembership], urgent: bool | None
) -> Facts:
    verified = income if income is not None and income.verified_by is not VerifiedBy.DECLARED else None
    return Facts(
        birth_on=person.birth_on,
        dong_code=person.household.dong_code,
        lives_alone=person.household.lives_alone,
        groups=frozenset(row.group for row in groups if row.belongs and row.verified_by is not VerifiedBy.DECLARED),
        claimed_groups=frozenset(row.group for row in groups if row.belongs and row.verified_by is VerifiedBy.DECLARED),
        denied_groups=frozenset(row.group for row in groups if not row.belongs),
        band=verified.band if verified else None,
        table_year=verified.table_year if verified else None,
        urgent=urgent,
    )


def _urgent_by_application(person_ids: Sequence[UUID]) -> dict[UUID, bool | None]:
    rows = db.session.execute(
        select(Application.person_id, Application.urgency)
        .where(Application.person_id.in_(person_ids))
        .order_by(Application.received_at, Application.id)
    )
    return {person_id: urgency_means(urgency) for person_id, urgency in rows}


def income_on(person_id: UUID, day: date) -> IncomeVerification | None:
    """The band that counts on `day`, verified or only told."""
    return _incomes_on([person_id], day).get(person_id)


def _incomes_on(person_ids: Sequence[UUID], day: date) -> dict[UUID, IncomeVerification]:
    newest: dict[UUID, IncomeVerification] = {}
    for row in db.session.scalars(_incomes(person_ids).where(IncomeVerification.from_on <= day)):
        newest.setdefault(row.person_id, row)
    return newest


def incomes_of(person_id: UUID) -> Sequence[IncomeVerification]:
    """Every band that was ever entered, the one that counts last first."""
    return db.session.scalars(_incomes([person_id])).all()


def _incomes(person_ids: Sequence[UUID]) -> Select[IncomeVerification]:
    return (
        select(IncomeVerification)
        .where(IncomeVerification.person_id.in_(person_ids))
        .order_by(IncomeVerification.from_on.desc(), IncomeVerification.entered_at.desc(), IncomeVerification.id.desc())
    )


def groups_of(person_id: UUID) -> Sequence[GroupMembership]:
    """Everything that was ever entered about groups, the newest first."""
    return db.session.scalars(_groups([person_id])).all()


def group_rows_on(person_id: UUID, day: date) -> list[GroupMembership]:
    """For each group what counts on `day`: of what was entered for that day, the newest."""
    return _groups_on([person_id], day).get(person_id, [])


def _groups_on(person_ids: Sequence[UUID], day: date) -> dict[UUID, list[GroupMembership]]:
    holds = (GroupMembership.from_on <= day, or_(GroupMembership.to_on.is_(None), GroupMembership.to_on >= day))
    newest: dict[tuple[UUID, PersonGroup], GroupMembership] = {}
    for row in db.session.scalars(_groups(person_ids).where(*holds)):
        newest.setdefault((row.person_id, row.group), row)
    found: dict[UUID, list[GroupMembership]] = {}
    for (person_id, _group), row in newest.items():
        found.setdefault(person_id, []).append(row)
    return found


def _groups(person_ids: Sequence[UUID]) -> Select[GroupMembership]:
    return (
        select(GroupMembership)
        .where(GroupMembership.person_id.in_(person_ids))
        .order_by(GroupMembership.from_on.desc(), GroupMembership.entered_at.desc(), GroupMembership.id.desc())
    )


def is_median_used(year: int, household_size: int) -> bool:
    """Whether somebody's band was found by the table of that year and size."""
    used = select(IncomeVerification.id).where(
        IncomeVerification.table_year == year, IncomeVerification.household_size == household_size
    )
    return db.session.scalar(used.limit(1)) is not None
