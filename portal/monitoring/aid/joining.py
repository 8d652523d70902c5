"""What was asked for on somebody's behalf comes along when two files turn out to be of one person."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.extensions import db
from portal.monitoring.aid.models import Aid
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import Person

AIDS = "aids"


def carry(joining: Joining) -> None:
    found = db.session.scalars(select(Aid).where(Aid.person_id == joining.gone.id)).all()
    joining.note(AIDS, (aid.id for aid in found))
    _move(found, joining.kept)


def give_back(joining: Joining) -> None:
    _move(db.session.scalars(select(Aid).where(Aid.id.in_(joining.noted(AIDS)))).all(), joining.gone)


def _move(found: Sequence[Aid], person: Person) -> None:
    for aid in found:
        aid.person_id, aid.household_id = person.id, person.household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
