"""What was asked for on a household's behalf, on its page."""

from datetime import date

from flask import render_template

from portal.core.permissions import Permission
from portal.monitoring.aid.queries import aids_of_household
from portal.residents.households.models import Person
from portal.web.access import current_actor


def on_household(person: Person, day: date) -> str:  # noqa: ARG001 what the place hands over
    actor = current_actor()
    if not actor.can(Permission.AID_WRITE):
        return ""
    aids = aids_of_household(person.household_id, viewer=actor)
    return render_template("aid/_on_household.html", aids=aids, household_id=person.household_id)
