"""What people read on their own plan of what other bodies were asked for them."""

from flask import render_template

from portal.coordinators.outside.queries import links_of_plan
from portal.coordinators.plans.models import CarePlan


def on_my_plan(plan: CarePlan) -> str:
    """Which body was told what, and what it said, also of services that the plan names no more."""
    links = links_of_plan(plan)
    return render_template("outside/_my_links.html", links=links) if links else ""
