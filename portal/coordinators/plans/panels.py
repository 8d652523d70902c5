"""What the resident's own page shows of who pays the lines of their plan."""

from flask import render_template

from portal.coordinators.plans.models import CarePlan
from portal.coordinators.plans.queries import payers_of_plans
from portal.core import clock


def my_payers(plan: CarePlan) -> str:
    """Who pays each service of the plan today, in plain words."""
    payers = payers_of_plans(plan.case, [plan], clock.day_of(clock.now()))
    return render_template("plans/_my_payers.html", plan=plan, payers=payers) if payers else ""
