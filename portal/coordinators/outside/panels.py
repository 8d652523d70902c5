"""What people read on their own plan of what other bodies were asked for them."""

from flask import render_template

from portal.coordinators.outside.queries import links_of_services
from portal.coordinators.plans.models import CarePlan


def on_my_plan(plan: CarePlan) -> str:
    """Which body was told what, and what it said; nothing where the plan holds no linked service."""
    linked = {line.service_id for line in plan.lines if line.service.is_linked}
    links = links_of_services(plan.case_id, linked) if linked else []
    return render_template("outside/_my_links.html", links=links) if links else ""
