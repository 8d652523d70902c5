"""Reads of requests to go over a cap, and of who may grant how much."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.benefits.ledger.models import CapAccount, CapOverride, SpendingLimit
from portal.benefits.ledger.scope import overrides_in_scope
from portal.benefits.ledger.states import OverrideState
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.db.plain import plain
from portal.extensions import db

PAGE_SIZE = 30
_ACCOUNT = joinedload(CapOverride.account)
SHOWN = (_ACCOUNT.joinedload(CapAccount.person), _ACCOUNT.joinedload(CapAccount.programme))


def get_override(override_id: UUID, *, viewer: Actor) -> CapOverride:
    """Raises `NotFound` for one that is out of the viewer's scope."""
    query = select(CapOverride).where(CapOverride.id == override_id, overrides_in_scope(viewer)).options(*SHOWN)
    override = db.session.scalar(query)
    if override is None:
        raise NotFound
    return override


def overrides_for(viewer: Actor, *, is_open: bool, page: int = 1) -> Page[CapOverride]:
    """Requests that wait, the oldest first, or those decided, the newest first."""
    query = select(CapOverride).where(overrides_in_scope(viewer))
    waits = CapOverride.state == OverrideState.REQUESTED
    query = query.where(waits) if is_open else query.where(~waits)
    order = (
        (CapOverride.requested_at, CapOverride.id)
        if is_open
        else (CapOverride.decided_at.desc(), CapOverride.id.desc())
    )
    return page_of(db.session, query.order_by(*order).options(*SHOWN), page, PAGE_SIZE)


WAITING = select(func.count(CapOverride.id)).where(CapOverride.state == plain(OverrideState.REQUESTED))
"""How many requests wait for a decision."""


def overrides_of(account_id: UUID) -> list[CapOverride]:
    """Every request for an account, the newest first."""
    query = select(CapOverride).where(CapOverride.account_id == account_id)
    return list(db.session.scalars(query.order_by(CapOverride.requested_at.desc(), CapOverride.id.desc())))


def spending_limit_of(user_id: UUID | None, day: date) -> int:
    """How much somebody may grant over one account in a year, in won; 0 until somebody else has set a limit."""
    query = select(SpendingLimit.amount).where(SpendingLimit.user_id == user_id, SpendingLimit.from_on <= day)
    return db.session.scalar(query.order_by(SpendingLimit.from_on.desc()).limit(1)) or 0


def granted_by(user_id: UUID | None, account_id: UUID) -> int:
    """What somebody has granted over an account so far, in won."""
    query = select(func.coalesce(func.sum(CapOverride.amount), 0)).where(
        CapOverride.account_id == account_id,
        CapOverride.decided_by_id == user_id,
        CapOverride.state == OverrideState.GRANTED,
    )
    return int(db.session.scalar(query) or 0)


def deciders(day: date) -> list[tuple[User, int]]:
    """Who may decide, with the limit of each, by name."""
    return [(user, spending_limit_of(user.id, day)) for user in users_who_may(Permission.OVERRIDE_DECIDE)]


def names_of(overrides: Iterable[CapOverride]) -> dict[UUID, str]:
    """Who asked and who decided, by id."""
    ids = {each for one in overrides for each in (one.requested_by_id, one.decided_by_id) if each}
    return dict(db.session.execute(select(User.id, User.name).where(User.id.in_(ids))).all())
