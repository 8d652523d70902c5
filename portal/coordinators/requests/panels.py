"""What somebody in care asked for, on the page of their household and on their own."""

from datetime import date

from flask import render_template

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.requests.queries import own_requests, requests_of_household
from portal.core.permissions import Permission
from portal.residents.households.models import Person
from portal.web.access import current_actor

SHOWN_TO_RESIDENTS = 5


def on_household(person: Person, day: date) -> str:  # noqa: ARG001 what the place hands over
    actor = current_actor()
    if not actor.can(Permission.REQUEST_ANSWER):
        return ""
    asked = requests_of_household(person.household_id, viewer=actor)
    return render_template("requests/_on_household.html", asked=asked) if asked else ""


def on_my_care(person: Person, case: CareCase | None) -> str:
    """The doors while somebody is in care, and what became of what they asked for; for nobody who helps."""
    if not current_actor().can(Permission.MY_FILE):
        return ""
    asked = own_requests(person.id)[:SHOWN_TO_RESIDENTS]
    is_in_care = case is not None and case.closed_at is None
    return render_template("requests/_on_my_care.html", asked=asked, is_in_care=is_in_care)
