"""The office fills the library, adds editions, and writes down who agrees to press and publicity."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.consortium.library.files import FILES
from portal.consortium.library.models import LibraryConsent, LibraryEdition, LibraryItem
from portal.consortium.library.queries import SUBJECT, consents_of
from portal.consortium.library.rules import read_address, read_subjects, refuse_consent, refuse_day_to_come
from portal.consortium.library.searching import let_be_found
from portal.consortium.library.states import LIBRARY_STATES, ConsentWay, LibraryKind, LibraryVerb, ShownKind
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


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is known of an item; `appearing` counts who appears in press and publicity."""

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


def add_item(kind: LibraryKind, facts: ItemFacts, sent: Sent | None, *, actor: Actor, now: datetime) -> LibraryItem:
    """With its first edition, an address elsewhere, or both."""
    actor.require(Permission.LIBRARY_MANAGE)
    if sent is None and not facts.address:
        raise DomainError(NOTHING_THERE, "file")
    item = LibraryItem(kind=kind, added_at=now)
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
    if not facts.address and not item.editions:
        raise DomainError(NOTHING_THERE, "address")
    _write(item, facts, now, noted=len(consents_of(item)))
    let_be_found(item)
    _record("change", item, actor, now)


def add_edition(item: LibraryItem, sent: Sent, on: date, change: str, *, actor: Actor, now: datetime) -> LibraryEdition:
    """The next one; those before it stay."""
    actor.require(Permission.LIBRARY_MANAGE)
    refuse_day_to_come(on, "dated_on", day_of(now))
    lock(item)
    edition = _put_edition(item, sent, on, change, actor, now)
    _record("attach", item, actor, now)
    return edition


def put_away(item: LibraryItem, *, actor: Actor, now: datetime) -> None:
    """Nobody but the office sees it any more."""
    actor.require(Permission.LIBRARY_MANAGE)
    take(LIBRARY_STATES, item, LibraryVerb.PUT_AWAY, actor=actor, now=now)


def bring_back(item: LibraryItem, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.LIBRARY_MANAGE)
    take(LIBRARY_STATES, item, LibraryVerb.BRING_BACK, actor=actor, now=now)


def note_shown(
    item: LibraryItem, kind: ShownKind, name: str, consent: Consent | None, *, actor: Actor, now: datetime
) -> LibraryConsent:
    """Somebody who appears in it; one more than were counted is counted as well."""
    actor.require(Permission.LIBRARY_MANAGE)
    lock(item)
    if item.appearing is None:
        raise Conflict(NOT_PRESS)
    noted = LibraryConsent(item=item, kind=kind, name=name, noted_at=now)
    _agree(noted, consent, now)
    db.session.add(noted)
    db.session.flush()
    item.appearing = max(item.appearing, len(consents_of(item)))
    _record("shown", item, actor, now)
    return noted


def change_shown(
    noted: LibraryConsent, kind: ShownKind, name: str, consent: Consent | None, *, actor: Actor, now: datetime
) -> None:
    """Another name, or a consent that was given since: after a withdrawal, or for longer."""
    actor.require(Permission.LIBRARY_MANAGE)
    noted.kind, noted.name = kind, name
    _agree(noted, consent, now)
    _record("consent", noted.item, actor, now)


def strike_shown(noted: LibraryConsent, *, actor: Actor, now: datetime) -> None:
    """Somebody who was noted by mistake; whoever ever agreed stays until their time is over."""
    actor.require(Permission.LIBRARY_MANAGE)
    item = noted.item
    lock(item)
    lock(noted)
    if noted.consented_on is not None:
        raise Conflict(N_("동의를 받은 적이 있어 지울 수 없습니다."))
    db.session.delete(noted)
    item.appearing = max((item.appearing or 0) - 1, 0)
    _record("removed", item, actor, now)


def withdraw_consent(noted: LibraryConsent, on: date, *, actor: Actor, now: datetime) -> None:
    """From then on the item is closed."""
    actor.require(Permission.LIBRARY_MANAGE)
    lock(noted)
    refuse_day_to_come(on, "withdrawn_on", day_of(now))
    if noted.consented_on is None or noted.withdrawn_on is not None:
        raise Conflict(N_("거둘 동의가 없습니다."))
    if on < noted.consented_on:
        raise DomainError(N_("동의한 날보다 빠를 수 없습니다."), "withdrawn_on")
    noted.withdrawn_on = on
    _record("withdraw", noted.item, actor, now)


def _write(item: LibraryItem, facts: ItemFacts, now: datetime, *, noted: int = 0) -> None:
    """`noted` people and organisations are known to appear in it already."""
    refuse_day_to_come(facts.published_on, "published_on", day_of(now))
    item.title, item.made_by, item.about = facts.title, facts.made_by, facts.about
    item.published_on, item.subjects = facts.published_on, read_subjects(facts.subjects)
    item.address = read_address(facts.address)
    item.appearing = facts.appearing if item.kind is LibraryKind.PRESS else None
    if item.appearing is not None and item.appearing < noted:
        raise DomainError(N_("이미 %(noted)d명(곳)을 적었습니다."), "appearing", noted=noted)


def _agree(noted: LibraryConsent, consent: Consent | None, now: datetime) -> None:
    if consent is None:
        if noted.consented_on is not None:
            raise DomainError(N_("받은 동의는 지울 수 없습니다. 거두었으면 거둔 날을 적습니다."), "consented_on")
        return
    given = (consent.on, consent.until, consent.way)
    if given == (noted.consented_on, noted.until, noted.way):
        return
    refuse_consent(consent.on, consent.until, withdrawn_on=noted.withdrawn_on, today=day_of(now))
    noted.consented_on, noted.until, noted.way, noted.withdrawn_on = *given, None


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


def _record(deed: str, item: LibraryItem, actor: Actor, now: datetime) -> None:
    db.session.flush()
    record(f"{SUBJECT}.{deed}", actor=actor, now=now, subject=(SUBJECT, item.id))
