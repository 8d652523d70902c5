"""The two teams of volunteers."""

from datetime import timedelta

from portal.accounts.actions.staff import ACCOUNT_OPENED
from portal.accounts.emails.actions import EMAIL_CHANGED
from portal.audit.persons import TRACES
from portal.audit.words import DETAIL_WORDS
from portal.core.events import FOLLOWERS
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.monitoring.alerts.neighbours import AT_THE_DOOR
from portal.monitoring.teams import actions, agenda, following, joining, models, queries, tasks, truth, views
from portal.monitoring.teams.states import (
    ASSIGNMENT_STATES,
    REPORT_STATES,
    VOLUNTEER_STATES,
    AssignmentState,
    Found,
    Reach,
    ReportState,
)
from portal.notifications.truth import TRUTHS, true_while
from portal.residents.households.joining import CARRIERS
from portal.web.access import GATES
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("자원봉사자"),
            "teams.volunteers",
            Permission.TEAM_MANAGE,
            order=82,
            group=MenuGroup.OFFICE,
            within=("teams.volunteer", "teams.new", "teams.vet", "teams.end"),
        ),
        Entry(
            N_("오늘 살필 이웃"),
            "teams.rounds",
            Permission.NEIGHBOUR_WATCH,
            order=1,
            group=MenuGroup.WATCHING,
            within=("teams.round",),
        ),
        Entry(
            N_("이웃 알리기"),
            "teams.findings",
            Permission.FINDING_REPORT,
            order=2,
            group=MenuGroup.WATCHING,
            within=("teams.find",),
        ),
    ),
    links={
        actions.SUBJECT: views.volunteers.link_to_volunteer,
        actions.REPORT: views.charges.link_to_report,
        ASSIGNMENT_STATES.kind: views.charges.link_to_assignment,
    },
    panels={"household": views.charges.on_household, "discovery_figures": views.finding.on_figures},
    jobs=(Job("teams.end_over", timedelta(hours=1), tasks.end_over),),
    fills=(
        Fill(ACCOUNT_OPENED, actions.follow_account),
        Fill(EMAIL_CHANGED, actions.follow_address),
        Fill(AT_THE_DOOR, queries.neighbours_at),
        Fill(GATES, views.rounds.ask_for_agreement),
        Fill(TRACES, queries.traces),
        Fill(CARRIERS, joining.CARRIER),
        Fill(DETAIL_WORDS, Found.told, "neighbour_report.found"),
        Fill(AGENDA, agenda.REPORTS, "neighbour_reports"),
        Fill(AGENDA, agenda.LATE, "neighbours_late"),
        Fill(AGENDA, agenda.ENDING, "neighbours_ending"),
        Fill(WAITING, agenda.WAITING_REPORTS, "neighbour_reports"),
        Fill(WAITING, agenda.WAITING_VOLUNTEERS, "volunteers"),
        Fill(TRUTHS, true_while(models.NeighbourReport, ReportState.TOLD), actions.REPORT),
        Fill(TRUTHS, true_while(models.Assignment, AssignmentState.OPEN), ASSIGNMENT_STATES.kind),
        Fill(TRUTHS, truth.untruth_of_gap, actions.GAP),
        *(Fill(FOLLOWERS, follow, event) for event, follow in following.FOLLOWS.items()),
    ),
    courses=(VOLUNTEER_STATES, ASSIGNMENT_STATES, REPORT_STATES),
    enumerations=(Found, Reach),
)
