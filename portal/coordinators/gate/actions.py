"""Keeps the list of bookings that broke, tells those who must act, and keeps one in spite of what stands against it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from portal.accounts.models import User
from portal.audit.actions import record
from portal.consortium.members.models import Organisation
from portal.coordinators.gate import notices
from portal.coordinators.gate.broken import Broken, broken_among, broken_referral
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.referrals.models import Referral
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

Key = tuple[UUID, UUID, Hindrance]
OF_OTHERS = (Hindrance.REPEATED, Hindrance.CLASH, Hindrance.WORKER)
"""What another booking brings, and takes away again when it ends or moves."""


def tell_broken(*conditions: ColumnElement[bool], now: datetime) -> list[Broken]:
    """Ask the gate anew about referrals that meet the conditions, or about all: the list is what it says.

    What came onto it is mailed to each coordinator and co-operative, and answered: once, and again only after it was
    mended. What passes again leaves the list.
    """
    found = {_key(broken): broken for broken in broken_among(*conditions, now=now)}
    rows = _rows(found.values(), conditions)
    new = [broken for key, broken in found.items() if key not in rows or rows[key].mended_at is not None]
    behind = {_key(broken, hindrance) for broken in found.values() for hindrance in broken.behind}
    for key, row in rows.items():
        row.stands = row.stands and key in found
        if key not in found and key not in behind:
            row.mended_at = row.mended_at or now
    db.session.flush()  # of one booking one stands, so the one before gives way first
    for broken in new:
        row = rows.get(_key(broken)) or _row(broken, now)
        row.found_at, row.mended_at = now, None
        rows[_key(broken)] = row
        db.session.add(row)
    for key in found:
        rows[key].stands = True
    db.session.flush()
    _notify(new, now)
    return new


def look_beside(referral: Referral, *, now: datetime) -> None:
    """Ask about what the time of this referral stood in the way of, once it has another one or none."""
    beside = or_(Referral.household_id == referral.household_id, Referral.organisation_id == referral.organisation_id)
    standing = select(BookingBreak.referral_id).join(Referral, Referral.id == BookingBreak.referral_id)
    standing = standing.where(BookingBreak.stands, BookingBreak.hindrance.in_(OF_OTHERS), beside)
    ids = db.session.scalars(standing).all()
    if ids:
        tell_broken(Referral.id.in_(ids), now=now)


def _rows(found: Iterable[Broken], conditions: Iterable[ColumnElement[bool]]) -> dict[Key, BookingBreak]:
    """What is not mended yet of those that were asked about, and what is remembered of those that are found."""
    ids = [broken.referral.id for broken in found]
    query = select(BookingBreak).join(Referral, Referral.id == BookingBreak.referral_id)
    query = query.where(*conditions, or_(BookingBreak.mended_at.is_(None), BookingBreak.referral_id.in_(ids)))
    return {(row.referral_id, row.slot_id, row.hindrance): row for row in db.session.scalars(query)}


def _key(broken: Broken, hindrance: Hindrance | None = None) -> Key:
    return broken.referral.id, broken.referral.slot_id, hindrance or broken.hindrance


def _row(broken: Broken, now: datetime) -> BookingBreak:
    referral = broken.referral
    return BookingBreak(
        referral_id=referral.id,
        slot_id=referral.slot_id,
        hindrance=broken.hindrance,
        stands=False,
        found_at=now,
        kept_reason="",
    )


def _notify(new: Iterable[Broken], now: datetime) -> None:
    of_members: dict[Organisation, list[Broken]] = defaultdict(list)
    of_coordinators: dict[User, list[Broken]] = defaultdict(list)
    for broken in new:
        of_members[broken.referral.organisation].append(broken)
        of_coordinators[broken.referral.case.coordinator].append(broken)
    for member, told in of_members.items():
        notices.notify_member_of_broken(member, told, now)
    for coordinator, told in of_coordinators.items():
        notices.notify_coordinator_of_broken(coordinator, told, now)


def keep_booking(referral: Referral, reason: str, *, actor: Actor, now: datetime) -> None:
    """Let the booking stand in spite of what the gate says; once something else breaks it, it is listed again."""
    actor.require(Permission.REFERRAL_MANAGE)
    if not reason:
        raise DomainError(N_("그대로 두는 까닭을 적어 주십시오."), "reason")
    broken = broken_referral(referral, now=now)
    if broken is None:
        raise Conflict(N_("어긋난 것이 없는 예약입니다. 화면을 새로 고쳐 주십시오."))
    query = select(BookingBreak).where(
        BookingBreak.referral_id == referral.id,
        BookingBreak.slot_id == referral.slot_id,
        BookingBreak.hindrance == broken.hindrance,
    )
    row = db.session.scalar(query)
    if row is None:
        row = _row(broken, now)
        db.session.add(row)
    row.stands, row.kept_at, row.kept_by_id, row.kept_reason = False, now, actor.user_id, reason
    db.session.flush()
    tell_broken(Referral.id == referral.id, now=now)
    record(
        "booking.kept",
        actor=actor,
        now=now,
        subject=("referral", referral.id),
        hindrance=broken.hindrance.value,
    )
