"""What watching does when consent is given, care goes on, or two files are joined."""

from typing import Any

from sqlalchemy import select

from portal.core.events import Event, Follow, Happened
from portal.extensions import db
from portal.monitoring.devices.models import Device
from portal.monitoring.watching.actions import count_anew, look_again
from portal.monitoring.watching.models import Absence, LifeSign, QuietTime, Watch, WatchAsking
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.queries import get_person

CARRIED: tuple[type[Any], ...] = (Device, LifeSign, Absence, QuietTime, WatchAsking)
"""A watch stays with its home: it is made anew of what stands there."""


def go_on_for_person(happened: Happened) -> None:
    count_anew(get_person(happened.subject_id).household_id, happened.now)


def go_on_at_home(happened: Happened) -> None:
    count_anew(happened.subject_id, happened.now)


FOLLOWS: dict[Event, Follow] = {
    Event.CONSENT_GIVEN: go_on_for_person,
    Event.RESUMED: go_on_at_home,
    Event.CLOSED: go_on_at_home,
}
"""Whoever withdraws, dies, rests or ends is not looked for by the sweep itself (`scope.is_watched`).

What was told of a silence ends with the care in which it was: of care that begins again it is news.
"""


def carry(joining: Joining) -> None:
    for model in CARRIED:
        rows = db.session.scalars(select(model).where(model.household_id == joining.gone.household_id)).all()
        for row in rows:
            row.household_id = joining.kept.household_id
            if isinstance(row, Device):
                row.person_id = joining.kept.id
        joining.note(model.__tablename__, (row.id for row in rows))
    _look_again(joining)


def give_back(joining: Joining) -> None:
    for model in CARRIED:
        for row in db.session.scalars(select(model).where(model.id.in_(joining.noted(model.__tablename__)))).all():
            row.household_id = joining.gone.household_id
            if isinstance(row, Device):
                row.person_id = joining.gone.id
    _look_again(joining)


def _look_again(joining: Joining) -> None:
    """Of both homes; silence of either counts from the later of what was known of the two."""
    db.session.flush()
    for person in (joining.gone, joining.kept):
        look_again(person.household_id, joining.now)
    watches = {person.id: db.session.get(Watch, person.household_id) for person in (joining.gone, joining.kept)}
    gone, kept = watches[joining.gone.id], watches[joining.kept.id]
    if gone is not None and kept is not None and gone.last_sign_at is not None:
        kept.last_sign_at = max(kept.last_sign_at or gone.last_sign_at, gone.last_sign_at)
    db.session.flush()


CARRIER = Carrier(carry, give_back)
