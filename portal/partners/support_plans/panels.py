"""The individual support plan of a household, on its page."""

from datetime import date

from flask import render_template

from portal.coordinators.caseload.queries import case_of_household
from portal.core.permissions import Permission
from portal.partners.support_plans.queries import support_plan_in
from portal.partners.support_plans.states import UNENDED
from portal.residents.households.models import Person
from portal.web.access import current_actor
from portal.web.links import seen


def on_household(person: Person, day: date) -> str:  # noqa: ARG001 what the place hands over
    actor = current_actor()
    case = seen(case_of_household, person.household_id) if actor.can(Permission.HOUSEHOLD_READ) else None
    if case is None:
        return ""
    plan = support_plan_in(case.id, *UNENDED)
    return render_template("support_plans/_on_household.html", plan=plan, household_id=person.household_id)
