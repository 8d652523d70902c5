"""What bodies asked for comes along when two files turn out to be of one person."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.extensions import db
from portal.partners.requests.models import BodyRequest
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import Person

REQUESTS = "body requests"


def carry(joining: Joining) -> None:
    found = db.session.scalars(select(BodyRequest).where(BodyRequest.person_id == joining.gone.id)).all()
    joining.note(REQUESTS, (request.id for request in found))
    _move(found, joining.kept)


def give_back(joining: Joining) -> None:
    noted = select(BodyRequest).where(BodyRequest.id.in_(joining.noted(REQUESTS)))
    _move(db.session.scalars(noted).all(), joining.gone)


def _move(found: Sequence[BodyRequest], person: Person) -> None:
    for request in found:
        request.person_id, request.household_id = person.id, person.household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
