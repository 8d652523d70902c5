"""Applications, from the first step to the answer."""

from datetime import timedelta

from portal.audit.persons import TRACES
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.residents.applications import joining, models, views
from portal.residents.applications.drafts import forget_old_drafts
from portal.residents.applications.queries import traces
from portal.residents.applications.states import APPLICATION_STATES, Urgency
from portal.residents.applications.truth import untruth_of_application
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(N_("신청 받아 적기"), "residents.enter", Permission.APPLICATION_ENTER, order=30),
        Entry(N_("내 동의"), "residents.consents", Permission.MY_FILE, order=40),
    ),
    jobs=(Job("applications.forget", timedelta(days=1), forget_old_drafts),),
    fills=(
        Fill(TRACES, traces),
        Fill(TRUTHS, untruth_of_application, "application"),
        Fill(CARRIERS, joining.CARRIER),
    ),
    courses=(APPLICATION_STATES,),
    enumerations=(Urgency,),
)
