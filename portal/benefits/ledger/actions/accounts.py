"""Opens accounts and moves their amounts: an entry and a conditional UPDATE together, in one order of locks.

The order of locks everywhere is household, member, referral, slot, charge, account (by id), part: no two acts wait for
each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, literal, null, select, update
from sqlalchemy.orm.util import identity_key

from portal.benefits.ledger.models import CapAccount, CapEntry, CapPart
from portal.benefits.ledger.queries.balances import Balance
from portal.benefits.ledger.rules import OverCap, higher_cap, lower_of
from portal.benefits.ledger.states import EntryKind
from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.db.inserting import dialect_of, insert_into
from portal.db.sealed import of_row
from portal.extensions import db


@dataclass(frozen=True)
class Posting:
    """One movement of an account and of its part for one service, in won, measured by the cap and limit of an edition.

    `key` names the event: a second posting of the same key changes nothing.
    """

    account_id: UUID
    service_id: UUID
    kind: EntryKind
    held: int
    committed: int
    key: str
    cap: int | None
    limit: int | None
    charge_id: UUID | None = None
    reason: str = ""

    @property
    def grows(self) -> int:
        return self.held + self.committed


def open_account(
    person_id: UUID,
    programme_id: UUID,
    service_id: UUID | None,
    *,
    year: int,
    cap: int | None,
    limit: int | None,
    now: datetime,
) -> UUID:
    """The account with its part for the service, opened when missing; opened by two at once, there is one.

    Everything is opened before anything is locked, so that nobody waits for a row while others wait for theirs.
    """
    account_id, part_id = _found(person_id, programme_id, service_id, year)
    if account_id is None:
        given = {"person_id": person_id, "programme_id": programme_id, "year": year}
        _insert(CapAccount, {**given, **_NOTHING, "cap": cap, "opened_at": now})
        account_id, part_id = _found(person_id, programme_id, service_id, year)
    if account_id is None:
        raise RuntimeError("an account that was opened is not there")
    if part_id is None and service_id is not None:
        _insert(CapPart, {**_NOTHING, "account_id": account_id, "service_id": service_id, "limit": limit})
    return account_id


_NOTHING = {"held": 0, "committed": 0, "allowed_over": 0}


def _found(person_id: UUID, programme_id: UUID, service_id: UUID | None, year: int) -> tuple[UUID | None, UUID | None]:
    query = (
        select(CapAccount.id, CapPart.id)
        .outerjoin(CapPart, and_(CapPart.account_id == CapAccount.id, CapPart.service_id == service_id))
        .where(CapAccount.person_id == person_id, CapAccount.programme_id == programme_id, CapAccount.year == year)
    )
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1]) if row else (None, None)


def _insert(model: type[CapAccount | CapPart | CapEntry], *rows: dict[str, Any]) -> Any:
    """INSERT … ON CONFLICT DO NOTHING: whoever comes second waits and finds the row of the first."""
    values = [{"id": new_id(), **row} for row in rows]
    statement = insert_into(model, dialect_of(db.session)).values(values).on_conflict_do_nothing()
    if model is CapEntry:
        returned = statement.returning(CapEntry.key).execution_options(synchronize_session=False)
        return set(db.session.scalars(returned))
    db.session.execute(statement)
    return set()


def post(postings: Iterable[Posting], *, actor: Actor, now: datetime) -> None:
    """Write the entries and move the amounts; raises `OverCap` where something would exceed its cap or limit."""
    moving = [posting for posting in postings if posting.held or posting.committed]
    if not moving:
        return
    db.session.flush()  # the charges first: their entries go past the unit of work, which would not order them
    # Entries before amounts: the key of an event that is there already moves nothing a second time.
    written = _insert(CapEntry, *(_entry(posting, actor, now) for posting in moving))
    fresh = sorted(
        (each for each in moving if each.key in written), key=lambda each: (each.account_id, each.service_id)
    )
    for account_id in dict.fromkeys(each.account_id for each in fresh):  # by id, each account before its parts
        of_account = [each for each in fresh if each.account_id == account_id]
        _move_account(account_id, of_account)
        for service_id in dict.fromkeys(each.service_id for each in of_account):
            _move_part(account_id, service_id, [each for each in of_account if each.service_id == service_id])


def _entry(posting: Posting, actor: Actor, now: datetime) -> dict[str, Any]:
    entry_id = new_id()
    return {
        "id": entry_id,
        "account_id": posting.account_id,
        "charge_id": posting.charge_id,
        "service_id": posting.service_id,
        "kind": posting.kind,
        "held": posting.held,
        "committed": posting.committed,
        "reason": of_row(entry_id, posting.reason),
        "key": posting.key,
        "at": now,
        "by_id": actor.user_id,
    }


def _move_account(account_id: UUID, postings: Sequence[Posting]) -> None:
    cap = _measure(postings, [each.cap for each in postings if each.grows > 0])
    moved = _move(CapAccount, CapAccount.id == account_id, postings, cap, {"cap": CapAccount.cap})
    if not moved:
        raise _over(CapAccount, CapAccount.id == account_id, postings, cap)
    loaded = db.session.identity_map.get(identity_key(CapAccount, account_id))
    if loaded is not None:  # the UPDATE passed it by
        db.session.expire(loaded, ["held", "committed", "cap", "parts"])


def _move_part(account_id: UUID, service_id: UUID, postings: Sequence[Posting]) -> None:
    of_service = and_(CapPart.account_id == account_id, CapPart.service_id == service_id)
    limit = _measure(postings, [each.limit for each in postings if each.grows > 0])
    if not _move(CapPart, of_service, postings, limit, {"limit": CapPart.limit}):
        raise _over(CapPart, of_service, postings, limit)


@dataclass(frozen=True)
class _Bound:
    """`asked` is False for a movement that takes nothing: then no cap is looked at, and none changed."""

    amount: int | None
    asked: bool


def _measure(postings: Sequence[Posting], bounds: list[int | None]) -> _Bound:
    """By what growing postings are measured: the highest of the caps of their editions."""
    if sum(each.grows for each in postings) <= 0 or not bounds:
        return _Bound(None, asked=False)
    highest = bounds[0]
    for bound in bounds[1:]:
        highest = higher_cap(highest, bound)
    return _Bound(highest, asked=True)


def _move(
    model: type[CapAccount | CapPart],
    row: ColumnElement[bool],
    postings: Sequence[Posting],
    bound: _Bound,
    capped: dict[str, Any],
) -> bool:
    """One conditional UPDATE, so that parallel requests cannot both take the last won; the cap kept only ever rises."""
    held, committed = sum(each.held for each in postings), sum(each.committed for each in postings)
    values: dict[str, Any] = {"held": model.held + held, "committed": model.committed + committed}
    conditions = [row]
    if bound.asked:
        ((name, column),) = capped.items()
        values[name] = null() if bound.amount is None else _raised(column, bound.amount)
        if bound.amount is not None:
            used = model.held + model.committed + held + committed
            conditions.append(used <= bound.amount + model.allowed_over)
    statement = update(model).where(*conditions).values(values).returning(model.id)
    return db.session.scalar(statement.execution_options(synchronize_session=False)) is not None


def _raised(column: Any, amount: int) -> ColumnElement[int]:
    return case((column < amount, literal(amount)), else_=column)


def _over(
    model: type[CapAccount | CapPart], row: ColumnElement[bool], postings: Sequence[Posting], bound: _Bound
) -> OverCap:
    columns = select(model.held, model.committed, model.allowed_over).where(row)
    held, committed, allowed_over = db.session.execute(columns).one()
    left = Balance(bound.amount, held, committed, allowed_over).remaining or 0
    return OverCap(left, sum(each.grows for each in postings), of_service=model is CapPart)


def lock_accounts(account_ids: Iterable[UUID]) -> None:
    """Lock several accounts in the order of their ids, before any of them is moved."""
    query = select(CapAccount.id).where(CapAccount.id.in_(set(account_ids))).order_by(CapAccount.id)
    db.session.execute(query.with_for_update(key_share=True)).all()


def room_under_lock(account_id: UUID, service_id: UUID, cap: int | None, limit: int | None) -> int | None:
    """What is left of the account and of its part, while nobody else can take it; None where there is no cap."""
    account = select(CapAccount.held, CapAccount.committed, CapAccount.allowed_over)
    part = select(CapPart.held, CapPart.committed, CapPart.allowed_over)
    of_service = (CapPart.account_id == account_id, CapPart.service_id == service_id)
    left_of_account = db.session.execute(
        account.where(CapAccount.id == account_id).with_for_update(key_share=True)
    ).one()
    left_of_part = db.session.execute(part.where(*of_service).with_for_update(key_share=True)).one()
    return lower_of([Balance(cap, *left_of_account).remaining, Balance(limit, *left_of_part).remaining])
