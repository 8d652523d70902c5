"""Linked services passed on to bodies outside the consortium."""

from portal.coordinators.outside import actions, agenda, models, panels, views
from portal.coordinators.outside.states import OUTSIDE_STATES, OutsideOutcome, WithdrawnFor
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.core.urgency import is_overdue
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("다른 기관에 부탁한 일"),
            "outside.links",
            Permission.HOUSEHOLD_READ,
            order=69,
            group=MenuGroup.SUPPORT,
            within=("outside.",),
        ),
    ),
    links={actions.SUBJECT: views.link_to_link},
    panels={"my_plan": panels.on_my_plan},
    fills=(Fill(AGENDA, agenda.LINKS, "outside_links"),),
    courses=(OUTSIDE_STATES,),
    enumerations=(OutsideOutcome, WithdrawnFor),
    tests={"outside_overdue": is_overdue},
)
