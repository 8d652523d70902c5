"""Which places the members offer, and which are free."""

from datetime import timedelta

from portal.consortium.capacity import cli, models, queries, tasks, views
from portal.consortium.catalogue.availability import DAYS_OF_WEEK, PLACES_OF_WEEK
from portal.core.dongs import is_dong
from portal.core.filtered import LISTS, FilteredList, is_code
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(N_("빈자리"), "capacity.week", Permission.CAPACITY_OWN, order=30, within=("capacity.",)),
        Entry(
            N_("빈자리 찾기"),
            "capacity.free",
            Permission.CAPACITY_READ,
            order=45,
            within=("capacity.",),
        ),
    ),
    jobs=(Job("capacity.extend", timedelta(days=1), tasks.extend_capacity),),
    commands=(cli.capacity,),
    fills=(
        Fill(PLACES_OF_WEEK, queries.places_by_service),
        Fill(DAYS_OF_WEEK, queries.free_days),
        Fill(
            LISTS,
            FilteredList(
                N_("빈자리 찾기"), "capacity.free", Permission.CAPACITY_READ, {"service": is_code, "dong": is_dong}
            ),
            "free_places",
        ),
    ),
)
