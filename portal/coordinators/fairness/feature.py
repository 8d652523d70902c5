"""Fair share, for the office and the members."""

from portal.coordinators.fairness import views
from portal.coordinators.fairness.states import Counted
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    blueprint=views.bp,
    menu=(
        Entry(
            N_("배분 현황"),
            "fairness.overview",
            Permission.SHARE_READ,
            order=54,
            group=MenuGroup.FIGURES,
            within=("fairness.",),
        ),
    ),
    enumerations=(Counted,),
)
