"""Lets booked visits count for another file, when two are found to be about one person."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit.actions import record
from portal.benefits.ledger.actions.accounts import Posting, lock_accounts, open_account, post
from portal.benefits.ledger.actions.restating import standing_of
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState, EntryKind
from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.extensions import db
from portal.residents.households.models import Person

CARRIED = N_("같은 분의 다른 파일로 옮김")
TAKING = {ChargeState.HELD: EntryKind.HOLD, ChargeState.COMMITTED: EntryKind.COMMIT}


def carry_charges(visit_ids: Collection[UUID], person: Person, *, actor: Actor, now: datetime) -> None:
    """What these visits take of an account they take from now on of one of `person`, of the same programme and year.

    Raises `OverCap` where one person has used more than the cap of one person. A statement that settled a visit stays
    as it was.
    """
    query = select(Charge).where(Charge.visit_id.in_(visit_ids), Charge.person_id != person.id).order_by(Charge.id)
    charges = db.session.scalars(query.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    key, postings = f"carry:{new_id().hex}", []
    for charge in charges:
        before = charge.account_id
        charge.person_id = person.id
        if before is not None:
            charge.account_id = _account(charge, person, now)
            postings += _movements(charge, before, charge.account_id, key)
        record("charge.carry", actor=actor, now=now, subject=("visit", charge.visit_id), support=charge.support)
    lock_accounts(posting.account_id for posting in postings)
    post(postings, actor=actor, now=now)
    for charge in charges:
        db.session.expire(charge, ["person", "account"])


def _account(charge: Charge, person: Person, now: datetime) -> UUID:
    paying = standing_of(charge)
    if charge.programme_id is None:
        raise RuntimeError("a charge with an account has a programme")
    return open_account(
        person.id,
        charge.programme_id,
        charge.service_id,
        year=charge.service_on.year,
        cap=paying.cap,
        limit=paying.limit_of(charge.service.code),
        now=now,
    )


def _movements(charge: Charge, before: UUID, after: UUID, key: str) -> list[Posting]:
    """What the one account gives back and the other takes; a charge that was released moves nothing."""
    if charge.state not in TAKING:
        return []
    paying = standing_of(charge)
    held = charge.support if charge.state is ChargeState.HELD else 0
    committed = charge.support - held

    def on(account_id: UUID, sign: int) -> Posting:
        return Posting(
            account_id=account_id,
            service_id=charge.service_id,
            kind=TAKING[charge.state] if sign > 0 else EntryKind.RELEASE,
            held=sign * held,
            committed=sign * committed,
            key=f"{key}:{charge.id.hex}:{'+' if sign > 0 else '-'}",
            cap=paying.cap,
            limit=paying.limit_of(charge.service.code),
            charge_id=charge.id,
            reason=CARRIED,
        )

    return [on(before, -1), on(after, 1)]
