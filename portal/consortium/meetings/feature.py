"""Meetings of the consortium, their minutes and tasks."""

from datetime import timedelta

from portal.audit.persons import TRACES
from portal.audit.words import DETAIL_WORDS
from portal.consortium.meetings import freezing, models, tasks, views  # noqa: F401 freezing binds what never changes
from portal.consortium.meetings.actions.reviewing import DECISION, stand_of_decision
from portal.consortium.meetings.paper import note_words
from portal.consortium.meetings.presentation import called, deputy_words, ended_words, of_organisation, remarks
from portal.consortium.meetings.queries import traces
from portal.consortium.meetings.rules import is_overdue, may_note_address
from portal.consortium.meetings.stands import STANDS
from portal.consortium.meetings.states import (
    MEETING_STATES,
    InvitationReply,
    LeftOver,
    MeetingKind,
    Presence,
    Quorum,
    WeekOfMonth,
    hands_on,
)
from portal.consortium.meetings.timing import time_words
from portal.consortium.meetings.truth import SEAT, TO_DO, untruth_of_meeting, untruth_of_seat, untruth_of_task
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
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
            N_("회의"),
            "meetings.meetings",
            Permission.MEETING_READ,
            order=60,
            group=MenuGroup.CONSORTIUM,
            within=views.IN_MEETINGS,
        ),
        Entry(
            N_("내 할 일"),
            "meetings.my_actions",
            Permission.MEETING_JOIN,
            order=62,
            group=MenuGroup.CONSORTIUM,
            within=("meetings.finish",),
            badge=views.badge,
            counts=N_("맡은 일"),
        ),
    ),
    links={"meeting": views.link_to_meeting, SEAT: views.link_to_seat, TO_DO: views.link_to_task},
    fills=(
        Fill(DETAIL_WORDS, MeetingKind.told, "meeting_charter.kind"),
        Fill(DETAIL_WORDS, InvitationReply.told, "meeting.reply"),
        Fill(TRACES, traces),
        Fill(STANDS, stand_of_decision, DECISION),
        Fill(WAITING, views.desk.PROMISED, "promises"),
        Fill(TRUTHS, untruth_of_meeting, MEETING_STATES.kind),
        Fill(TRUTHS, untruth_of_seat, SEAT),
        Fill(TRUTHS, untruth_of_task, TO_DO),
    ),
    jobs=(
        Job("meetings.minutes", timedelta(minutes=1), tasks.set_minutes),
        Job("meetings.decisions", timedelta(hours=1), tasks.bring_decisions_again),
        Job("meetings.remind", timedelta(hours=1), tasks.ask_once_more),
        Job("meetings.tasks", timedelta(days=1), tasks.remind_of_tasks),
    ),
    filters={
        "heads": views.heads,
        "replies": views.replies,
        "remarks": remarks,
        "called": called,
        "deputy_words": deputy_words,
        "ended_words": ended_words,
        "of_organisation": of_organisation,
        "point_time": time_words,
        "note_words": note_words,
    },
    tests={"overdue_action": is_overdue, "handing_on": hands_on, "reached_by_note": may_note_address},
    courses=(MEETING_STATES,),
    enumerations=(LeftOver, Presence, Quorum, InvitationReply, WeekOfMonth),
)
