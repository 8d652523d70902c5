"""What somebody asked for comes along when two files turn out to be of one person."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.coordinators.requests.models import CareRequest
from portal.extensions import db
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import Person

REQUESTS = "requests"


def carry(joining: Joining) -> None:
    found = db.session.scalars(select(CareRequest).where(CareRequest.person_id == joining.gone.id)).all()
    joining.note(REQUESTS, (request.id for request in found))
    _move(found, joining.kept)


def give_back(joining: Joining) -> None:
    noted = select(CareRequest).where(CareRequest.id.in_(joining.noted(REQUESTS)))
    _move(db.session.scalars(noted).all(), joining.gone)


def _move(found: Sequence[CareRequest], person: Person) -> None:
    for request in found:
        request.person_id, request.household_id = person.id, person.household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
