"""What stands on the pages where an event is about to happen."""

from flask import render_template

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.followers.programmes import lines_losing_support
from portal.coordinators.followers.queries import resting_among
from portal.coordinators.referrals.queries import referrals_of_case
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission


def before_hold(case: CareCase) -> str:
    """What is booked and asked for, and what becomes of it while care rests."""
    now = clock.now()
    running = resting_among(referrals_of_case(case.id), None, now)
    return render_template("followers/_before_hold.html", running=running) if running else ""


def losing_support(viewer: Actor) -> str:
    """The lines of the viewer's households whose programme ends before they do."""
    if not viewer.can(Permission.PLAN_WRITE):
        return ""
    lines = lines_losing_support(cases_in_scope(viewer), today=clock.day_of(clock.now()))
    return render_template("followers/_losing_support.html", lines=lines) if lines else ""
