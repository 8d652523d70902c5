"""Applications come along with a file; one that was added to the other's care meanwhile waits again once parted."""

from sqlalchemy import select

from portal.extensions import db
from portal.residents.applications.actions import reopen_application
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.households.joining import Carrier, Joining
from portal.residents.households.models import Person

APPLICATIONS, WAITING = "applications", "applications waiting"


def carry(joining: Joining) -> None:
    rows = db.session.scalars(select(Application).where(Application.person_id == joining.gone.id)).all()
    joining.note(WAITING, (row.id for row in rows if row.state is ApplicationState.RECEIVED))
    joining.note(APPLICATIONS, (row.id for row in rows))
    for row in rows:
        _file_under(row, joining.kept)


def give_back(joining: Joining) -> None:
    waited = set(joining.noted(WAITING))
    rows = select(Application).where(Application.id.in_(joining.noted(APPLICATIONS)))
    for row in db.session.scalars(rows).all():
        _file_under(row, joining.gone)
        if row.id in waited and row.state is ApplicationState.FILED:
            reopen_application(row, actor=joining.actor, now=joining.now)


def _file_under(application: Application, person: Person) -> None:
    application.person = person
    application.household = person.household


CARRIER = Carrier(carry, give_back)
