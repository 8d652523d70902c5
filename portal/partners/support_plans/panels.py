"""The individual support plan of a household, on its page."""

from datetime import date

from flask import render_template

from portal.core.permissions import Permission
from portal.partners.support_plans.queries import support_plan_at
from portal.residents.households.models import Person
from portal.web.access import current_actor


def on_household(person: Person, day: date) -> str:  # noqa: ARG001 what the place hands over
    if not current_actor().can(Permission.HOUSEHOLD_READ):
        return ""
    plan = support_plan_at(person.household_id)
    return render_template("support_plans/_on_household.html", plan=plan, household_id=person.household_id)
