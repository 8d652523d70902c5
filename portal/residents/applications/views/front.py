"""The front page: what the portal is, for whom, what it costs, and the three doors."""

from itertools import groupby

from flask import request
from flask.typing import ResponseReturnValue

from portal.consortium.capacity.queries import free_this_week
from portal.core import clock
from portal.core.dongs import DONGS, MAPO, Dong, alphabetical_groups
from portal.residents.applications.views.blueprint import bp
from portal.web.access import found_by_search, public
from portal.web.pages import page

_BY_CODE = {dong.code: dong for dong in DONGS}


def chosen_dong() -> Dong | None:
    """The dong named in the address; anything else means all of Mapo."""
    return _BY_CODE.get(request.args.get("dong", ""))


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
        dong_groups=alphabetical_groups(MAPO),
    )
