"""Where somebody can stay on which nights, what stands at their home meanwhile, and what was answered about it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import free_slots
from portal.consortium.members.models import Organisation
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import ENDS_AT
from portal.coordinators.referrals.rules import Span
from portal.coordinators.referrals.scope import referrals_in_scope
from portal.coordinators.referrals.states import TAKING_STATES
from portal.coordinators.referrals.times import open_times
from portal.coordinators.referrals.turns import turns
from portal.coordinators.stays.models import HomeCare
from portal.coordinators.stays.rules import home_tasks, nights_of
from portal.coordinators.stays.states import HomeAnswer, HomeTask
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.extensions import db
from portal.residents.households.models import Person

SLOTS_LOOKED_AT = 2000


@dataclass(frozen=True)
class Place:
    """A member with beds in the nights that were asked for, the first slot of each; `lacking` are nights without."""

    organisation: Organisation
    slots: list[Slot]
    lacking: list[date] = field(default_factory=list)


def span_of(nights: Sequence[date]) -> Span:
    """From the first to the last of the nights, wherever it is."""
    return Span(day_bounds(nights[0])[0], day_bounds(nights[-1])[1] - timedelta(minutes=1), is_stay=True)


def places_for(line: PlanLine, nights: Sequence[date], *, now: datetime, but: Collection[UUID] = ()) -> list[Place]:
    """Who has beds in any of the nights, those with one for each first, then whose turn it is.

    `but` are referrals that may give way.
    """
    household = line.plan.case.household
    found = free_slots(
        line.service_id,
        dong_code=household.dong_code,
        after=max(now, day_bounds(nights[0])[0]),
        before=day_bounds(nights[-1])[1],
        limit=SLOTS_LOOKED_AT,
    )
    by_member: dict[UUID, dict[date, Slot]] = {}
    for slot in open_times(household.id, found, but=but):
        by_member.setdefault(slot.organisation_id, {}).setdefault(day_of(slot.starts_at), slot)
    places = [_place(beds, nights) for beds in by_member.values()]
    order = turns(line.service_id, by_member, now)
    return sorted(places, key=lambda place: (len(place.lacking), order[place.organisation.id]))


def _place(beds: dict[date, Slot], nights: Sequence[date]) -> Place:
    slots = [beds[night] for night in nights if night in beds]
    return Place(slots[0].organisation, slots, [night for night in nights if night not in beds])


def visits_meanwhile(household_id: UUID, nights: Sequence[date]) -> Sequence[Visit]:
    """What is booked at the home from the day of admission to the day of discharge, stays left out."""
    begin, end = day_bounds(nights[0])[0], day_bounds(nights[-1] + timedelta(days=1))[1]
    query = select(Visit).join(Visit.referral).join(Referral.service).join(Referral.organisation)
    query = query.where(
        Visit.household_id == household_id,
        Visit.state == VisitState.BOOKED,
        Visit.starts_at >= begin,
        Visit.starts_at < end,
        Referral.stay_ends_at.is_(None),
    )
    shown = contains_eager(Visit.referral)
    query = query.options(shown.contains_eager(Referral.service), shown.contains_eager(Referral.organisation))
    return db.session.scalars(query.order_by(Visit.starts_at, Visit.id)).all()


@dataclass(frozen=True)
class HomeMeanwhile:
    """A stay to come or going on, and what its home needs: each task with the answer, None while there is none."""

    referral: Referral
    tasks: dict[HomeTask, HomeAnswer | None]

    @property
    def is_open(self) -> bool:
        return None in self.tasks.values()


def homes_meanwhile(person: Person, *, viewer: Actor, now: datetime) -> list[HomeMeanwhile]:
    """The stays of a household that are asked for, booked or going on, soonest first."""
    query = (
        select(Referral)
        .join(Referral.slot)
        .options(contains_eager(Referral.slot), joinedload(Referral.organisation))
        .where(
            Referral.household_id == person.household_id,
            Referral.state.in_(TAKING_STATES),
            Referral.stay_ends_at.is_not(None),
            now < ENDS_AT,
            referrals_in_scope(viewer),
        )
    )
    return _homes(db.session.scalars(query.order_by(Slot.starts_at, Referral.id)).all())


def homes_of(referral_ids: Collection[UUID]) -> dict[UUID, HomeMeanwhile]:
    """The homes behind stays that the caller was seen to see, by the id of the referral."""
    if not referral_ids:
        return {}
    query = select(Referral).where(Referral.id.in_(referral_ids))
    shown = joinedload(Referral.slot), joinedload(Referral.household)
    return {home.referral.id: home for home in _homes(db.session.scalars(query.options(*shown)).all())}


def _homes(stays: Sequence[Referral]) -> list[HomeMeanwhile]:
    answers = _answers(stays)
    return [HomeMeanwhile(stay, _tasks(stay, answers, has_pet=bool(stay.household.pets.strip()))) for stay in stays]


def _tasks(
    stay: Referral, answers: dict[tuple[UUID, HomeTask], HomeAnswer], *, has_pet: bool
) -> dict[HomeTask, HomeAnswer | None]:
    span = stay.span
    nights = nights_of(day_of(span.starts_at), day_of(span.ends_at) + timedelta(days=1))
    return {task: answers.get((stay.id, task)) for task in home_tasks(nights, has_pet=has_pet)}


def _answers(stays: Iterable[Referral]) -> dict[tuple[UUID, HomeTask], HomeAnswer]:
    ids = [stay.id for stay in stays]
    if not ids:
        return {}
    query = select(HomeCare.referral_id, HomeCare.task, HomeCare.answer).where(HomeCare.referral_id.in_(ids))
    return {(referral_id, task): answer for referral_id, task, answer in db.session.execute(query)}
