"""The members of the consortium."""

from datetime import timedelta

from portal.accounts.organisations import ORGANISATIONS
from portal.audit.persons import TRACES
from portal.consortium.members import models, tasks, views
from portal.consortium.members.queries import traces
from portal.consortium.members.truth import ORGANISATION, UNENTERED, untruth_of_member, untruth_of_unentered
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.registration import format_registration_number
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.shipped import RECIPIENTS
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("회원 기관"),
            "members.members",
            Permission.MEMBER_MANAGE,
            or_permission=Permission.AUDIT_READ,
            order=70,
            group=MenuGroup.CONSORTIUM,
            within=("members.",),
        ),
    ),
    links={"organisation": views.link_to_member},
    jobs=(
        Job("members.warn", timedelta(days=1), tasks.warn_of_expiry),
        Job(tasks.ENDED, timedelta(days=1), tasks.tell_of_ended_terms),
    ),
    fills=(
        Fill(TRACES, traces),
        Fill(ORGANISATIONS, views.organisation_names),
        Fill(RECIPIENTS, views.member_names),
        Fill(TRUTHS, untruth_of_member, ORGANISATION),
        Fill(TRUTHS, untruth_of_unentered, UNENTERED),
        Fill(WAITING, views.UNENTERED, "unentered"),
    ),
    filters={"registration_number": format_registration_number},
)
