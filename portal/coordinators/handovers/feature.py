"""Households on their way from one coordinator to another."""

from portal.coordinators.caseload.handed import HANDED_OVER
from portal.coordinators.handovers import actions, models, notices, panels, queries, views
from portal.coordinators.handovers.states import HANDOVER_STATES
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.notifications.truth import TRUTHS
from portal.web.feature import Feature
from portal.web.navigation import Entry
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(Entry(N_("인수인계"), "handovers.handovers", Permission.HANDOVER_READ, order=35, within=("handovers.",)),),
    panels={"today": panels.on_today, "household": panels.on_household},
    fills=(
        Fill(HANDED_OVER, actions.begin_handovers),
        Fill(TRUTHS, notices.untruth_of_handover, notices.SUBJECT),
        Fill(WAITING, panels.AWAITED, "handovers"),
    ),
    courses=(HANDOVER_STATES,),
    tests={"handover_late": queries.is_late},
)
