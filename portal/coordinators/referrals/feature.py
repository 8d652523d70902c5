"""What coordinators ask of the members, and what they answer."""

from datetime import timedelta

from portal.consortium.capacity.queries import BOOKING_NAMES
from portal.consortium.lessons.sources import LESSONS
from portal.coordinators.referrals import agenda, lessons, models, queries, tasks, views
from portal.coordinators.referrals.states import REFERRAL_STATES, DeclineReason, ReferralState
from portal.coordinators.referrals.truth import untruth_of_referral
from portal.core.filtered import LISTS, FilteredList, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.sockets import Fill
from portal.db.numbers import NUMBERED
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("연계"),
            "referrals.referrals",
            Permission.REFERRAL_MANAGE,
            order=15,
            within=("referrals.", "series."),
            or_permission=Permission.REFERRAL_ANSWER,
            badge=views.referrals.badge,
        ),
    ),
    jobs=(
        Job("referrals.watch-answers", timedelta(minutes=10), tasks.watch_answers),
        Job("referrals.go-on-asking", timedelta(minutes=5), tasks.go_on_asking),
    ),
    links={"referral": views.referrals.link_to_referral},
    fills=(
        Fill(LESSONS, lessons.DECLINES, "declines"),
        Fill(BOOKING_NAMES, queries.booking_numbers),
        Fill(AGENDA, agenda.TO_ACT_ON, "referrals"),
        Fill(AGENDA, agenda.ASKED, "awaiting"),
        Fill(NUMBERED, queries.REFERRALS, Series.REFERRAL),
        Fill(TRUTHS, untruth_of_referral, "referral"),
        Fill(
            LISTS,
            FilteredList(
                N_("모든 연계"), "referrals.all_referrals", Permission.REFERRAL_READ, {"state": one_of(ReferralState)}
            ),
            "referrals",
        ),
    ),
    tests={"answer_overdue": queries.is_answer_overdue, "asked_together": queries.is_asked_together},
    filters={"chosen_facts": queries.chosen_facts},
    courses=(REFERRAL_STATES,),
    enumerations=(DeclineReason,),
)
