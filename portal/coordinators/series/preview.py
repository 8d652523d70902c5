"""What each day of a rhythm would meet, before anything is kept: a free place, other visits, the plan, the cap."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from portal.benefits.ledger.queries import BookingCard, Cards
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import closed_days, slots_starting
from portal.coordinators.gate.queries import facts_of_times
from portal.coordinators.gate.rules import first_hindrance, sentence
from portal.coordinators.gate.states import Door, Hindrance
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import OPEN_STATES, ReferralState
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.rhythm import RhythmDay, Rule, beyond_line, days_of
from portal.coordinators.series.states import ELSEWHERE, MEANT, Gap, OnHoliday
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.clock import at, day_of
from portal.extensions import current_settings, db

GAPS = {
    Hindrance.FULL: Gap.FULL,
    Hindrance.CLASH: Gap.CLASH,
    Hindrance.REPEATED: Gap.CLASH,
    Hindrance.CLOSED: Gap.NO_PLACE,
    Hindrance.CLOSED_DAY: Gap.CLOSED_DAY,
    Hindrance.AFTER_LINE: Gap.AFTER_LINE,
    Hindrance.NO_PRICE: Gap.NO_PRICE,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of one co-operative: its time of the day, on the days of the rule."""

    organisation_id: UUID
    starts_at: time
    rule: Rule


@dataclass(frozen=True, slots=True)
class PreviewDay:
    """A day of the rhythm: the slot that would be asked for, or the `gap` that it is, with the gate's words for it."""

    day: date
    moved_from: date | None = None
    slot: Slot | None = None
    gap: Gap | None = None
    said: str = ""
    card: BookingCard | None = None

    @property
    def counts_on(self) -> date:
        """The day that the plan counts: what moved because of a holiday belongs to the week of the holiday."""
        return self.moved_from or self.day

    @property
    def amounts(self) -> tuple[int, int] | None:
        """What the resident and the programme would pay, in won; None where nothing comes of the day."""
        return None if self.gap or self.card is None else (self.card.terms.own_share, self.card.terms.support)


@dataclass(frozen=True, slots=True)
class Preview:
    """The days in their order; `left` is what the cap of the last year leaves after all of them, None without one."""

    days: tuple[PreviewDay, ...]
    left: int | None

    @property
    def open(self) -> list[PreviewDay]:
        return [each for each in self.days if each.gap is None]

    @property
    def gaps(self) -> list[PreviewDay]:
        """The days that cannot be, though they are wanted."""
        return [each for each in self.days if each.gap is not None and each.gap not in MEANT]

    @property
    def resting(self) -> list[PreviewDay]:
        """The days on which nobody comes because it was chosen so."""
        return [each for each in self.days if each.gap in MEANT - {Gap.NOT_OPEN}]

    @property
    def later(self) -> list[PreviewDay]:
        """The days for which no member has posted places yet: they are asked for when it goes on."""
        return [each for each in self.days if each.gap is Gap.NOT_OPEN]

    @property
    def elsewhere(self) -> list[PreviewDay]:
        """The days for which another time or another co-operative may be asked."""
        return [each for each in self.days if each.gap in ELSEWHERE]

    @property
    def support(self) -> int:
        """What programmes would pay, in won."""
        return sum(each.card.terms.support for each in self.open if each.card)

    @property
    def own_share(self) -> int:
        """What the resident would pay, in won."""
        return sum(each.card.terms.own_share for each in self.open if each.card)

    @property
    def cap_ends(self) -> PreviewDay | None:
        """The first day that the cap has no more for."""
        return next((each for each in self.days if each.gap is Gap.OVER_CAP), None)

    @property
    def visits_before_cap_ends(self) -> int:
        ends = self.cap_ends
        return len([each for each in self.open if ends is None or each.day < ends.day])

    @property
    def digest(self) -> str:
        """The same for what looks the same, days and amounts: whoever asks has seen what is asked."""
        told = [
            (each.day.isoformat(), each.slot.id.hex if each.slot else "", each.gap or "", each.amounts)
            for each in self.days
        ]
        return sha256(repr((told, self.left)).encode()).hexdigest()[:32]


def preview(line: PlanLine, wish: Wish, *, now: datetime) -> Preview:
    """What each day would meet now; keeps nothing. The gate, the ledger and the plan decide, nothing else."""
    planned = days_of(wish.rule)
    slots = _slots(line, wish, planned)
    cards = Cards(line.id, line.plan.case.household.person, line.service)
    if planned:
        cards.expect(planned[0].day, planned[-1].day)
    met = _without_place(line, wish, planned, slots, now)
    asked = facts_of_times(line.id, [slot.id for slot in slots.values()])
    for each in planned:
        if each.day in met:
            continue
        slot = slots[each.day]
        card = cards.card(slot.starts_at, slot.ends_at)
        but = () if card is None else (Hindrance.NO_PRICE,)
        facts = asked[slot.id]
        hindrance = first_hindrance(facts.line, facts.time, now=now, door=Door.REFER, but=but)
        gap = GAPS.get(hindrance, Gap.REFUSED) if hindrance else None
        said = sentence(hindrance, Door.REFER) if hindrance and gap is Gap.REFUSED else ""
        met[each.day] = PreviewDay(each.day, each.moved_from, slot, gap, said, card)
    return _within_cap(_within_line(line, [met[each.day] for each in planned]))


def _slots(line: PlanLine, wish: Wish, planned: Iterable[RhythmDay]) -> dict[date, Slot]:
    """The slots of the co-operative that begin at the time that is wished for, by day."""
    moments = {at(each.day, wish.starts_at) for each in planned if not each.is_off}
    found = slots_starting(wish.organisation_id, moments)
    return {day_of(starts_at): slot for (service, starts_at), slot in found.items() if service == line.service_id}


def _without_place(
    line: PlanLine, wish: Wish, planned: Sequence[RhythmDay], slots: dict[date, Slot], now: datetime
) -> dict[date, PreviewDay]:
    """The days on which there is no slot to ask the gate about, each with why."""
    if not planned:
        return {}
    open_until = day_of(now) + timedelta(days=current_settings().capacity_horizon_days)
    closed = {each.day for each in closed_days(wish.organisation_id, planned[0].day, planned[-1].day)}
    found = {}
    for each in planned:
        if each.is_off:
            gap = Gap.TWICE if wish.rule.on_holiday is OnHoliday.NEXT else Gap.HOLIDAY
        elif each.day in slots:
            continue
        elif each.day > line.until_on:
            gap = Gap.AFTER_LINE
        elif each.day > open_until:
            gap = Gap.NOT_OPEN
        else:
            gap = Gap.CLOSED_DAY if each.day in closed else Gap.NO_PLACE
        found[each.day] = PreviewDay(each.day, each.moved_from, gap=gap)
    return found


def _within_line(line: PlanLine, days: Sequence[PreviewDay]) -> list[PreviewDay]:
    """What is more than the plan says is a gap."""
    wanted = [each.counts_on for each in days if each.gap is None]
    over = beyond_line(wanted, _visited(line), line.how_often, line.times)
    return [replace(each, gap=Gap.OVER_LINE) if each.counts_on in over and each.gap is None else each for each in days]


def _visited(line: PlanLine) -> list[date]:
    """The days for which the line, or an earlier plan's for the same service, is asked, booked or was done already."""
    done = exists().where(Visit.referral_id == Referral.id, Visit.state == VisitState.DONE)
    counts = or_(
        Referral.state.in_((*OPEN_STATES, ReferralState.DONE)), and_(Referral.state == ReferralState.CLOSED, done)
    )
    earlier = and_(
        Referral.case_id == line.plan.case_id,
        Referral.service_id == line.service_id,
        Referral.plan_line_id.in_(select(PlanLine.id).where(PlanLine.plan_id != line.plan_id)),
    )
    query = select(Referral.series_id, Slot.starts_at).join(Slot, Referral.slot_id == Slot.id)
    query = query.where(or_(Referral.plan_line_id == line.id, earlier), counts)
    found = [(series_id, day_of(moment)) for series_id, moment in db.session.execute(query)]
    moved = _moved({series_id for series_id, _day in found if series_id})
    return [moved.get((series_id, day), day) for series_id, day in found]


def _moved(ids: Iterable[UUID]) -> dict[tuple[UUID | None, date], date]:
    """The holidays in whose place days of these series stand."""
    query = select(CareSeries).where(CareSeries.id.in_(ids), CareSeries.on_holiday == OnHoliday.NEXT)
    return {
        (series.id, each.day): each.moved_from
        for series in db.session.scalars(query)
        for each in days_of(series.rule)
        if each.moved_from
    }


def _within_cap(days: Sequence[PreviewDay]) -> Preview:
    """What the cap has no more for is a gap: each visit takes its support of what the ones before it leave."""
    taken: dict[tuple[UUID, int], int] = defaultdict(int)
    found, left = [], None
    for each in days:
        card = each.card
        if each.gap is None and card is not None and card.programme is not None and card.left is not None:
            key = (card.programme.id, card.service_on.year)
            rest = card.left - taken[key] - card.terms.support
            if rest < 0:
                found.append(replace(each, gap=Gap.OVER_CAP))
                continue
            taken[key] += card.terms.support
            left = rest
        found.append(each)
    return Preview(tuple(found), left)
