"""Emergency welfare and public benefits asked for on somebody's behalf."""

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.core.urgency import is_overdue
from portal.monitoring.aid import actions, agenda, joining, models, panels, views
from portal.monitoring.aid.states import AID_STATES, AidKind, AmountBand
from portal.residents.households.joining import CARRIERS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("급여 신청 도움"),
            "aid.aids",
            Permission.AID_WRITE,
            order=70,
            group=MenuGroup.SUPPORT,
            within=("aid.",),
        ),
    ),
    links={actions.SUBJECT: views.link_to_aid},
    panels={"household": panels.on_household},
    fills=(
        Fill(CARRIERS, joining.CARRIER),
        Fill(AGENDA, agenda.AIDS, "aids"),
        Fill(WAITING, agenda.WAITING_AIDS, "aids"),
    ),
    courses=(AID_STATES,),
    enumerations=(AidKind, AmountBand),
    tests={"aid_overdue": is_overdue},
)
