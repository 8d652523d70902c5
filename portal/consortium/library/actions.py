"""The office fills the library, adds editions, and writes down who agrees to press and publicity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.consortium.library.files import FILES
from portal.consortium.library.models import LibraryConsent, LibraryEdition, LibraryItem, LibraryShown
from portal.consortium.library.queries import SUBJECT, shown_in
from portal.consortium.library.rules import (
    read_address,
    read_subjects,
    refuse_consent,
    refuse_day_to_come,
    same_name,
    standing_of,
)
from portal.consortium.library.searching import let_be_found
from portal.consortium.library.states import (
    LIBRARY_STATES,
    ConsentStanding,
    ConsentWay,
    LibraryKind,
    LibraryVerb,
    ShownKind,
)
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.added import of_sent
from portal.documents.sent import Sent
from portal.extensions import db

NOTHING_THERE = N_("파일을 올리거나 주소를 적어 주십시오.")
NOT_PRESS = N_("보도·홍보에만 나오는 사람과 단체를 적습니다.")
NOT_STATED = N_("보도·홍보에는 나오는 사람과 단체의 수를 적어 주십시오.")
NOT_COUNTED = N_("보도·홍보에만 적습니다. 비워 주십시오.")


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is known of an item; `appearing` counts who appears in press and publicity."""

    kind: LibraryKind
    title: str
    made_by: str
    published_on: date
    about: str
    subjects: str
    address: str
    appearing: int | None


@dataclass(frozen=True, slots=True)
class Consent:
    """`until` is the last day on which it holds."""

    on: date
    way: ConsentWay
    until: date


def add_item(facts: ItemFacts, sent: Sent | None, *, actor: Actor, now: datetime) -> LibraryItem:
    """With its first edition, an address elsewhere, or both."""
    actor.require(Permission.LIBRARY_MANAGE)
    if sent is None and not facts.address:
        raise DomainError(NOTHING_THERE, "file")
    item = LibraryItem(added_at=now)
    _write(item, facts, now)
    db.session.add(item)
    take(LIBRARY_STATES, item, LibraryVerb.ADD, actor=actor, now=now)
    db.session.flush()
    if sent is not None:
        _put_edition(item, sent, facts.published_on, "", actor, now)
    let_be_found(item)
    return item


def edit_item(item: LibraryItem, facts: ItemFacts, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.LIBRARY_MANAGE)
    if not facts.address and not any(each.gone_at is None for each in item.editions):
        raise DomainError(NOTHING_THERE, "address")
    lock(item)
    before = item.appearing
    _write(item, facts, now, noted=len(shown_in(item)))
    let_be_found(item)
    counted = {} if before == item.appearing else {"before_appearing": before, "appearing": item.appearing}
    _record("change", item, actor, now, **counted)


def add_edition(
    item: LibraryItem,
    sent: Sent,
    on: date,
    change: str,
    *,
    actor: Actor,
    now: datetime,
    appearing: int | None = None,
) -> LibraryEdition:
    """The next one; those before it stay. Of press it is stated anew how many appear, in all editions together."""
    actor.require(Permission.LIBRARY_MANAGE)
    refuse_day_to_come(on, "dated_on", day_of(now))
    lock(item)
    _state_appearing(item, appearing, noted=len(shown_in(item)))
    edition = _put_edition(item, sent, on, change, actor, now)
    _record("attach", item, actor, now, appearing=item.appearing)
    return edition


def remove_file(edition: LibraryEdition, why: str, *, actor: Actor, now: datetime) -> None:
    """For good: the file goes with the next sweep, and what is left says when, by whom and why."""
    actor.require(Permission.LIBRARY_MANAGE)
    lock(edition)
    if edition.gone_at is not None:
        raise Conflict(N_("이미 파일을 없앤 판입니다."))
    edition.title, edition.file_name, edition.media_type, edition.sha256, edition.size = "", "", "", "", 0
    edition.gone_at, edition.gone_by_id, edition.gone_why = now, actor.user_id, why
    _record("file_gone", edition.item, actor, now, number=edition.number)


def put_away(item: LibraryItem, *, actor: Actor, now: datetime) -> None:
    """Nobody but the office sees it any more."""
    actor.require(Permission.LIBRARY_MANAGE)
    take(LIBRARY_STATES, item, LibraryVerb.PUT_AWAY, actor=actor, now=now)


def bring_back(item: LibraryItem, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.LIBRARY_MANAGE)
    take(LIBRARY_STATES, item, LibraryVerb.BRING_BACK, actor=actor, now=now)


def note_shown(
    item: LibraryItem, kind: ShownKind, name: str, consent: Consent | None, *, actor: Actor, now: datetime
) -> LibraryShown:
    """Somebody who appears in it; one more than the office stated is counted as well."""
    actor.require(Permission.LIBRARY_MANAGE)
    lock(item)
    if item.appearing is None:
        raise Conflict(NOT_PRESS)
    noted = shown_in(item)
    _refuse_twice(name, noted)
    shown = LibraryShown(item=item, kind=kind, name=name, noted_at=now)
    db.session.add(shown)
    item.appearing = max(item.appearing, len(noted) + 1)
    _record("shown", item, actor, now, shown=str(shown.id))
    if consent is not None:
        note_consent(shown, consent, actor=actor, now=now)
    return shown


def change_shown(shown: LibraryShown, kind: ShownKind, name: str, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.LIBRARY_MANAGE)
    lock(shown.item)
    _refuse_twice(name, [each for each in shown_in(shown.item) if each is not shown])
    if not shown.name:
        shown.noted_at = now
    shown.kind, shown.name = kind, name
    _record("shown_changed", shown.item, actor, now, shown=str(shown.id))


def note_consent(shown: LibraryShown, consent: Consent, *, actor: Actor, now: datetime) -> None:
    """The first one, one for longer, or one after a withdrawal; those before it stay as they are."""
    actor.require(Permission.LIBRARY_MANAGE)
    lock(shown)
    if not shown.name:
        raise Conflict(N_("이름이 없어졌습니다. 이름부터 다시 적어 주십시오."))
    today, last = day_of(now), shown.newest
    refuse_consent(consent.on, consent.until, last=last, today=today)
    before = standing_of(last, today)
    given = LibraryConsent(
        number=last.number + 1 if last else 1,
        given_on=consent.on,
        way=consent.way,
        until=consent.until,
        noted_at=now,
    )
    shown.consents.append(given)
    _record_standing("consent", shown, before, actor, now)


def withdraw_consent(shown: LibraryShown, on: date, *, actor: Actor, now: datetime) -> None:
    """From then on the item is closed."""
    actor.require(Permission.LIBRARY_MANAGE)
    lock(shown)
    refuse_day_to_come(on, "withdrawn_on", day_of(now))
    last = shown.newest
    if last is None or last.withdrawn_on is not None:
        raise Conflict(N_("거둘 동의가 없습니다."))
    if on < last.given_on:
        raise DomainError(N_("동의한 날보다 빠를 수 없습니다."), "withdrawn_on")
    before = standing_of(last, day_of(now))
    last.withdrawn_on = on
    _record_standing("withdraw", shown, before, actor, now)


def strike_shown(shown: LibraryShown, *, actor: Actor, now: datetime) -> None:
    """Somebody who was noted by mistake; how many appear stays as the office stated it."""
    actor.require(Permission.LIBRARY_MANAGE)
    item = shown.item
    lock(item)
    lock(shown)
    if shown.consents or not shown.name:
        raise Conflict(N_("동의를 받았거나 이름이 없어진 분은 지울 수 없습니다."))
    db.session.delete(shown)
    _record("removed", item, actor, now, shown=str(shown.id))


def _write(item: LibraryItem, facts: ItemFacts, now: datetime, *, noted: int = 0) -> None:
    """`noted` people and organisations are known to appear in it already."""
    refuse_day_to_come(facts.published_on, "published_on", day_of(now))
    if noted and facts.kind is not LibraryKind.PRESS:
        raise DomainError(N_("나오는 사람과 단체를 적은 보도·홍보입니다. 종류를 바꿀 수 없습니다."), "kind")
    item.kind = facts.kind
    item.title, item.made_by, item.about = facts.title, facts.made_by, facts.about
    item.published_on, item.subjects = facts.published_on, read_subjects(facts.subjects)
    item.address = read_address(facts.address)
    _state_appearing(item, facts.appearing, noted=noted)


def _state_appearing(item: LibraryItem, appearing: int | None, *, noted: int) -> None:
    if item.kind is not LibraryKind.PRESS and appearing is not None:
        raise DomainError(NOT_COUNTED, "appearing")
    if item.kind is LibraryKind.PRESS and appearing is None:
        raise DomainError(NOT_STATED, "appearing")
    if appearing is not None and appearing < noted:
        raise DomainError(N_("이미 %(noted)d명(곳)을 적었습니다."), "appearing", noted=noted)
    item.appearing = appearing


def _refuse_twice(name: str, noted: Sequence[LibraryShown]) -> None:
    if any(same_name(name, each.name) for each in noted):
        raise DomainError(
            N_("이미 적은 이름입니다. 이름이 같은 다른 분이면 구별되게 적어 주십시오. 예: 나한결(2)"), "name"
        )


def _put_edition(item: LibraryItem, sent: Sent, on: date, change: str, actor: Actor, now: datetime) -> LibraryEdition:
    FILES.store().put(sent[0], db.session)
    before = select(func.max(LibraryEdition.number)).where(LibraryEdition.item_id == item.id)
    edition = LibraryEdition(
        item_id=item.id,
        title=item.title,
        number=(db.session.scalar(before) or 0) + 1,
        dated_on=on,
        change=change,
        added_at=now,
        added_by_id=actor.user_id,
        **of_sent(sent),
    )
    db.session.add(edition)
    db.session.flush()
    db.session.expire(item, ["editions"])
    return edition


def _record_standing(deed: str, shown: LibraryShown, before: ConsentStanding, actor: Actor, now: datetime) -> None:
    after = standing_of(shown.newest, day_of(now))
    states = {"before": before.value, "after": after.value}
    _record(deed, shown.item, actor, now, shown=str(shown.id), **states)


def _record(deed: str, item: LibraryItem, actor: Actor, now: datetime, **details: Any) -> None:
    db.session.flush()
    record(f"{SUBJECT}.{deed}", actor=actor, now=now, subject=(SUBJECT, item.id), **details)
