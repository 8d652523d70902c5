"""Keeps and drops filters."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from portal.core.actors import Actor
from portal.core.errors import DomainError, Forbidden
from portal.core.messages import N_
from portal.extensions import db
from portal.filters.models import QUERY_MAX, SavedFilter
from portal.filters.queries import list_called

AT_MOST = 12
"""Filters of one list: as many as somebody can look over."""


def save_filter(list_name: str, name: str, asked: Mapping[str, str], *, actor: Actor, now: datetime) -> SavedFilter:
    """Keep what a list is narrowed to by what its address asked, under a name of one's own."""
    narrowed = list_called(list_name)
    actor.require(narrowed.permission)
    query = narrowed.query_of(asked)
    if actor.user_id is None:
        raise Forbidden
    if not query or len(query) > QUERY_MAX:
        raise DomainError(N_("먼저 목록에서 조건을 골라 주십시오."))
    kept = select(func.count()).select_from(SavedFilter)
    kept = kept.where(SavedFilter.user_id == actor.user_id, SavedFilter.list == list_name)
    if (db.session.scalar(kept) or 0) >= AT_MOST:
        raise DomainError(N_("조건은 %(count)d개까지 저장할 수 있습니다. 쓰지 않는 것을 지워 주십시오."), count=AT_MOST)
    saved = SavedFilter(user_id=actor.user_id, list=list_name, name=name, query=query, saved_at=now)
    db.session.add(saved)
    db.session.flush()
    return saved


def drop_filter(saved: SavedFilter) -> None:
    db.session.delete(saved)
    db.session.flush()
