"""The columns of rules with editions, what freezes a published one, and which one counts on a day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from sqlalchemy import Connection, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.editions import EditionStanding, EditionState
from portal.db.base import Identified
from portal.db.frozen import freeze
from portal.db.types import enum_column

ONE_DAY = timedelta(days=1)


class Ruled(Identified):
    """Something named that has rules; `source` tells where they come from."""

    code: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(80))
    summary: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    position: Mapped[int]
    created_at: Mapped[datetime]


class Edition(Identified):
    """The rules of it from a day on; a published one never changes, but `ends_on` may be set once.

    `belongs_to` names its way to whatever has it.
    """

    belongs_to: ClassVar[str]

    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    state: Mapped[EditionState] = mapped_column(enum_column(EditionState), default=EditionState.DRAFT)
    document: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime | None]

    @property
    def siblings(self) -> Sequence["Edition"]:
        """All editions of whatever has this one, itself among them."""
        editions: Sequence[Edition] = getattr(self, self.belongs_to).editions
        return editions

    @property
    def is_published(self) -> bool:
        return self.state is EditionState.PUBLISHED

    @property
    def in_turn(self) -> tuple[date, int]:
        """Of two that began the same day the later one counts."""
        return self.starts_on, self.number


E = TypeVar("E", bound=Edition)


def freeze_published(model: type[Any]) -> None:
    """Refuse every change of a published edition but to set its end."""

    def is_published(connection: Connection, edition: Any) -> bool:
        return connection.scalar(select(model.state).where(model.id == edition.id)) is EditionState.PUBLISHED

    freeze(model, is_published, may_change=frozenset({"ends_on"}))


def latest_published(editions: Sequence[E]) -> E | None:
    return max((each for each in editions if each.is_published), key=lambda each: each.in_turn, default=None)


def in_force_on(editions: Sequence[E], day: date) -> E | None:
    """The published edition that began last, unless it has ended."""
    latest = latest_published([each for each in editions if each.starts_on <= day])
    return latest if latest is not None and (latest.ends_on is None or day <= latest.ends_on) else None


def last_day_of(edition: Edition) -> date | None:
    """The last day on which a published edition counts: its own end or the day before the next begins.

    A day before its first where another took its place before it began.
    """
    later = (
        each.starts_on - ONE_DAY for each in edition.siblings if each.is_published and each.in_turn > edition.in_turn
    )
    return min((day for day in (edition.ends_on, *later) if day is not None), default=None)


def standing_on(edition: Edition, today: date) -> EditionStanding:
    if not edition.is_published:
        return EditionStanding(edition.state.value)
    last = last_day_of(edition)
    if last is not None and last < edition.starts_on:
        return EditionStanding.REPLACED
    if edition.starts_on > today:
        return EditionStanding.AHEAD
    return EditionStanding.IN_FORCE if last is None or today <= last else EditionStanding.PAST
