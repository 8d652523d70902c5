"""Whom a leak touched stays known when two files turn out to be of one person, and is written to once."""

from sqlalchemy import select

from portal.extensions import db
from portal.privacy.incidents.models import TouchedPerson
from portal.residents.households.joining import Carrier, Joining, point_to

TOUCHED = "touched"


def carry(joining: Joining) -> None:
    """Where one leak touched both files, the row of the one that goes stays with it: it was written to as well."""
    both = select(TouchedPerson.incident_id).where(TouchedPerson.person_id == joining.kept.id)
    own = select(TouchedPerson).where(
        TouchedPerson.person_id == joining.gone.id, TouchedPerson.incident_id.not_in(both)
    )
    joining.note(TOUCHED, point_to(db.session.scalars(own).all(), joining.kept))


def give_back(joining: Joining) -> None:
    noted = select(TouchedPerson).where(TouchedPerson.id.in_(joining.noted(TOUCHED)))
    point_to(db.session.scalars(noted).all(), joining.gone)


CARRIER = Carrier(carry, give_back)
