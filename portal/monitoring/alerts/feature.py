"""Alerts and their ladder."""

from datetime import timedelta

from portal.audit.words import DETAIL_WORDS
from portal.consortium.lessons.sources import LESSONS
from portal.coordinators.calls.to_call import TO_CALL
from portal.core.events import FOLLOWERS, Event
from portal.core.filtered import LISTS, FilteredList, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.monitoring.alerts import agenda, calling, following, joining, lessons, models, notices, tasks, views
from portal.monitoring.alerts.states import ALERT_STATES, AlertEnding, AlertLevel, AttemptMeans, AttemptResult, Rung
from portal.monitoring.alerts.truth import untruth_of_alert
from portal.notifications.truth import TRUTHS
from portal.residents.households.joining import CARRIERS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("안부 경보"),
            "alerts.alerts",
            Permission.ALERT_HANDLE,
            order=10,
            group=MenuGroup.WATCHING,
            within=("alerts.alert", "alerts.ask", "alerts.rescue"),
            badge=views.badge,
        ),
        Entry(
            N_("안부 경보 통계"),
            "alerts.figures",
            Permission.FIGURES_READ,
            order=95,
            group=MenuGroup.FIGURES,
        ),
    ),
    panels={"household": views.on_household, "contact": views.on_contact},
    links={notices.SUBJECT: views.link_to_alert},
    jobs=(Job("alerts.escalate", timedelta(minutes=1), tasks.escalate),),
    fills=(
        Fill(CARRIERS, joining.CARRIER),
        Fill(DETAIL_WORDS, AttemptMeans.told, "alert.means"),
        Fill(LESSONS, lessons.ALERTS, "alerts"),
        Fill(FOLLOWERS, following.end_by_death, Event.DIED),
        Fill(FOLLOWERS, following.note_hold, Event.HELD),
        Fill(FOLLOWERS, following.note_closure, Event.CLOSED),
        Fill(AGENDA, agenda.ALERTS, "alerts"),
        Fill(AGENDA, agenda.FOLLOW_UP, "alerts_ended"),
        Fill(WAITING, agenda.WAITING_ALERTS, "alerts"),
        Fill(TO_CALL, calling.ALERTS_TO_CALL, "alerts"),
        Fill(TRUTHS, untruth_of_alert, notices.SUBJECT),
        Fill(
            LISTS,
            FilteredList(
                N_("안부 경보"),
                "alerts.alerts",
                Permission.ALERT_HANDLE,
                {"show": one_of(["ended"]), "level": one_of(AlertLevel), "rung": one_of(Rung)},
            ),
            "alerts",
        ),
    ),
    courses=(ALERT_STATES,),
    enumerations=(AlertEnding, AlertLevel, AttemptResult, Rung),
)
