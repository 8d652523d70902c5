"""Looks at free places for those who wait, and asks the gate once for what hinders somebody at many of them."""

from collections.abc import Hashable
from datetime import datetime
from uuid import UUID

from portal.consortium.capacity.models import Slot
from portal.coordinators.gate.asking import hindrance_at
from portal.coordinators.gate.states import LINE_HINDRANCES, Hindrance
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.waitlist.models import WaitEntry
from portal.coordinators.waitlist.rules import suits_them
from portal.core.clock import day_of
from portal.extensions import db

HINDERS = LINE_HINDRANCES | {Hindrance.NOT_NAMED, Hindrance.OVER_CAP}
"""What is in the way of somebody for whom a place is free: they wait for something else than a place."""


class Looking:
    """One look at places; `hindered` are those who were looked at in their turn and passed by, each with why.

    Of them the `hopeless` are hindered by what stands against every place.
    """

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.hindered: dict[UUID, Hindrance] = {}
        self.hopeless: set[UUID] = set()
        self._entries: dict[UUID, WaitEntry] = {}
        self._known: dict[Hashable, Hindrance] = {}
        self._fits: dict[tuple[UUID, UUID], bool] = {}

    def fits(self, wait_id: UUID, slot: Slot) -> bool:
        """Whether a place of this slot suits whoever waits, and the gate would let them have it."""
        asked = wait_id, slot.id
        if asked not in self._fits:
            if wait_id not in self._entries:
                self._entries[wait_id] = db.session.get_one(WaitEntry, wait_id)
            self._fits[asked] = self._ask(self._entries[wait_id], slot)
        return self._fits[asked]

    def _ask(self, entry: WaitEntry, slot: Slot) -> bool:
        if not suits_them(slot.starts_at, entry.wanted, min(entry.until_on, entry.line.until_on)):
            return False
        hindrance = self.hindrance(entry.line, slot)
        if hindrance in HINDERS:
            self.hindered.setdefault(entry.id, hindrance)
        if hindrance in LINE_HINDRANCES:
            self.hopeless.add(entry.id)
        return hindrance is None

    def hindrance(self, line: PlanLine, slot: Slot) -> Hindrance | None:
        """What stands against a place there but that it may be full, of what is likely to change slot by slot anew."""
        keys: dict[Hashable, frozenset[Hindrance]] = {
            line.id: LINE_HINDRANCES,
            (line.id, slot.organisation_id): frozenset({Hindrance.NOT_NAMED}),
            (line.id, day_of(slot.starts_at).year, slot.ends_at - slot.starts_at): frozenset({Hindrance.OVER_CAP}),
        }
        known = next((self._known[key] for key in keys if key in self._known), None)
        if known is not None:
            return known
        found = hindrance_at(line, slot, now=self.now)
        if found is not None:
            self._known.update((key, found) for key, kinds in keys.items() if found in kinds)
        return found
