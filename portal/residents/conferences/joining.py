"""Conferences about one file are about the one that goes on with it."""

from sqlalchemy import select

from portal.extensions import db
from portal.residents.conferences.models import ConferenceHousehold
from portal.residents.households.joining import Carrier, Joining

CONFERENCES = "conferences"


def carry(joining: Joining) -> None:
    """One that is about both stays with both."""
    kept_id = joining.kept.household_id
    about_both = select(ConferenceHousehold.meeting_id).where(ConferenceHousehold.household_id == kept_id)
    of_gone = ConferenceHousehold.household_id == joining.gone.household_id
    moved = select(ConferenceHousehold).where(of_gone, ConferenceHousehold.meeting_id.not_in(about_both))
    found = db.session.scalars(moved).all()
    joining.note(CONFERENCES, (each.id for each in found))
    for each in found:
        each.household_id = kept_id
    db.session.flush()


def give_back(joining: Joining) -> None:
    carried = select(ConferenceHousehold).where(ConferenceHousehold.id.in_(joining.noted(CONFERENCES)))
    for each in db.session.scalars(carried).all():
        each.household_id = joining.gone.household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
