"""Consulting records of the lead agency for each member."""

from portal.audit.persons import TRACES
from portal.consortium.consulting import models, queries, views, waiting
from portal.consortium.consulting.states import CONSULTING_STATES, ConsultingField, ConsultingView
from portal.consortium.consulting.truth import untruth_of_consulting
from portal.core.filtered import LISTS, FilteredList, is_id, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.notifications.truth import TRUTHS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("컨설팅 기록"),
            "consulting.records",
            Permission.CONSULTING_READ,
            order=74,
            group=MenuGroup.LEARNING,
            within=("consulting.",),
            badge=views.badge,
            counts=N_("조치할 조언"),
        ),
    ),
    links={queries.SUBJECT: views.link_to_consulting},
    fills=(
        Fill(TRACES, queries.traces),
        Fill(TRUTHS, untruth_of_consulting, queries.SUBJECT),
        Fill(WAITING, waiting.UNADVISED, "consulting"),
        Fill(
            LISTS,
            FilteredList(
                N_("컨설팅 기록"),
                "consulting.records",
                Permission.CONSULTING_READ,
                {"view": one_of(ConsultingView), "field": one_of(ConsultingField), "member": is_id},
            ),
            "consulting",
        ),
    ),
    courses=(CONSULTING_STATES,),
)
