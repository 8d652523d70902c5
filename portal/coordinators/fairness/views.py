"""What each member got of what there is, and the rows behind each figure."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.consortium.catalogue.queries import all_services
from portal.consortium.members.queries import organisations
from portal.coordinators.fairness import presentation, queries
from portal.coordinators.fairness.forms import ShareFilter
from portal.coordinators.fairness.queries import Wanted
from portal.coordinators.fairness.rules import LATELY_DAYS, period_of, periods, together
from portal.coordinators.fairness.scope import member_seen, sees_all
from portal.coordinators.fairness.states import Counted
from portal.core import clock
from portal.core.permissions import Permission
from portal.web.access import current_actor, requires
from portal.web.pages import page, page_number

bp = Blueprint("fairness", __name__, url_prefix="/fair-share")


@bp.get("")
@requires(Permission.SHARE_READ)
def overview() -> ResponseReturnValue:
    viewer, now = current_actor(), clock.now()
    wanted, names = _wanted(now), {each.id: each.name for each in organisations()}
    services = [each for each in all_services() if not each.is_linked]
    form = ShareFilter()
    form.offer(periods(clock.day_of(now)), services)
    found = queries.shares(replace(wanted, organisation_id=None))
    own = None if sees_all(viewer) else wanted.organisation_id
    members = presentation.lines_of_members(found, wanted, names, own=own)
    return page(
        "fairness/overview.html",
        filter=form,
        wanted=wanted,
        own=own,
        chosen="" if own or wanted.organisation_id is None else names.get(wanted.organisation_id, ""),
        members=members,
        services=presentation.lines_of_services(found, wanted, services, names, queries.turns_today(now)),
        whole=together(found.values()) if own is None or len(members) > 1 else None,
        fewest_others=presentation.FEWEST_OTHERS,
        lately_days=LATELY_DAYS,
    )


def _wanted(now: datetime) -> Wanted:
    """What the address asks for, within what the viewer may see."""
    member = member_seen(current_actor(), request.args.get("organisation", type=UUID))
    period = period_of(request.args.get("period", ""), clock.day_of(now))
    return Wanted(period, now, request.args.get("service", type=UUID), member)


@bp.get("/rows/<any(offered, asked, taken, declined, silent, visits):figure>")
@requires(Permission.SHARE_READ)
def rows(figure: str) -> ResponseReturnValue:
    counted, wanted = Counted(figure), _wanted(clock.now())
    return page(
        "fairness/rows.html",
        figure=counted,
        wanted=wanted,
        period=presentation.period_words(wanted.period),
        back=presentation.arguments(wanted),
        found=queries.rows_behind(counted, wanted, page_number()),
    )
