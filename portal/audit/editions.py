"""How rules with editions come about, change as drafts, count from a day on and end, whatever they are about."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.audit.steps import take
from portal.core.actors import Actor
from portal.core.clock import FIRST_YEAR, LAST_YEAR, day_of
from portal.core.editions import EditionState, EditionVerb
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.states import StateTable
from portal.db.editions import in_force_on, latest_published
from portal.extensions import db

_CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")

R = TypeVar("R")
Owner = TypeVar("Owner", bound=Any)
E = TypeVar("E", bound=Any)


@dataclass(frozen=True)
class Details:
    """`code` is a short name in Latin letters that never changes; `source` tells where the rules come from."""

    code: str
    name: str
    summary: str = ""
    source: str = ""


@dataclass(frozen=True)
class EditionText(Generic[R]):
    """What a draft says: when it begins and, where that is known, ends; the rules; why they are so."""

    starts_on: date
    ends_on: date | None
    rules: R
    note: str = ""


class Editions(Generic[Owner, E]):
    """The acts on one kind of rules (`portal.db.editions`); whether somebody may do them the feature's actions ask."""

    def __init__(self, owner: type[Owner], edition: type[E], states: StateTable[EditionState, EditionVerb]) -> None:
        self.owner, self.edition, self.states = owner, edition, states

    def open(self, details: Details, *, now: datetime) -> Owner:
        """A new one behind all others, still without an edition."""
        if not _CODE.fullmatch(details.code):
            raise DomainError(
                N_("짧은 이름은 영어 소문자로 시작하고 소문자, 숫자, 밑줄만 씁니다. 예: mapo_2027"), "code"
            )
        last = db.session.scalar(select(func.max(self.owner.position))) or 0
        told = {name: getattr(details, name) for name in ("code", "name", "summary", "source")}
        owner: Owner = self.owner(**told, position=last + 1, created_at=now)
        db.session.add(owner)
        db.session.flush()
        return owner

    def base(self, owner: Owner, starts_on: date) -> E | None:
        """The latest published edition, for a draft of `starts_on`; nobody else numbers one meanwhile."""
        refuse_strange_days(starts_on)
        self._lock(owner)
        return latest_published(owner.editions)

    def add(self, owner: Owner, text: EditionText[Any], document: dict[str, Any], *, actor: Actor, now: datetime) -> E:
        """A draft that says `text`, whose rules are kept as `document`."""
        number = max((each.number for each in owner.editions), default=0) + 1
        whose = {self.edition.belongs_to: owner, f"{self.edition.belongs_to}_id": owner.id}
        edition: E = self.edition(
            **whose,
            number=number,
            document=document,
            starts_on=text.starts_on,
            ends_on=text.ends_on,
            note=text.note,
            written_by_id=actor.user_id,
            written_at=now,
        )
        db.session.add(edition)
        self._step(edition, EditionVerb.DRAFT, actor, now)
        db.session.flush()
        return edition

    def lock_draft(self, edition: E, text: EditionText[Any]) -> None:
        """Raise `Conflict` for what is no draft any more, before `write` says `text` in it."""
        refuse_strange_days(text.starts_on, text.ends_on)
        self.refresh(edition)
        if edition.state is not EditionState.DRAFT:
            raise Conflict(N_("발행했거나 버린 판은 고칠 수 없습니다. 새 판을 써 주십시오."))

    def write(
        self, edition: E, text: EditionText[Any], document: dict[str, Any], *, actor: Actor, now: datetime
    ) -> None:
        edition.document = document
        edition.starts_on, edition.ends_on, edition.note = text.starts_on, text.ends_on, text.note
        edition.written_by_id, edition.written_at = actor.user_id, now
        db.session.flush()

    def refuse_beginning(self, edition: E, today: date) -> None:
        """Raise `DomainError` for a draft that would begin before `today`, or on it where another began today."""
        if edition.starts_on < today:
            raise DomainError(
                N_("지난 날부터 시작하는 판은 발행할 수 없습니다. 시작하는 날을 오늘이나 그 뒤로 고쳐 주십시오."),
                "starts_on",
            )
        in_force = in_force_on(edition.siblings, today)
        if in_force is not None and in_force.starts_on == edition.starts_on:
            raise Conflict(
                N_("오늘 시작한 판이 이미 있습니다. 시작하는 날을 내일이나 그 뒤로 고쳐 주십시오."), "starts_on"
            )

    def publish(self, edition: E, *, actor: Actor, now: datetime) -> None:
        """Let it count from its first day on."""
        self._step(edition, EditionVerb.PUBLISH, actor, now, valid_from=str(edition.starts_on))
        edition.published_at = now
        db.session.flush()

    def discard(self, edition: E, *, actor: Actor, now: datetime) -> None:
        """Throw a draft away; it stays in the list as discarded."""
        self.refresh(edition)
        self._step(edition, EditionVerb.DISCARD, actor, now)
        db.session.flush()

    def end(self, owner: Owner, last_day: date, *, now: datetime) -> E:
        """Let it end after `last_day`, today or later; a later edition may begin it again."""
        refuse_strange_days(last_day)
        if last_day < day_of(now):
            raise DomainError(N_("지난 날로 끝낼 수 없습니다. 오늘이나 그 뒤의 날을 적어 주십시오."), "last_day")
        self._lock(owner)
        edition: E | None = in_force_on(owner.editions, last_day)
        if edition is None:
            raise Conflict(N_("그날 시행하는 판이 없어 끝낼 것이 없습니다."), "last_day")
        if edition.ends_on is not None:
            raise Conflict(N_("끝나는 날이 이미 정해져 있습니다."), "last_day")
        if any(each.is_published and each.starts_on > last_day for each in owner.editions):
            raise Conflict(
                N_("그 뒤에 시작하는 판을 이미 발행했습니다. 그 판이 시작한 뒤의 날을 적어 주십시오."), "last_day"
            )
        edition.ends_on = last_day
        db.session.flush()
        return edition

    def record_for(self, event: str, edition: E, actor: Actor, now: datetime, **details: object) -> None:
        """Write down in the audit what was done with an edition."""
        record(event, actor=actor, now=now, subject=self._subject(edition), edition=edition.number, **details)

    def _lock(self, owner: Owner) -> None:
        """Let nobody else number an edition of it until this transaction ends."""
        db.session.flush()
        db.session.refresh(owner, with_for_update=True)
        db.session.expire(owner, ["editions"])

    def refresh(self, edition: E) -> None:
        """The edition as it stands now, kept from others until this transaction ends; whatever has it, too."""
        self._lock(getattr(edition, edition.belongs_to))
        anew = select(self.edition).where(self.edition.id == edition.id).with_for_update()
        db.session.scalars(anew.execution_options(populate_existing=True)).one()

    def _step(self, edition: E, verb: EditionVerb, actor: Actor, now: datetime, **details: Any) -> None:
        told = {"subject": self._subject(edition), "edition": edition.number, **details}
        take(self.states, edition, verb, actor=actor, now=now, **told)

    def _subject(self, edition: E) -> tuple[str, Any]:
        return self.owner.__tablename__, getattr(edition, f"{edition.belongs_to}_id")


def refuse_strange_days(*days: date | None) -> None:
    """Raise `DomainError` for a day of another age."""
    if any(day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise DomainError(N_("날짜의 해를 다시 확인해 주십시오."), "starts_on")
