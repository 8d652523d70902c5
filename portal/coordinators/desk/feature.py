"""What a coordinator has to do today, and everything about a household."""

from portal.coordinators.caseload.states import CaseState
from portal.coordinators.desk import agenda, joining, views
from portal.coordinators.desk.queries.households import HOUSEHOLDS
from portal.coordinators.desk.rules import ALL_STATES, Due, Sort
from portal.core.dongs import is_dong
from portal.core.filtered import LISTS, FilteredList, is_id, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.sockets import Fill
from portal.db.numbers import NUMBERED
from portal.residents.households.joining import CARRIERS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    blueprint=views.bp,
    menu=(
        Entry(
            N_("오늘"),
            "desk.today",
            Permission.CASELOAD_OWN,
            order=10,
            badge=views.due_now,
            counts=N_("연락할 가구"),
        ),
        Entry(
            N_("가구"),
            "desk.households",
            Permission.HOUSEHOLD_READ,
            order=20,
            within=(
                "desk.household",
                "desk.reveal",
                "desk.close",
                "plans.",
                "contacts.",
                "caseload.hold",
                "caseload.change_hold",
                "households.facts",
                "households.change_fact",
                "households.death",
                "households.take_death_back",
                "households.news",
                "households.look_at_several",
                "eligibility.household",
                "eligibility.income",
                "eligibility.groups",
            ),
        ),
    ),
    links={"household": views.link_to_household},
    fills=(
        Fill(NUMBERED, HOUSEHOLDS, Series.HOUSEHOLD),
        Fill(CARRIERS, joining.CARRIER),
        Fill(AGENDA, agenda.LINES, "lines"),
        Fill(AGENDA, agenda.PROMISES, "promises"),
        Fill(AGENDA, agenda.NEWS, "news"),
        Fill(
            LISTS,
            FilteredList(
                N_("가구"),
                "desk.households",
                Permission.HOUSEHOLD_READ,
                {
                    "state": one_of(CaseState, [ALL_STATES]),
                    "dong": is_dong,
                    "due": one_of(Due),
                    "coordinator": is_id,
                    "sort": one_of(Sort),
                    "order": one_of(["desc"]),
                },
            ),
            "households",
        ),
    ),
)
