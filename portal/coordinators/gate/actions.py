"""Finds bookings that broke, tells those who must act, and keeps one in spite of what stands against it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select

from portal.audit.actions import record
from portal.coordinators.gate import notices
from portal.coordinators.gate.broken import Broken, broken_among, broken_referral
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.referrals.models import Referral
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Actor, Permission
from portal.extensions import db
from portal.notifications.states import Audience


def tell_broken(*conditions: ColumnElement[bool], now: datetime) -> list[Broken]:
    """Find what broke since it was last looked at, mail each coordinator and co-operative once, answer what is new.

    Without conditions every booking is asked about.
    """
    found = broken_among(*conditions, now=now)
    known = _known(found)
    new = [broken for broken in found if _key(broken) not in known]
    db.session.add_all(_row(broken, now) for broken in new)
    db.session.flush()
    _notify(new, now)
    return new


def _known(found: Iterable[Broken]) -> set[tuple[object, ...]]:
    ids = [broken.referral.id for broken in found]
    query = select(BookingBreak.referral_id, BookingBreak.slot_id, BookingBreak.hindrance)
    return {tuple(row) for row in db.session.execute(query.where(BookingBreak.referral_id.in_(ids)))} if ids else set()


def _key(broken: Broken) -> tuple[object, ...]:
    return (broken.referral.id, broken.referral.slot_id, broken.hindrance)


def _row(broken: Broken, now: datetime) -> BookingBreak:
    referral = broken.referral
    return BookingBreak(
        referral_id=referral.id, slot_id=referral.slot_id, hindrance=broken.hindrance, found_at=now, kept_reason=""
    )


def _notify(new: Iterable[Broken], now: datetime) -> None:
    by_recipient: dict[tuple[str, Audience], list[Broken]] = defaultdict(list)
    for broken in new:
        by_recipient[broken.referral.organisation.email, Audience.COOPERATIVE].append(broken)
        if broken.referral.case.coordinator.email:
            by_recipient[broken.referral.case.coordinator.email, Audience.COORDINATOR].append(broken)
    for (recipient, audience), told in by_recipient.items():
        notices.notify_of_broken(recipient, audience, told, now)


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
    row.kept_at, row.kept_by_id, row.kept_reason = now, actor.user_id, reason
    db.session.flush()
    record(
        "booking.kept",
        actor=actor,
        now=now,
        subject=("referral", referral.id),
        hindrance=broken.hindrance.value,
    )
