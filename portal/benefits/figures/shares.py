"""What each co-operative got of the visits against what it offered of the places."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import func, select

from portal.benefits.figures.rules import percent, year_bounds
from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.states import ChargeState
from portal.consortium.capacity.models import Slot
from portal.consortium.members.models import Organisation
from portal.core.clock import at
from portal.extensions import db


@dataclass(frozen=True)
class MemberShare:
    """Places offered and visits done of one member, in numbers and in whole per cent of all members' together."""

    organisation: Organisation
    offered: int
    got: int
    amount: int
    offered_percent: int | None
    got_percent: int | None

    @property
    def difference(self) -> int | None:
        """Percentage points that it got more than it offered; None where either has no whole."""
        if self.offered_percent is None or self.got_percent is None:
            return None
        return self.got_percent - self.offered_percent


def period(year: int, today: date) -> tuple[date, date]:
    """The days of `year` that have passed, today included: only for them both sides are known."""
    first, last = year_bounds(year)
    return first, min(last, today)


def member_shares(year: int, today: date, *, service_id: UUID | None = None) -> list[MemberShare]:
    """Every member that offered or did something, the one with the most places first."""
    first, last = period(year, today)
    offered, got = _places(first, last, service_id), _visits(first, last, service_id)
    members = db.session.scalars(select(Organisation).where(Organisation.id.in_(offered.keys() | got.keys())))
    all_offered, all_got = sum(offered.values()), sum(visits for visits, _ in got.values())
    shares = [_share(member, offered.get(member.id, 0), got.get(member.id, (0, 0)), all_offered, all_got)
              for member in members]  # fmt: skip
    return sorted(shares, key=lambda share: (-share.offered, -share.got, share.organisation.name))


def _share(member: Organisation, offered: int, got: tuple[int, int], all_offered: int, all_got: int) -> MemberShare:
    visits, amount = got
    return MemberShare(member, offered, visits, amount, percent(offered, all_offered), percent(visits, all_got))


def _places(first: date, last: date, service_id: UUID | None) -> dict[UUID, int]:
    """Places by member in slots that were not closed."""
    begin, end = at(first, time.min), at(last + timedelta(days=1), time.min)
    query = select(Slot.organisation_id, func.sum(Slot.capacity)).where(
        Slot.starts_at >= begin, Slot.starts_at < end, Slot.closed_at.is_(None)
    )
    if service_id is not None:
        query = query.where(Slot.service_id == service_id)
    rows = db.session.execute(query.group_by(Slot.organisation_id))
    return {member_id: int(places) for member_id, places in rows if places}


def _visits(first: date, last: date, service_id: UUID | None) -> dict[UUID, tuple[int, int]]:
    """Visits with something due, and their amount in won, by member."""
    query = select(Charge.organisation_id, func.count(), func.sum(Charge.amount)).where(
        Charge.state == ChargeState.COMMITTED, Charge.service_on >= first, Charge.service_on <= last
    )
    if service_id is not None:
        query = query.where(Charge.service_id == service_id)
    rows = db.session.execute(query.group_by(Charge.organisation_id))
    return {member_id: (visits, int(amount)) for member_id, visits, amount in rows}
