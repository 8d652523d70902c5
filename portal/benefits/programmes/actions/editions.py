"""How a programme and its editions come about, change as drafts, count from a day on and end."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.audit.steps import take
from portal.benefits.programmes.models import Programme, ProgrammeEdition
from portal.benefits.programmes.queries import edition_on
from portal.benefits.programmes.rules import (
    ProgrammeRules,
    changed_fields,
    decided,
    refuse_contradictions,
    to_document,
    without_money,
)
from portal.benefits.programmes.states import PROGRAMME_EDITION_STATES, ProgrammeEditionState, ProgrammeEditionVerb
from portal.consortium.catalogue.models import Service
from portal.core.clock import FIRST_YEAR, LAST_YEAR, day_of
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Actor, Permission
from portal.extensions import db

_CODE = re.compile(r"[a-z][a-z0-9_]{1,31}")


@dataclass(frozen=True)
class ProgrammeDetails:
    """`code` is a short name in Latin letters that never changes; `source` tells where the rules come from."""

    code: str
    name: str
    summary: str = ""
    source: str = ""


@dataclass(frozen=True)
class EditionText:
    """What a draft says: when it begins and, where that is known, ends; the rules; why they are so."""

    starts_on: date
    ends_on: date | None
    rules: ProgrammeRules
    note: str = ""


def open_programme(details: ProgrammeDetails, *, actor: Actor, now: datetime) -> Programme:
    """A new programme behind all others, still without an edition."""
    actor.require(Permission.PROGRAMME_MANAGE)
    if not _CODE.fullmatch(details.code):
        raise DomainError(N_("짧은 이름은 영어 소문자로 시작하고 소문자, 숫자, 밑줄만 씁니다. 예: mapo_2027"), "code")
    last = db.session.scalar(select(func.max(Programme.position))) or 0
    programme = Programme(
        code=details.code,
        name=details.name,
        summary=details.summary,
        source=details.source,
        position=last + 1,
        created_at=now,
    )
    db.session.add(programme)
    db.session.flush()
    record("programme.add", actor=actor, now=now, subject=("programme", programme.id))
    return programme


def draft_edition(
    programme: Programme, starts_on: date, *, based_on: ProgrammeEdition | None = None, actor: Actor, now: datetime
) -> ProgrammeEdition:
    """A draft with the rules of `based_on`, of the latest published edition, or none for a new programme."""
    actor.require(Permission.PROGRAMME_MANAGE)
    _refuse_strange_days(starts_on)
    _lock(programme)
    base = based_on or _latest(programme)
    rules = base.rules if base else ProgrammeRules()
    return _add(programme, EditionText(starts_on, None, rules), actor, now)


def edit_edition(edition: ProgrammeEdition, text: EditionText, *, actor: Actor, now: datetime) -> None:
    """Change a draft.

    A rule that stays as it was keeps its source or its mark as a setting; what changes the office decided.
    """
    actor.require(Permission.PROGRAMME_MANAGE)
    _refuse_strange_days(text.starts_on, text.ends_on)
    rules = text.rules if text.rules.pays else without_money(text.rules)
    _refuse_unusable(rules)
    _refresh(edition)
    if edition.state is not ProgrammeEditionState.DRAFT:
        raise Conflict(N_("발행했거나 버린 판은 고칠 수 없습니다. 새 판을 써 주십시오."))
    changed = changed_fields(edition.rules, rules)
    edition.document = to_document(decided(edition.rules, rules))
    edition.starts_on, edition.ends_on, edition.note = text.starts_on, text.ends_on, text.note
    edition.written_by_id, edition.written_at = actor.user_id, now
    db.session.flush()
    _record_for("programme.edit", edition, actor, now, fields=list(changed))


def publish_edition(edition: ProgrammeEdition, *, actor: Actor, now: datetime) -> None:
    """Let a draft count from its first day on: today or later, so that no decision made before is touched."""
    actor.require(Permission.PROGRAMME_MANAGE)
    _refresh(edition)
    _refuse_unusable(edition.rules)
    today = day_of(now)
    if edition.starts_on < today:
        raise DomainError(
            N_("지난 날부터 시작하는 판은 발행할 수 없습니다. 시작하는 날을 오늘이나 그 뒤로 고쳐 주십시오."),
            "starts_on",
        )
    in_force = edition_on(edition.programme, today)
    if in_force is not None and in_force.starts_on == edition.starts_on:
        raise Conflict(N_("오늘 시작한 판이 이미 있습니다. 시작하는 날을 내일이나 그 뒤로 고쳐 주십시오."), "starts_on")
    _step(edition, ProgrammeEditionVerb.PUBLISH, actor, now, valid_from=str(edition.starts_on))
    edition.published_by_id, edition.published_at = actor.user_id, now
    db.session.flush()
    if edition.ends_on is not None:
        tell(Event.PROGRAMME_ENDED, edition.programme_id, actor=actor, now=now, last_day=edition.ends_on)


def discard_edition(edition: ProgrammeEdition, *, actor: Actor, now: datetime) -> None:
    """Throw a draft away; it stays in the list as discarded."""
    actor.require(Permission.PROGRAMME_MANAGE)
    _refresh(edition)
    _step(edition, ProgrammeEditionVerb.DISCARD, actor, now)
    db.session.flush()


def end_programme(programme: Programme, last_day: date, *, actor: Actor, now: datetime) -> ProgrammeEdition:
    """Let a programme end after `last_day`, today or later; a later edition may begin it again."""
    actor.require(Permission.PROGRAMME_MANAGE)
    _refuse_strange_days(last_day)
    if last_day < day_of(now):
        raise DomainError(N_("지난 날로 끝낼 수 없습니다. 오늘이나 그 뒤의 날을 적어 주십시오."), "last_day")
    _lock(programme)
    edition = edition_on(programme, last_day)
    if edition is None:
        raise Conflict(N_("그날 시행하는 판이 없어 끝낼 것이 없습니다."), "last_day")
    if edition.ends_on is not None:
        raise Conflict(N_("끝나는 날이 이미 정해져 있습니다."), "last_day")
    if any(_is_published(each) and each.starts_on > last_day for each in programme.editions):
        raise Conflict(
            N_("그 뒤에 시작하는 판을 이미 발행했습니다. 그 판이 시작한 뒤의 날을 적어 주십시오."), "last_day"
        )
    edition.ends_on = last_day
    db.session.flush()
    _record_for("programme.end", edition, actor, now, last_day=str(last_day))
    tell(Event.PROGRAMME_ENDED, programme.id, actor=actor, now=now, last_day=last_day)
    return edition


def add_published(programme: Programme, text: EditionText, *, actor: Actor, now: datetime) -> ProgrammeEdition:
    """An edition as it is shipped: it may have begun long ago."""
    actor.require(Permission.PROGRAMME_MANAGE)
    _refuse_unusable(text.rules)
    edition = _add(programme, text, actor, now)
    _step(edition, ProgrammeEditionVerb.PUBLISH, actor, now, valid_from=str(edition.starts_on))
    edition.published_at = now
    db.session.flush()
    return edition


def _add(programme: Programme, text: EditionText, actor: Actor, now: datetime) -> ProgrammeEdition:
    edition = ProgrammeEdition(
        programme_id=programme.id,
        programme=programme,
        number=max((each.number for each in programme.editions), default=0) + 1,
        starts_on=text.starts_on,
        ends_on=text.ends_on,
        document=to_document(text.rules),
        note=text.note,
        written_by_id=actor.user_id,
        written_at=now,
    )
    db.session.add(edition)
    _step(edition, ProgrammeEditionVerb.DRAFT, actor, now)
    db.session.flush()
    return edition


def _latest(programme: Programme) -> ProgrammeEdition | None:
    published = [edition for edition in programme.editions if _is_published(edition)]
    return max(published, key=lambda edition: (edition.starts_on, edition.number), default=None)


def _is_published(edition: ProgrammeEdition) -> bool:
    return edition.state is ProgrammeEditionState.PUBLISHED


def _refuse_unusable(rules: ProgrammeRules) -> None:
    refuse_contradictions(rules)
    _refuse_unknown_services(rules.services)


def _refuse_unknown_services(codes: Collection[str]) -> None:
    known = set(db.session.scalars(select(Service.code).where(Service.code.in_(codes))))
    if set(codes) - known:
        raise DomainError(N_("서비스 목록에 없는 서비스가 있습니다. 다시 골라 주십시오."), "services")


def _refuse_strange_days(*days: date | None) -> None:
    if any(day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
        raise DomainError(N_("날짜의 해를 다시 확인해 주십시오."), "starts_on")


def _lock(programme: Programme) -> None:
    """Let nobody else number an edition of `programme` until this transaction ends."""
    db.session.flush()
    db.session.refresh(programme, with_for_update=True)
    db.session.expire(programme, ["editions"])


def _refresh(edition: ProgrammeEdition) -> None:
    """The edition as it stands now, kept from others until this transaction ends; its programme, too."""
    _lock(edition.programme)
    anew = select(ProgrammeEdition).where(ProgrammeEdition.id == edition.id).with_for_update()
    db.session.scalars(anew.execution_options(populate_existing=True)).one()


def _step(edition: ProgrammeEdition, verb: ProgrammeEditionVerb, actor: Actor, now: datetime, **details: Any) -> None:
    subject = ("programme", edition.programme_id)
    take(
        PROGRAMME_EDITION_STATES,
        edition,
        verb,
        actor=actor,
        now=now,
        subject=subject,
        edition=edition.number,
        **details,
    )


def _record_for(event: str, edition: ProgrammeEdition, actor: Actor, now: datetime, **details: object) -> None:
    subject = ("programme", edition.programme_id)
    record(event, actor=actor, now=now, subject=subject, edition=edition.number, **details)
