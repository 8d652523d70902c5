"""How a table is taken over as a whole, and taken back."""

from datetime import date, datetime

from portal.audit.actions import record
from portal.benefits.programmes.models import MedianIncome, TableImport
from portal.benefits.programmes.queries import has_import, medians_of_import, prices_of_import
from portal.benefits.programmes.reading import MedianRow, PriceRow, ReadTable
from portal.benefits.programmes.states import ImportKind, RowStanding
from portal.benefits.programmes.uses import is_median_used, is_price_used
from portal.consortium.catalogue.actions import import_price, withdraw_imported_prices
from portal.consortium.catalogue.models import ServicePrice
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db


def import_rows(table: ReadTable, *, actor: Actor, now: datetime) -> TableImport:
    """Take over what is new in a table; refused while a row is wrong, and for a table that was taken over before."""
    actor.require(Permission.PROGRAMME_MANAGE)
    if table.has_errors:
        raise DomainError(N_("잘못된 줄이 있어 가져오지 않았습니다. 파일을 고친 뒤 다시 올려 주십시오."), "file")
    if has_import(table.kind, table.digest):
        raise Conflict(N_("이미 가져온 표입니다."), "file")
    if not table.changes:
        raise DomainError(N_("모두 이미 있는 값입니다. 바뀌는 것이 없습니다."), "file")
    kept = TableImport(
        kind=table.kind,
        file_name=table.file_name,
        digest=table.digest,
        rows=table.changes,
        imported_by_id=actor.user_id,
        imported_at=now,
    )
    db.session.add(kept)
    db.session.flush()
    for row in table.rows:
        if row.standing in (RowStanding.NEW, RowStanding.CHANGED):
            _keep_row(row, kept, actor, now)
    db.session.flush()
    record("table.import", actor=actor, now=now, subject=("table", kept.id), kind=table.kind.value, rows=table.changes)
    return kept


def _keep_row(row: MedianRow | PriceRow, kept: TableImport, actor: Actor, now: datetime) -> None:
    if isinstance(row, PriceRow):
        import_price(row.known_service, row.amount, row.valid_from, kept.id, actor=actor, now=now)
        return
    db.session.add(
        MedianIncome(
            year=row.year,
            household_size=row.household_size,
            monthly_krw=row.amount,
            source=row.source,
            import_id=kept.id,
        )
    )


def undo_import(imported: TableImport, *, actor: Actor, now: datetime) -> None:
    """Take back what one import brought; refused as a whole once a value of it was used."""
    actor.require(Permission.PROGRAMME_MANAGE)
    db.session.refresh(imported, with_for_update=True)
    if imported.undone_at is not None:
        raise Conflict(N_("이미 되돌린 표입니다."))
    refuse_used(imported)
    if imported.kind is ImportKind.UNIT_PRICE:
        withdraw_imported_prices(imported.id, actor=actor, now=now)
    else:
        for row in medians_of_import(imported.id):
            db.session.delete(row)
    imported.undone_by_id, imported.undone_at = actor.user_id, now
    db.session.flush()
    record("table.undo", actor=actor, now=now, subject=("table", imported.id), kind=imported.kind.value)


def refuse_used(imported: TableImport) -> None:
    """Raise `Conflict` when a value of the import was used to decide or to charge something."""
    if imported.kind is ImportKind.UNIT_PRICE:
        used = any(
            is_price_used(price.service_id, price.valid_from, _next_start(price))
            for price in prices_of_import(imported.id)
        )
    else:
        used = any(is_median_used(row.year, row.household_size) for row in medians_of_import(imported.id))
    if used:
        raise Conflict(
            N_("이미 쓰인 값이 있어 되돌릴 수 없습니다. 값이 틀렸으면 고친 표를 가져오거나 새 단가를 넣어 주십시오.")
        )


def _next_start(price: ServicePrice) -> date | None:
    """The day on which another price of the service takes over."""
    return min((each.valid_from for each in price.service.prices if each.valid_from > price.valid_from), default=None)
