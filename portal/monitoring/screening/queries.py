"""Reads of what people answered, and how much each is in danger on a day."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, false, func, not_, select, tuple_
from sqlalchemy.orm import aliased, joinedload

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN, cases_in_scope
from portal.coordinators.caseload.states import CaseState
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page, page_within
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.screening.models import Screening, ScreeningDraft
from portal.monitoring.screening.rules import CONSENT_SINCE
from portal.monitoring.screening.states import RiskLevel
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Person

PAGE_SIZE = 30
COUNTS = Screening.struck_at.is_(None)
_LATER = aliased(Screening)


def newest_on(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """SQL on `Screening`: the one that tells about its person on `day`."""
    later = exists().where(
        _LATER.person_id == Screening.person_id,
        _LATER.struck_at.is_(None),
        _LATER.asked_on <= day,
        tuple_(_LATER.asked_on, _LATER.recorded_at, _LATER.id)
        > tuple_(Screening.asked_on, Screening.recorded_at, Screening.id),
    )
    return COUNTS & (Screening.asked_on <= day) & not_(later)


def risk_of(person_id: UUID, day: date) -> RiskLevel | None:
    """How much somebody is in danger of being alone with it on `day`; None where nobody has asked them by then."""
    asked = select(Screening.level).where(Screening.person_id == person_id, newest_on(day))
    return db.session.scalars(asked).one_or_none()


def risks_on(day: date | ColumnElement[date]) -> Select[UUID, UUID, RiskLevel]:
    """Household, person and level of everybody who was asked by `day`, for joins."""
    return select(Screening.household_id, Screening.person_id, Screening.level).where(newest_on(day))


def latest_screening(person_id: UUID, day: date) -> Screening | None:
    return db.session.scalars(select(Screening).where(Screening.person_id == person_id, newest_on(day))).one_or_none()


def screenings_of(person_id: UUID) -> list[Screening]:
    """All of somebody, struck ones too, the newest first."""
    asked = select(Screening).where(Screening.person_id == person_id)
    return list(db.session.scalars(asked.order_by(Screening.asked_on.desc(), Screening.recorded_at.desc())))


def get_screening(person_id: UUID, screening_id: UUID) -> Screening:
    found = db.session.get(Screening, screening_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def draft_of(person_id: UUID, by_id: UUID | None) -> ScreeningDraft | None:
    mine = (ScreeningDraft.person_id == person_id, ScreeningDraft.by_id == by_id)
    return db.session.scalars(select(ScreeningDraft).where(*mine)).one_or_none()


def agrees(person_id: type[Person] | UUID) -> ColumnElement[bool]:
    """SQL: this person, or each `Person`, agrees to a text that names the questionnaire."""
    return exists().where(
        Consent.person_id == (Person.id if isinstance(person_id, type) else person_id),
        Consent.kind == ConsentKind.SENSITIVE,
        Consent.given,
        Consent.edition >= CONSENT_SINCE,
        Consent.confirmed_at.is_not(None),
        Consent.withdrawn_at.is_(None),
    )


def has_agreed(person_id: UUID) -> bool:
    return bool(db.session.scalar(select(agrees(person_id))))


class Watched(NamedTuple):
    """Somebody in care and what the questionnaire says of them; None where nobody has asked."""

    case: CareCase
    person: Person
    screening: Screening | None
    is_due: bool | None = None
    """To be asked again; None where nobody has asked yet."""


class Sought(NamedTuple):
    """What a list is narrowed to: a level, those who are due, or those whom nobody has asked."""

    level: RiskLevel | None = None
    only_due: bool = False
    only_unasked: bool = False


def watched(viewer: Actor, day: date, sought: Sought, number: int) -> Page[Watched]:
    """The viewer's households in care: those whose next look is first, then those whom nobody has asked."""
    viewer.require(Permission.SCREENING_WRITE)
    newest = Screening.id.in_(select(Screening.id).where(newest_on(day)))
    chosen = (
        select(CareCase, Person, Screening, _asked_by(day))
        .join(Person, Person.id == CareCase.person_id)
        .outerjoin(Screening, (Screening.person_id == Person.id) & newest)
        .where(cases_in_scope(viewer), OPEN, *_narrowing(sought, day))
    )
    total = db.session.scalar(chosen.with_only_columns(func.count(CareCase.id))) or 0
    number = page_within(number, PAGE_SIZE, total)
    ordered = chosen.order_by(Screening.next_on.is_(None), Screening.next_on, CareCase.opened_at, CareCase.id)
    ordered = ordered.options(joinedload(CareCase.household), joinedload(CareCase.coordinator))
    rows = db.session.execute(ordered.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return Page([Watched(*row) for row in rows], number, PAGE_SIZE, total)


def level_counts(viewer: Actor, day: date) -> dict[RiskLevel, int]:
    """How many of the viewer's households in care are at each level."""
    risks = risks_on(day).subquery()
    counted = select(risks.c.level, func.count().label("how_many")).join(
        CareCase, CareCase.person_id == risks.c.person_id
    )
    counted = counted.where(cases_in_scope(viewer), OPEN).group_by(risks.c.level)
    return {row.level: row.how_many for row in db.session.execute(counted)}


def _narrowing(sought: Sought, day: date) -> Sequence[ColumnElement[bool]]:
    if sought.only_unasked:
        return (Screening.id.is_(None),)
    if sought.only_due:
        return (_asked_by(day),)
    return (Screening.level == sought.level,) if sought.level else ()


def _asked_by(day: date) -> ColumnElement[bool]:
    """SQL on `Screening`, `CareCase`, `Person`: to be asked again by `day`, of somebody who agrees, unless on hold."""
    return (Screening.next_on <= day) & (CareCase.state != CaseState.ON_HOLD) & agrees(Person)


def due_screenings(viewer: Actor, day: date) -> ColumnElement[bool]:
    """SQL on `Screening` and `CareCase`: to be asked again by `day`, in care that goes on, of somebody who agrees."""
    if not viewer.can(Permission.SCREENING_WRITE):
        return false()
    return newest_on(day) & cases_in_scope(viewer) & OPEN & _asked_by(day)
