"""Files that may be about one person."""

from datetime import timedelta

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.residents.applications.arrivals import ARRIVALS
from portal.residents.households.changes import FILE_CHANGED
from portal.residents.resemblances import models, panels, tasks, views
from portal.residents.resemblances.states import RESEMBLANCE_STATES
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("같은 분인지 확인"),
            "resemblances.waiting",
            Permission.PERSON_JOIN,
            order=12,
            within=("resemblances.",),
            badge=views.badge,
        ),
    ),
    panels={"application_people": panels.on_application},
    jobs=(Job(tasks.NEWCOMERS, timedelta(hours=1), tasks.look_at_newcomers),),
    fills=(Fill(ARRIVALS, tasks.look_at_arrival), Fill(FILE_CHANGED, tasks.look_at_change)),
    courses=(RESEMBLANCE_STATES,),
)
