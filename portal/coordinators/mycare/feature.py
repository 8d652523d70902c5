"""What residents see of their own care."""

from portal.coordinators.mycare import views
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    blueprint=views.bp,
    menu=(
        Entry(
            N_("내 돌봄"),
            "mycare.home",
            Permission.MY_CASE,
            order=5,
            within=("mycare.", "households.own_facts", "households.change_own_fact"),
        ),
    ),
    links={"my_case": views.link_to_my_case},
)
