"""Many take the last places at once: never more than there are."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from portal.consortium.capacity.actions import confirm_place, hold_place
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.publication import set_capacity
from portal.core.errors import Conflict
from portal.db.engine import writing
from portal.extensions import db
from tests.factories.consortium import make_slot

PLACES = 3
CLIENTS = 12


def attempt(app: Flask, slot_id: UUID, *, shrink_to: int | None = None) -> bool:
    """One client of its own: hold and confirm a place, or shrink the slot."""
    with app.app_context(), writing():
        try:
            if shrink_to is not None:
                return set_capacity(db.session.get_one(Slot, slot_id), shrink_to)
            hold_place(slot_id)
            confirm_place(slot_id)
        except Conflict:
            return False
        else:
            return True
        finally:
            db.session.commit()


def test_the_last_places_are_given_once(app: Flask, session: Session) -> None:
    slot_id = make_slot(capacity=PLACES).id
    session.commit()
    with ThreadPoolExecutor(CLIENTS) as pool:
        won = list(pool.map(lambda _: attempt(app, slot_id), range(CLIENTS)))
    slot = session.get_one(Slot, slot_id)
    assert (won.count(True), slot.held, slot.confirmed) == (PLACES, 0, PLACES)


def test_shrinking_meanwhile_never_takes_a_place_away(app: Flask, session: Session) -> None:
    slot_id = make_slot(capacity=CLIENTS).id
    session.commit()
    with ThreadPoolExecutor(CLIENTS) as pool:
        shrink = pool.submit(attempt, app, slot_id, shrink_to=PLACES)
        won = sum(pool.map(lambda _: attempt(app, slot_id), range(CLIENTS)))
    slot = session.get_one(Slot, slot_id)
    assert slot.confirmed == won <= slot.capacity
    assert slot.capacity == (PLACES if shrink.result() else CLIENTS)
