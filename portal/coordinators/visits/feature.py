"""Visits: booked, made, moved, missed."""

from datetime import timedelta

from portal.audit.words import DETAIL_WORDS
from portal.benefits.settlement.reconciliation import VISITS
from portal.consortium.lessons.sources import LESSONS
from portal.coordinators.referrals.actions import CALL_OFF
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.visits import agenda, lessons, models, presentation, tasks, unchecked_views, views, waiting
from portal.coordinators.visits.calling_off import call_off
from portal.coordinators.visits.facts import visits_between
from portal.coordinators.visits.forms import Whole
from portal.coordinators.visits.photos import PHOTOS, sweep_photos
from portal.coordinators.visits.states import VISIT_STATES, Attempt, ConfirmedBy, Rating
from portal.coordinators.visits.truth import untruth_of_visit
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.documents.kept import KEPT_FILES
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("방문"),
            "visits.visits",
            Permission.REFERRAL_MANAGE,
            order=16,
            within=("visits.",),
            or_permission=Permission.VISIT_RECORD,
            badge=unchecked_views.badge,
            counts=N_("확인 없이 다녀온 방문"),
        ),
    ),
    links={"visit": presentation.link_to_visit},
    jobs=(
        Job("visits.remind", timedelta(minutes=15), tasks.send_reminders),
        Job("visits.sweep-photos", timedelta(days=1), sweep_photos),
    ),
    fills=(
        Fill(LESSONS, lessons.STEPS_LEFT_OUT, "steps_left_out"),
        Fill(LESSONS, lessons.NOTES_OF_VISITS, "visit_notes"),
        Fill(LESSONS, lessons.DISAPPOINTING, "visits_poor"),
        Fill(LESSONS, lessons.MISSED_VISITS, "visits_missed"),
        Fill(DETAIL_WORDS, CancelledBy.told, "visit.by"),
        Fill(DETAIL_WORDS, CancelledBy.told, "referral.by"),
        Fill(DETAIL_WORDS, ConfirmedBy.told, "visit.confirmed_by"),
        Fill(DETAIL_WORDS, Rating.told, "visit.rating"),
        Fill(VISITS, visits_between),
        Fill(CALL_OFF, call_off),
        Fill(AGENDA, agenda.MOVES, "moves"),
        Fill(AGENDA, agenda.OF_TODAY, "visits"),
        Fill(WAITING, waiting.UNCHECKED, "unchecked_visits"),
        Fill(TRUTHS, untruth_of_visit, "visit"),
        Fill(KEPT_FILES, PHOTOS, PHOTOS.folder),
    ),
    courses=(VISIT_STATES,),
    enumerations=(Attempt, Whole),
    filters={"chosen_findings": presentation.chosen_findings},
    functions={"rating_seen": presentation.rating_seen, "words_seen": presentation.words_seen},
)
