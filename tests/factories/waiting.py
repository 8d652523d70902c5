"""Needs that wait for a place of one service, and the place that comes free for them."""

from datetime import datetime, time, timedelta
from typing import Any

from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.waitlist.actions import Wish, put_on_list
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.coordinators.waitlist.offering import offer_places
from portal.extensions import db
from portal.residents.applications.states import DayTime, Urgency
from tests.factories.consortium import NOW, TODAY, make_organisation, make_slot
from tests.factories.referrals import make_case, make_coordinator, make_line


def make_waiting_line(service: Service | None = None, *, urgency: Urgency = Urgency.NORMAL, **values: Any) -> PlanLine:
    """Of an agreed plan of a household of its own."""
    return make_line(make_case(coordinator=make_coordinator(), urgency=urgency), service, **values)


def make_wait(
    line: PlanLine | None = None, *, wanted: tuple[DayTime, ...] = (), now: datetime = NOW, **values: Any
) -> WaitEntry:
    """Put on the list by the coordinator of its case, for as long as the plan runs."""
    line = line or make_waiting_line(**values)
    wish = Wish(wanted, line.until_on)
    return put_on_list(line, wish, actor=line.plan.case.coordinator.actor, now=now)


def make_place(service: Service, *, capacity: int = 1, days: int = 3, hour: int = 10) -> Slot:
    """Free places on a weekday to come, of a member of its own."""
    day = TODAY + timedelta(days=days)
    return make_slot(
        service, make_organisation(), day=day, starts_at=time(hour), ends_at=time(hour + 2), capacity=capacity
    )


def kept_for(entry: WaitEntry) -> PlaceOffer:
    """The place that is kept for them now."""
    db.session.expire(entry, ["offers"])
    assert entry.offer is not None
    return entry.offer


def make_kept(**values: Any) -> WaitEntry:
    """A need for which a place is kept."""
    entry = make_wait(**values)
    offer_places([make_place(entry.service).id], NOW)
    return entry
