"""An application of somebody in care goes to whoever accompanies them, as a request."""

from datetime import datetime

from portal.coordinators.caseload.filing import file_application
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_person
from portal.coordinators.requests.actions import ask_by_application
from portal.core.actors import SYSTEM, Actor
from portal.residents.applications.models import Application


def file_of_known(application: Application, _by: Actor, now: datetime) -> None:
    """One that came to the file of somebody in care waits for nobody to recognise them."""
    if open_case_of_person(application.person_id) is not None:
        file_application(application, actor=SYSTEM, now=now)


def ask_coordinator(application: Application, case: CareCase, actor: Actor, now: datetime) -> None:
    """Whichever way the application joined the case; it asks once, also where it is filed again."""
    ask_by_application(application, case, actor=actor, now=now)
