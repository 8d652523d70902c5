"""Watching over people by what their devices tell."""

from datetime import timedelta

from portal.audit.words import DETAIL_WORDS
from portal.coordinators.calls.to_call import TO_CALL
from portal.coordinators.caseload.met import MET
from portal.coordinators.desk.marks import MARKS
from portal.core.clock import day_of
from portal.core.events import FOLLOWERS
from portal.core.keeping import Retention, ended_before, surely_over_before
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.jobs import Job
from portal.monitoring.alerts.watched import AWAY, KNOWN, WATCHED_BY
from portal.monitoring.devices.changes import DEVICES_CHANGED
from portal.monitoring.watching import (
    calling,
    fetching,
    following,
    models,
    panels,
    presentation,
    telling,
    unseen,
    views,
)
from portal.monitoring.watching.actions import be_out, follow_ending, follow_met, look_again
from portal.monitoring.watching.asking import marks_of
from portal.monitoring.watching.states import AbsenceKind, HeardBy, HomesView, SaidBy, WatchWish
from portal.monitoring.watching.tasks import sweep
from portal.notifications.truth import TRUTHS
from portal.residents.households.joining import CARRIERS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

EVERY = timedelta(minutes=5)
DAYS = Expiring(models.ActivityDay, lambda now: models.ActivityDay.day < ended_before(Retention.ACTIVITY, day_of(now)))
QUIET = Expiring(
    models.QuietTime,
    lambda now: models.QuietTime.ended_at < surely_over_before(Retention.ACTIVITY, day_of(now)),
)

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("살피는 집"),
            "watching.homes",
            Permission.WATCH_MANAGE,
            order=61,
            group=MenuGroup.WATCHING,
        ),
    ),
    panels={
        "household": panels.on_household,
        "call": panels.on_call,
        "my_care": panels.on_my_care,
        "device": fetching.on_device,
        "device_hours": panels.on_hours,
        "alert_open": panels.on_open_alert,
        "alert_ended": panels.on_ended_alert,
    },
    jobs=(Job("watching.sweep", EVERY, sweep),),
    fills=(
        Fill(DEVICES_CHANGED, look_again),
        Fill(AWAY, be_out),
        Fill(KNOWN, follow_ending),
        Fill(MET, follow_met),
        Fill(MARKS, marks_of),
        Fill(WATCHED_BY, telling.watched_by),
        Fill(TO_CALL, calling.BLIND, "blind"),
        Fill(TO_CALL, calling.UNANSWERED, "unanswered_call"),
        Fill(AGENDA, fetching.FETCH, "devices_to_fetch"),
        Fill(WAITING, fetching.WAITING_FETCH, "devices_to_fetch"),
        Fill(TRUTHS, unseen.untruth_of_unseen, unseen.SUBJECT),
        Fill(WAITING, unseen.UNSEEN, "unseen"),
        Fill(DETAIL_WORDS, HeardBy.told, "watch.how"),
        Fill(DETAIL_WORDS, AbsenceKind.told, "watch.kind"),
        Fill(DETAIL_WORDS, WatchWish.told, "watch.wish"),
        Fill(CARRIERS, following.CARRIER),
        Fill(EXPIRING, DAYS, models.ActivityDay.__tablename__),
        Fill(EXPIRING, QUIET, models.QuietTime.__tablename__),
        *(Fill(FOLLOWERS, follow, event) for event, follow in following.FOLLOWS.items()),
    ),
    enumerations=(AbsenceKind, HeardBy, HomesView, SaidBy, WatchWish),
    filters={
        "heard_ago": presentation.heard_ago,
        "days_drawn": presentation.days_drawn,
        "quiet_for": presentation.quiet_for,
    },
)
