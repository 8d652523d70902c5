"""Worries that somebody tells of."""

from portal.audit.persons import TRACES
from portal.consortium.lessons.sources import LESSONS
from portal.coordinators.calls.to_call import TO_CALL
from portal.core.events import FOLLOWERS
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.db.numbers import NUMBERED
from portal.monitoring.worries import actions, agenda, assigning, calling, following, lessons, models, queries, views
from portal.monitoring.worries.queries import traces
from portal.monitoring.worries.states import WORRY_STATES, WORRY_TASK_STATES, WorryAnswer, WorryState, WorryTaskState
from portal.notifications.truth import TRUTHS, true_while
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("걱정 소식"),
            "worries.worries",
            Permission.WORRY_HANDLE,
            order=60,
            group=MenuGroup.WATCHING,
            within=("worries.",),
            badge=views.badge,
        ),
    ),
    panels={"application": views.on_application},
    links={actions.SUBJECT: views.link_to_worry},
    fills=(
        Fill(LESSONS, lessons.WORRIES, "worries"),
        Fill(TRACES, traces),
        Fill(NUMBERED, queries.WORRIES, Series.WORRY),
        Fill(WAITING, agenda.WAITING_WORRIES, "worries"),
        Fill(WAITING, agenda.WAITING_GIVEN, "worry_tasks"),
        Fill(AGENDA, agenda.WORRIES, "worries"),
        Fill(TO_CALL, calling.TOLD_OF, "worries"),
        Fill(AGENDA, agenda.GIVEN, "worry_tasks"),
        *(Fill(FOLLOWERS, follow, event) for event, follow in following.FOLLOWS.items()),
        Fill(EXPIRING, assigning.TASKS, models.WorryTask.__tablename__),
        Fill(TRUTHS, true_while(models.Worry, WorryState.REPORTED), actions.SUBJECT),
        Fill(TRUTHS, true_while(models.WorryTask, WorryTaskState.OPEN), assigning.SUBJECT),
    ),
    courses=(WORRY_STATES, WORRY_TASK_STATES),
    enumerations=(WorryAnswer,),
)
