"""What stands on the pages where an event is about to happen."""

from flask import render_template

from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.rules import last_day_of
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.followers.programmes import lines_losing_support
from portal.coordinators.followers.queries import resting_among
from portal.coordinators.followers.services import hanging_on, lines_losing_service
from portal.coordinators.outside.queries import running_links
from portal.coordinators.referrals.queries import referrals_of_case
from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission


def before_hold(case: CareCase) -> str:
    """What is booked and asked for, and what becomes of it while care rests."""
    now = clock.now()
    running, links = resting_among(referrals_of_case(case.id), None, now), running_links(case.id)
    return render_template("followers/_before_hold.html", running=running, links=links) if running or links else ""


def losing_support(viewer: Actor) -> str:
    """The lines of the viewer's households whose programme or service ends before they do."""
    if not viewer.can(Permission.PLAN_WRITE):
        return ""
    today, own = clock.day_of(clock.now()), cases_in_scope(viewer)
    unpaid, undone = lines_losing_support(own, today=today), lines_losing_service(own, today=today)
    parts = [
        render_template("followers/_losing_support.html", lines=unpaid) if unpaid else "",
        render_template("followers/_losing_service.html", lines=undone, last_day_of=last_day_of) if undone else "",
    ]
    return "".join(parts)


def before_service_ends(service: Service) -> str:
    """How much hangs on it."""
    hanging = hanging_on(service, clock.now())
    return render_template("followers/_service_end.html", hanging=hanging)
