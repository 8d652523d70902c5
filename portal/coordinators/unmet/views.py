"""The office's list of unmet needs, with counts by service and dong."""

from datetime import timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.coordinators.unmet import queries
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number

bp = Blueprint("unmet", __name__, url_prefix="/unmet-needs")
PERIODS = (30, 90, 365)


@bp.get("")
@requires(Permission.MEMBER_MANAGE)
def needs() -> ResponseReturnValue:
    actor, asked = current_actor(), request.args.get("days", type=int)
    days = asked if asked in PERIODS else PERIODS[1]
    first = clock.day_of(clock.now()) - timedelta(days=days)
    return page(
        "unmet/needs.html",
        found=queries.needs_since(first, page_number(), viewer=actor),
        counted=queries.counts_since(first, viewer=actor),
        periods=PERIODS,
        days=days,
    )
