"""What stands on the pages where an event is about to happen."""

from flask import render_template

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.followers.queries import resting_among
from portal.coordinators.referrals.queries import referrals_of_case
from portal.core import clock


def before_hold(case: CareCase) -> str:
    """What is booked and asked for, and what becomes of it while care rests."""
    now = clock.now()
    running = resting_among(referrals_of_case(case.id), None, now)
    return render_template("followers/_before_hold.html", running=running) if running else ""
