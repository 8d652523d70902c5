"""A visit that a programme pays, and what its account looks like."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from portal.benefits.ledger.models import Charge
from portal.benefits.ledger.queries import Balance, balance, charge_of
from portal.benefits.programmes.models import Programme
from portal.consortium.capacity.models import Slot
from portal.coordinators.visits.actions import record_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import ConfirmedBy
from portal.coordinators.visits.written import VisitRecord
from portal.extensions import db
from tests.factories.consortium import make_slot
from tests.factories.ledger import choose, make_paying
from tests.factories.referrals import Scene, make_scene, make_visit

PRICE = 12_000
TWO_HOURS = 2 * PRICE
"""What a visit of the factories costs: 10:00 to 12:00 at 12,000 won an hour."""


@dataclass(frozen=True)
class Paid:
    """A scene whose plan line a programme pays."""

    scene: Scene
    programme: Programme

    def book(self, slot: Slot | None = None) -> Visit:
        return make_visit(self.scene, slot)

    def charge(self, visit: Visit) -> Charge:
        charge = charge_of(visit.id)
        assert charge is not None
        return charge

    def balance(self, year: int = 2026) -> Balance:
        db.session.flush()
        return balance(self.scene.person.id, self.programme.id, year)

    def amounts(self, year: int = 2026) -> tuple[int, int]:
        """(held, committed)"""
        found = self.balance(year)
        return found.held, found.committed

    def slot_on(self, day: date, *, hours: int = 2, **values: Any) -> Slot:
        """Another time of the same co-operative, from 13:00 on."""
        service, organisation = self.scene.line.service, self.scene.slot.organisation
        return make_slot(service, organisation, day=day, starts_at=time(13), ends_at=time(13 + hours), **values)


def make_paid(**rules: Any) -> Paid:
    """Cleaning at 12,000 won an hour, paid whole by a programme with these rules."""
    scene = make_scene()
    programme = make_paying(scene.line.service, **rules)
    choose(scene.line, programme)
    return Paid(scene, programme)


def done(paid: Paid, visit: Visit, *, minutes: int = 120, **values: Any) -> None:
    """Record that the worker came and stayed so long."""
    left_at = visit.starts_at + timedelta(minutes=minutes)
    written = VisitRecord(visit.starts_at, left_at, [], ConfirmedBy.IN_PERSON, **values)
    record_visit(visit, written, actor=paid.scene.worker, now=left_at + timedelta(minutes=5))
