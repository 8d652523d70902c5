"""Keeps and drops filters."""

from datetime import datetime

from sqlalchemy import func, select

from portal.coordinators.filters.models import QUERY_MAX, SavedFilter
from portal.coordinators.filters.rules import AT_MOST
from portal.core.actors import Actor
from portal.core.errors import DomainError, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db


def save_filter(name: str, query: str, *, actor: Actor, now: datetime) -> SavedFilter:
    """Keep what the list is narrowed to under a name of one's own; `query` is as `rules.query_of` writes it."""
    actor.require(Permission.HOUSEHOLD_READ)
    if actor.user_id is None:
        raise Forbidden
    if not query or len(query) > QUERY_MAX:
        raise DomainError(N_("먼저 목록에서 조건을 골라 주십시오."))
    kept = select(func.count()).select_from(SavedFilter).where(SavedFilter.user_id == actor.user_id)
    if (db.session.scalar(kept) or 0) >= AT_MOST:
        raise DomainError(N_("조건은 %(count)d개까지 저장할 수 있습니다. 쓰지 않는 것을 지워 주십시오."), count=AT_MOST)
    saved = SavedFilter(user_id=actor.user_id, name=name, query=query, saved_at=now)
    db.session.add(saved)
    db.session.flush()
    return saved


def drop_filter(saved: SavedFilter) -> None:
    db.session.delete(saved)
    db.session.flush()
