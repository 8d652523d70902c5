"""The plan of the year."""

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.workplan import actions, models, views
from portal.monitoring.workplan.states import WORK_PLAN_STATES, Beginning, CountedBy, Light
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("과제 계획"),
            "workplan.plans",
            Permission.WORK_PLAN_READ,
            order=66,
            group=MenuGroup.FIGURES,
            within=("workplan.",),
        ),
    ),
    links={actions.SUBJECT: views.link_to_plan},
    courses=(WORK_PLAN_STATES,),
    enumerations=(Beginning, CountedBy, Light),
)
