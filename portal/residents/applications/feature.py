"""Applications, from the first step to the answer."""

from portal.audit.persons import TRACES
from portal.audit.words import DETAIL_WORDS
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.notifications.truth import TRUTHS
from portal.residents.applications import joining, models, views
from portal.residents.applications.drafts import DRAFTS
from portal.residents.applications.models import ApplicationDraft
from portal.residents.applications.queries import traces
from portal.residents.applications.states import APPLICATION_STATES, Intake, Urgency
from portal.residents.applications.truth import untruth_of_application
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(N_("신청 받아 적기"), "residents.enter", Permission.APPLICATION_ENTER, order=30),
        Entry(
            N_("동에서 보낸 신청"),
            "residents.dong_office",
            Permission.APPLICATION_REFER,
            order=10,
            within=("residents.dong_apply", "residents.dong_application"),
        ),
        Entry(N_("내 동의"), "residents.consents", Permission.MY_FILE, order=40),
    ),
    fills=(
        Fill(DETAIL_WORDS, Intake.told, "application.intake"),
        Fill(DETAIL_WORDS, Urgency.told, "application.urgency"),
        Fill(EXPIRING, DRAFTS, ApplicationDraft.__tablename__),
        Fill(TRACES, traces),
        Fill(TRUTHS, untruth_of_application, "application"),
        Fill(CARRIERS, joining.CARRIER),
    ),
    courses=(APPLICATION_STATES,),
    enumerations=(Urgency,),
)
