"""Which programmes there are, which edition counts on a day, and the tables they calculate with."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.benefits.programmes.models import MedianIncome, Programme, ProgrammeEdition, TableImport
from portal.benefits.programmes.rules import ProgrammeRules, from_document
from portal.benefits.programmes.states import ImportKind
from portal.consortium.catalogue.models import Service, ServicePrice
from portal.consortium.catalogue.queries import price_on
from portal.core.actors import Actor
from portal.core.dongs import DISTRICTS
from portal.core.editions import EditionState
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.db.remembered import remembered, watch
from portal.db.session import plain_rows
from portal.extensions import current_settings, db


def programmes() -> list[Programme]:
    """All of them with their editions, in their order."""
    query = select(Programme).options(selectinload(Programme.editions)).order_by(Programme.position, Programme.code)
    return list(db.session.scalars(query))


def programme_names() -> dict[str, str]:
    """The name of each by its code."""
    return {each.code: each.name for each in db.session.scalars(select(Programme))}


def get_programme(programme_id: UUID) -> Programme:
    """Raises `NotFound`."""
    programme = db.session.get(Programme, programme_id)
    if programme is None:
        raise NotFound
    return programme


def get_edition(edition_id: UUID, *, viewer: Actor | None = None) -> ProgrammeEdition:
    """With its programme; raises `NotFound`, for a `viewer` who does not manage programmes also for a draft."""
    query = (
        select(ProgrammeEdition)
        .where(ProgrammeEdition.id == edition_id)
        .options(joinedload(ProgrammeEdition.programme))
    )
    edition = db.session.scalar(query)
    if edition is None or not _may_see(edition, viewer):
        raise NotFound
    return edition


def editions_of(programme: Programme, *, viewer: Actor) -> list[ProgrammeEdition]:
    """The editions that `viewer` may see, the latest first: discarded ones and drafts only who manages programmes."""
    seen = [edition for edition in programme.editions if _may_see(edition, viewer)]
    return sorted(seen, key=lambda edition: edition.in_turn, reverse=True)


def _may_see(edition: ProgrammeEdition, viewer: Actor | None) -> bool:
    return viewer is None or edition.is_published or viewer.can(Permission.PROGRAMME_MANAGE)


def edition_on(programme: Programme, day: date) -> ProgrammeEdition | None:
    """The published edition that began last, unless it has ended; of two that began the same day the later one."""
    query = _begun(day).where(ProgrammeEdition.programme_id == programme.id)
    editions = list(db.session.scalars(query))
    return _unless_ended(editions[-1], day) if editions else None


def last_days() -> dict[UUID, date]:
    """The programmes that end, by the edition that begins last, with their last days."""
    published = select(ProgrammeEdition).where(ProgrammeEdition.state == EditionState.PUBLISHED)
    last: dict[UUID, date | None] = {}
    for edition in db.session.scalars(published.order_by(ProgrammeEdition.starts_on, ProgrammeEdition.number)):
        last[edition.programme_id] = edition.ends_on
    return {programme_id: ends_on for programme_id, ends_on in last.items() if ends_on is not None}


def editions_on(day: date) -> list[ProgrammeEdition]:
    """The edition in force on `day` of each programme that has one, in the order of the programmes."""
    latest = {edition.programme_id: edition for edition in db.session.scalars(_begun(day))}
    return [edition for edition in latest.values() if _unless_ended(edition, day)]


@dataclass(frozen=True, slots=True)
class NamedProgramme:
    """A programme as a rule or a page names it."""

    id: UUID
    name: str
    position: int

    @classmethod
    def of(cls, programme: Programme) -> Self:
        return cls(programme.id, programme.name, programme.position)


@dataclass(frozen=True, slots=True)
class EditionInForce:
    """An edition as a value, with its rules read."""

    id: UUID
    number: int
    starts_on: date
    rules: ProgrammeRules
    programme: NamedProgramme

    @classmethod
    def of(cls, edition: ProgrammeEdition) -> Self:
        return cls(edition.id, edition.number, edition.starts_on, edition.rules, NamedProgramme.of(edition.programme))


def editions_in_force(day: date) -> tuple[EditionInForce, ...]:
    """`editions_on` as values, as this process remembers them."""
    return remembered(("editions", day), lambda: _read_in_force(day))


def editions_near(day: date, dong_code: str = "") -> list[EditionInForce]:
    """`editions_in_force` that pay for people of the dong; where none is named, of the consortium."""
    return [each for each in editions_in_force(day) if each.rules.pays and _is_near(each.rules.district, dong_code)]


def _is_near(district: str, dong_code: str) -> bool:
    if dong_code:
        return dong_code.startswith(district)
    return DISTRICTS.get(district, "") in ("", *current_settings().districts)


def services_paid(day: date, dong_code: str) -> frozenset[str]:
    """The codes of whatever programmes pay for people of the dong; where none is named, of the consortium."""
    return frozenset(code for each in editions_near(day, dong_code) for code in each.rules.services)


def _read_in_force(day: date) -> tuple[EditionInForce, ...]:
    latest = {row.programme_id: row for row in plain_rows(_IN_FORCE, {"day": day})}
    return tuple(
        EditionInForce(
            row.id,
            row.number,
            row.starts_on,
            from_document(row.document),
            NamedProgramme(row.programme_id, row.name, row.position),
        )
        for row in latest.values()
        if row.ends_on is None or day <= row.ends_on
    )


watch(Programme, ProgrammeEdition)


def _begun(day: date) -> Select[ProgrammeEdition]:
    return (
        select(ProgrammeEdition)
        .join(ProgrammeEdition.programme)
        .options(contains_eager(ProgrammeEdition.programme))
        .where(*_has_begun(day))
        .order_by(*_IN_TURN)
    )


def _has_begun(day: Any) -> tuple[ColumnElement[bool], ...]:
    """SQL: the edition is published and began by `day`, a date or an expression."""
    return ProgrammeEdition.state == EditionState.PUBLISHED, ProgrammeEdition.starts_on <= day


_IN_TURN = (Programme.position, Programme.code, ProgrammeEdition.starts_on, ProgrammeEdition.number)
_IN_FORCE = (
    select(
        ProgrammeEdition.id,
        ProgrammeEdition.number,
        ProgrammeEdition.programme_id,
        ProgrammeEdition.starts_on,
        ProgrammeEdition.ends_on,
        ProgrammeEdition.document,
        Programme.name,
        Programme.position,
    )
    .join(ProgrammeEdition.programme)
    .where(*_has_begun(bindparam("day")))
    .order_by(*_IN_TURN)
)


def _unless_ended(edition: ProgrammeEdition, day: date) -> ProgrammeEdition | None:
    return edition if edition.ends_on is None or day <= edition.ends_on else None


def median_income(year: int, household_size: int) -> int | None:
    """The monthly median income in won; the row imported last counts, None where no table tells it."""
    query = _median_rows().where(MedianIncome.year == year, MedianIncome.household_size == household_size)
    rows = list(db.session.scalars(query))
    return rows[-1].monthly_krw if rows else None


def median_incomes() -> list[MedianIncome]:
    """The rows that count, by year and size."""
    latest = {(row.year, row.household_size): row for row in db.session.scalars(_median_rows())}
    return [latest[key] for key in sorted(latest)]


def _median_rows() -> Select[MedianIncome]:
    return (
        select(MedianIncome)
        .join(TableImport, TableImport.id == MedianIncome.import_id)
        .where(TableImport.undone_at.is_(None))
        .order_by(TableImport.imported_at, TableImport.id)
    )


def unit_price(service: Service, day: date, edition: ProgrammeEdition | None = None) -> int | None:
    """The price of one unit in won on `day`: the edition's own where it has one, else the catalogue's."""
    own = edition.rules.unit_prices.get(service.code) if edition else None
    if own is not None:
        return own
    price = price_on(service, day)
    return price.amount if price else None


def prices_of_import(import_id: UUID) -> list[ServicePrice]:
    query = select(ServicePrice).where(ServicePrice.import_id == import_id).order_by(ServicePrice.valid_from)
    return list(db.session.scalars(query))


def medians_of_import(import_id: UUID) -> list[MedianIncome]:
    query = select(MedianIncome).where(MedianIncome.import_id == import_id)
    return list(db.session.scalars(query.order_by(MedianIncome.year, MedianIncome.household_size)))


def table_imports() -> list[TableImport]:
    """Every import, undone ones too, the latest first."""
    return list(db.session.scalars(select(TableImport).order_by(TableImport.imported_at.desc(), TableImport.id.desc())))


def get_import(import_id: UUID) -> TableImport:
    """Raises `NotFound`."""
    found = db.session.get(TableImport, import_id)
    if found is None:
        raise NotFound
    return found


def has_import(kind: ImportKind, digest: str, *, undone_too: bool = False) -> bool:
    """Whether this very table was imported."""
    query = select(TableImport.id).where(TableImport.kind == kind, TableImport.digest == digest)
    if not undone_too:
        query = query.where(TableImport.undone_at.is_(None))
    return db.session.scalar(query.limit(1)) is not None
