"""What people ask about their own data."""

from datetime import timedelta

from portal.audit.words import DETAIL_WORDS
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.sockets import Fill
from portal.db.numbers import NUMBERED
from portal.jobs import Job
from portal.notifications.truth import STOPS, TRUTHS
from portal.privacy.evidence.items import EVIDENCE, PackItem
from portal.privacy.requests import evidence, joining, models, notices, queries, views, waiting
from portal.privacy.requests.actions.clock import watch_clocks
from portal.privacy.requests.presentation import labels, state_words
from portal.privacy.requests.rules import is_late
from portal.privacy.requests.states import (
    RIGHTS_STATES,
    AskedBy,
    Ground,
    ReplyBy,
    RightsChannel,
    RightsKind,
    StopWhat,
)
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("개인정보 요구"),
            "rights.requests",
            Permission.RIGHTS_ANSWER,
            order=94,
            group=MenuGroup.PRIVACY,
            within=("rights.",),
            badge=views.office.badge,
        ),
    ),
    links={notices.SUBJECT: views.office.link_to_request},
    panels={"household": views.office.on_household, "my_papers": views.own.on_my_care},
    jobs=(Job("rights.clock", timedelta(hours=1), watch_clocks),),
    fills=(
        Fill(WAITING, waiting.REQUESTS, "rights"),
        Fill(DETAIL_WORDS, RightsKind.told, "rights_request.kind"),
        Fill(TRUTHS, notices.untruth_of_request, notices.SUBJECT),
        Fill(STOPS, queries.wants_no_messages),
        Fill(NUMBERED, queries.RIGHTS, Series.RIGHTS),
        Fill(EVIDENCE, evidence.gather, PackItem.REQUESTS),
        Fill(CARRIERS, joining.CARRIER),
    ),
    courses=(RIGHTS_STATES,),
    enumerations=(AskedBy, Ground, ReplyBy, RightsChannel, RightsKind, StopWhat),
    tests={"rights_late": is_late},
    filters={"labels": labels, "rights_state": state_words},
)
