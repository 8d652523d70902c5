"""The door to a letter of thanks on a resident's own page."""

from flask import render_template

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.letters.queries import members_that_came, own_letters
from portal.core.permissions import Permission
from portal.residents.households.models import Person
from portal.web.access import current_actor

SHOWN_TO_RESIDENTS = 3


def on_my_care(person: Person, case: CareCase | None) -> str:
    """For whoever was visited; for nobody who helps."""
    if case is None or not current_actor().can(Permission.MY_FILE) or not members_that_came(person.household_id):
        return ""
    return render_template("letters/_on_my_care.html", letters=own_letters(person.id)[:SHOWN_TO_RESIDENTS])
