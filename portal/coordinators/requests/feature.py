"""What somebody in care asks for."""

from portal.consortium.lessons.sources import LESSONS
from portal.coordinators.calls.to_call import TO_CALL
from portal.coordinators.caseload.filing import FILINGS
from portal.coordinators.requests import again, agenda, calling, joining, lessons, models, notices, panels, views
from portal.coordinators.requests.queries import open_count
from portal.coordinators.requests.rules import is_answer_overdue
from portal.coordinators.requests.states import REQUEST_STATES, RequestKind
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.notifications.truth import TRUTHS
from portal.residents.applications.arrivals import ARRIVALS
from portal.residents.households.joining import CARRIERS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("이용자의 부탁"),
            "requests.requests",
            Permission.REQUEST_ANSWER,
            order=15,
            within=("requests.",),
            badge=open_count,
        ),
    ),
    links={notices.SUBJECT: views.link_to_request},
    panels={"household": panels.on_household, "my_requests": panels.on_my_care},
    fills=(
        Fill(LESSONS, lessons.WISHES, "wishes"),
        Fill(LESSONS, lessons.COMPLAINTS, "complaints"),
        Fill(LESSONS, lessons.MESSAGES, lessons.MESSAGE),
        Fill(ARRIVALS, again.file_of_known),
        Fill(FILINGS, again.ask_coordinator),
        Fill(CARRIERS, joining.CARRIER),
        Fill(AGENDA, agenda.REQUESTS, "requests"),
        Fill(TO_CALL, calling.ASKED, "requests"),
        Fill(TRUTHS, notices.untruth_of_request, notices.SUBJECT),
    ),
    courses=(REQUEST_STATES,),
    enumerations=(RequestKind,),
    tests={"request_overdue": is_answer_overdue},
)
