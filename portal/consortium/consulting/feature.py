"""Consulting records of the lead agency for each member."""

from datetime import timedelta

from portal.audit.persons import TRACES
from portal.consortium.consulting import models, queries, tasks, views, waiting
from portal.consortium.consulting.files import FILES
from portal.consortium.consulting.states import CONSULTING_STATES, ConsultingField, ConsultingView
from portal.consortium.consulting.truth import untruth_of_consulting
from portal.core.filtered import LISTS, FilteredList, is_id, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
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
            badge=views.records.badge,
            counts=N_("조치할 조언"),
        ),
    ),
    links={queries.SUBJECT: views.records.link_to_consulting},
    fills=(
        Fill(TRACES, queries.traces),
        Fill(KEPT_FILES, FILES.kept, FILES.kept.folder),
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
    jobs=(
        Job("consulting.sweep-files", timedelta(days=1), FILES.sweep),
        Job("consulting.shelve", timedelta(hours=1), tasks.shelve),
    ),
    courses=(CONSULTING_STATES,),
)
