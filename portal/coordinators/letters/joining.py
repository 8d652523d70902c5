"""Letters come along when two files turn out to be of one person."""

from collections.abc import Sequence

from sqlalchemy import select

from portal.coordinators.letters.models import Letter
from portal.extensions import db
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import Person

LETTERS = "letters"


def carry(joining: Joining) -> None:
    found = db.session.scalars(select(Letter).where(Letter.person_id == joining.gone.id)).all()
    joining.note(LETTERS, (letter.id for letter in found))
    _move(found, joining.kept)


def give_back(joining: Joining) -> None:
    _move(db.session.scalars(select(Letter).where(Letter.id.in_(joining.noted(LETTERS)))).all(), joining.gone)


def _move(found: Sequence[Letter], person: Person) -> None:
    for letter in found:
        letter.person_id, letter.household_id = person.id, person.household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
