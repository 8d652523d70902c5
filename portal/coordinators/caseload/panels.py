"""What the caseload tells on pages of applications."""

from flask import render_template

from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.queries import case_shown_of
from portal.core import clock
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState


def on_dong_application(application: Application) -> str:
    """Who accompanies the person for whom a dong office applied; nothing where no care came of it."""
    if application.state not in (ApplicationState.PAIRED, ApplicationState.FILED):
        return ""
    case = case_shown_of(application)
    if case is None:
        return ""
    charge = in_charge(case, clock.day_of(clock.now()))
    return render_template("caseload/_dong_application.html", case=case, charge=charge)
