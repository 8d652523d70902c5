"""Many who offer the same places at once keep each for one, those for the first in line; nobody is kept two."""

import os
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.waitlist.actions import take_off
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.coordinators.waitlist.offering import offer_places
from portal.coordinators.waitlist.queries import all_turns
from portal.coordinators.waitlist.states import WaitEnd
from portal.extensions import db
from portal.residents.applications.states import Urgency
from tests.factories.consortium import NOW, make_service
from tests.factories.referrals import counts
from tests.factories.waiting import make_place, make_wait, make_waiting_line
from tests.integration.coordinators.test_referrals_parallel import at_once

RACERS = int(os.environ.get("WAITING_RACERS", "10"))
"""How many wait, and how many offer at once; a drill lets two hundred."""
PLACES, LATER = 3, NOW + timedelta(hours=1)


def test_each_place_is_kept_once_for_the_first_in_line(app: Flask, session: Session) -> None:
    service = make_service(name="청소")
    for number in range(RACERS):
        line = make_waiting_line(service, urgency=(Urgency.NORMAL, Urgency.URGENT)[number % 5 == 0])
        make_wait(line, now=NOW + timedelta(minutes=number))
    slots = [make_place(service, capacity=PLACES, days=1 + number, hour=10).id for number in range(2)]
    turns = all_turns()
    gone = next(wait_id for wait_id, turn in turns.items() if turn == RACERS)
    actor = db.session.get_one(WaitEntry, gone).case.coordinator.actor
    db.session.commit()
    offers = [lambda number=number: offer_places(slots[:: 1 - 2 * (number % 2)], LATER) for number in range(RACERS)]
    leaves = lambda: take_off(db.session.get_one(WaitEntry, gone), WaitEnd.NOT_WANTED, actor=actor, now=LATER)  # noqa: E731
    assert at_once(app, [*offers, leaves]) == ["done"] * (RACERS + 1)
    kept = db.session.scalars(select(PlaceOffer).where(PlaceOffer.ended_at.is_(None))).all()
    assert sorted(turns[offer.entry_id] for offer in kept) == [*range(1, 2 * PLACES + 1)]
    assert [counts(slot_id) for slot_id in slots] == [(PLACES, 0)] * 2
