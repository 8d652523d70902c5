"""What waits, on the page where a line is referred and on the resident's own."""

from flask import render_template

from portal.coordinators.plans.models import PlanLine
from portal.coordinators.waitlist.queries import turn_of, wait_of_line, waits_of_household
from portal.residents.households.models import Person


def on_refer(line: PlanLine) -> str:
    """That the line waits and where it stands, or the way onto the list."""
    entry = wait_of_line(line.id)
    return render_template("waitlist/_on_refer.html", entry=entry, line=line, turn=entry and turn_of(entry))


def on_my_care(person: Person) -> str:
    """For what they wait, and how many stand before them."""
    waits = [(entry, turn_of(entry)) for entry in waits_of_household(person.household_id)]
    return render_template("waitlist/_on_my_care.html", waits=waits) if waits else ""
