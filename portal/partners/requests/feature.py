"""What other bodies ask of the consortium, and what they are answered."""

from datetime import timedelta

from portal.audit.persons import TRACES
from portal.audit.words import DETAIL_WORDS
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.sockets import Fill
from portal.db.numbers import NUMBERED
from portal.jobs import Job
from portal.notifications.truth import TRUTHS, true_while
from portal.partners.requests import actions, joining, models, queries, tasks, views, waiting
from portal.partners.requests.rules import initials, is_overdue
from portal.partners.requests.states import (
    BODY_REQUEST_STATES,
    OPEN,
    SEEN_BY_BODY,
    AskGround,
    BodyTold,
    means_words,
)
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature
from portal.web.navigation import Entry
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("기관의 요청"),
            "body_requests.body_requests",
            Permission.BODY_REQUEST_SEND,
            order=16,
            within=("body_requests.",),
            badge=views.badge,
        ),
    ),
    links={actions.SUBJECT: views.link_to_request},
    panels={"application": views.on_application},
    jobs=(Job("body_requests.tell_of_deadlines", timedelta(hours=1), tasks.tell_of_deadlines),),
    fills=(
        Fill(TRACES, queries.traces),
        Fill(NUMBERED, queries.NUMBERS, Series.BODY_REQUEST),
        Fill(WAITING, waiting.BODIES, "body_requests"),
        Fill(CARRIERS, joining.CARRIER),
        Fill(DETAIL_WORDS, means_words, "body_request.means"),
        Fill(TRUTHS, true_while(models.BodyRequest, *OPEN), actions.SUBJECT),
    ),
    courses=(BODY_REQUEST_STATES,),
    enumerations=(AskGround, BodyTold),
    tests={"body_request_late": is_overdue},
    filters={"initials": initials, "seen_by_body": SEEN_BY_BODY.__getitem__},
)
