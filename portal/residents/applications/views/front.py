"""The front page: what the portal is, for whom, what it costs, and the three doors."""

from itertools import groupby

from flask import request
from flask.typing import ResponseReturnValue

from portal.consortium.capacity.queries import free_this_week
from portal.core import clock
from portal.core.dongs import Dong
from portal.residents.applications.views.blueprint import bp
from portal.web.access import found_by_search, public
from portal.web.pages import page
from portal.web.territory import territory, territory_groups


def chosen_dong() -> Dong | None:
    """The dong named in the address; anything else means all of them."""
    asked = request.args.get("dong", "")
    return next((dong for dong in territory() if dong.code == asked), None)


@bp.get("/")
@public("what the portal is for, and what is free this week")
@found_by_search
def front() -> ResponseReturnValue:
    dong = chosen_dong()
    free = free_this_week(dong.code if dong else None, now=clock.now())
    return page(
        "residents/front.html",
        groups=[(group, list(services)) for group, services in groupby(free, key=lambda entry: entry.group)],
        dong=dong,
        dong_groups=territory_groups(),
    )
