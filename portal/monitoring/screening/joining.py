"""What somebody answered comes along when two files turn out to be of one person; answers half asked do not."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from portal.extensions import db
from portal.monitoring.screening.models import Screening, ScreeningDraft
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import Person

SCREENINGS = "screenings"


def carry(joining: Joining) -> None:
    found = db.session.scalars(select(Screening).where(Screening.person_id == joining.gone.id)).all()
    joining.note(SCREENINGS, (screening.id for screening in found))
    db.session.execute(delete(ScreeningDraft).where(ScreeningDraft.person_id == joining.gone.id))
    _move(found, joining.kept)


def give_back(joining: Joining) -> None:
    noted = select(Screening).where(Screening.id.in_(joining.noted(SCREENINGS)))
    _move(db.session.scalars(noted).all(), joining.gone)


def _move(found: Sequence[Screening], person: Person) -> None:
    for screening in found:
        screening.person_id, screening.household_id = person.id, person.household_id
    db.session.flush()


CARRIER = Carrier(carry, give_back)
