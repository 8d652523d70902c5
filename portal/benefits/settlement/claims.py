"""Which charges a statement has to speak of, and what it has to say of each: read from the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select

from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.benefits.programmes.models import Programme
from portal.benefits.settlement.models import Dispute, Statement, StatementLine
from portal.benefits.settlement.rules import Wanted, first_of_month, last_of_month, wanted_lines
from portal.benefits.settlement.standing import VALUE_NAMES, is_standing, says_the_same, standing_lines, values_of
from portal.benefits.settlement.states import FROZEN, DisputeState, LineKind
from portal.consortium.catalogue.models import Service
from portal.core.masking import mask_name
from portal.extensions import db
from portal.residents.households.models import Person

is_due = and_(Charge.state == ChargeState.COMMITTED, Charge.quantity > 0)
"""Something is to be claimed for the charge: its visit took place, or its absence has a share due."""

_NAMES = (
    Charge.id.label("charge_id"),
    Charge.state,
    Charge.person_id,
    Charge.starts_at,
    Charge.ends_at,
    Charge.outcome,
    Person.name.label("person_name"),
    Service.name.label("service_name"),
    Programme.name.label("programme_name"),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One line that a statement needs, as the columns of its row."""

    charge_id: UUID
    kind: LineKind
    columns: dict[str, Any]


def claims_for(organisation_id: UUID, month: date, statement_id: UUID | None) -> list[Claim]:
    """The lines of a co-operative's statement of `month`, but for charges in dispute; `statement_id` if it exists."""
    rows = [*_of_month(organisation_id, month), *_of_earlier_months(organisation_id, month)]
    taken = _spoken_for(organisation_id, statement_id)
    rows = [row for row in rows if row.charge_id not in taken]
    standing = standing_lines(row.charge_id for row in rows)
    return [claim for row in rows for claim in _claims(row, standing.get(row.charge_id), month)]


def charges_in_dispute(organisation_id: UUID | None = None) -> set[UUID]:
    """Of one co-operative, or of all."""
    query = select(Dispute.charge_id).where(Dispute.state == DisputeState.OPEN)
    if organisation_id is not None:
        query = query.join(Charge, Charge.id == Dispute.charge_id).where(Charge.organisation_id == organisation_id)
    return set(db.session.scalars(query))


def _charges(organisation_id: UUID) -> Select[Any]:
    """Every charge of a co-operative with what a line says of it, in one row and without objects."""
    columns = (*_NAMES, *(getattr(Charge, name) for name in VALUE_NAMES))
    query = select(*columns).join(Charge.person).join(Charge.service).outerjoin(Charge.programme)
    return query.where(Charge.organisation_id == organisation_id).order_by(Charge.service_on, Charge.id)


def _of_month(organisation_id: UUID, month: date) -> Iterable[Any]:
    between = Charge.service_on.between(month, last_of_month(month))
    return db.session.execute(_charges(organisation_id).where(between, is_due))


def _of_earlier_months(organisation_id: UUID, month: date) -> list[Any]:
    """Charges of months that are approved already and that say something else than their statements."""
    approved = approved_months(organisation_id, before=month)
    if not approved:
        return []
    query = _charges(organisation_id).where(Charge.service_on.between(min(approved), month), is_misstated())
    return [row for row in db.session.execute(query) if first_of_month(row.service_on) in approved]


def approved_months(organisation_id: UUID, *, before: date) -> set[date]:
    query = select(Statement.month).where(Statement.organisation_id == organisation_id, Statement.state.in_(FROZEN))
    return set(db.session.scalars(query.where(Statement.month < before)))


def is_misstated() -> ColumnElement[bool]:
    """What approved statements say of the charge is not what the ledger says now."""
    said = exists().where(
        StatementLine.charge_id == Charge.id,
        StatementLine.statement_id == Statement.id,
        Statement.state.in_(FROZEN),
        is_standing(),
    )
    return or_(and_(is_due, ~said.where(says_the_same())), and_(not_(is_due), said))


def _spoken_for(organisation_id: UUID, statement_id: UUID | None) -> set[UUID]:
    """Charges in dispute, and those that another statement which is still open has lines for."""
    query = select(StatementLine.charge_id).join(StatementLine.statement)
    query = query.where(Statement.organisation_id == organisation_id, Statement.state.not_in(FROZEN))
    if statement_id is not None:
        query = query.where(Statement.id != statement_id)
    return {*db.session.scalars(query), *charges_in_dispute(organisation_id)}


def _claims(row: Any, standing: Any | None, month: date) -> list[Claim]:
    due = values_of(row) if row.state is ChargeState.COMMITTED and row.quantity > 0 else None
    said = values_of(standing) if standing is not None else None
    wanted = wanted_lines(due, said, of_this_month=first_of_month(row.service_on) == month)
    return [Claim(row.charge_id, each.kind, _columns(row, standing, each)) for each in wanted]


def _columns(row: Any, standing: Any, wanted: Wanted) -> dict[str, Any]:
    """A reversal repeats the names of the line that it takes back."""
    back = wanted.kind is LineKind.REVERSAL
    source = standing if back else row
    return {
        "corrects_id": standing.id if back else None,
        "person_id": source.person_id,
        "masked_name": source.masked_name if back else mask_name(row.person_name),
        "service_name": source.service_name,
        "programme_name": source.programme_name or "",
        "starts_at": source.starts_at,
        "ends_at": source.ends_at,
        "outcome": source.outcome or "",
        "held": False,
        **wanted.values._asdict(),
    }
