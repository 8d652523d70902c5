"""The call desk."""

from portal.audit.words import DETAIL_WORDS
from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import TO_CALL
from portal.coordinators.caseload.met import FIRST
from portal.coordinators.contacts.actions import LOGGED
from portal.core.dongs import is_dong
from portal.core.events import FOLLOWERS, Event
from portal.core.filtered import LISTS, FilteredList, is_id
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.monitoring.calls import actions, agenda, calling, following, joining, models, views
from portal.monitoring.calls.presentation import at_clock
from portal.monitoring.calls.states import CALL_TASK_STATES, CallTaskKind, CallTaskState
from portal.notifications.truth import TRUTHS, true_while
from portal.residents.households.changes import FILE_CHANGED
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
            N_("전화 걸기"),
            "calling.calls",
            Permission.CALL_MAKE,
            order=18,
            within=("calling.call", "calling.incoming", "calling.answer", "calling.task"),
            badge=views.badge,
            counts=N_("약속한 전화"),
        ),
        Entry(N_("연락 통계"), "calling.figures", Permission.FIGURES_READ, order=53, group=MenuGroup.FIGURES),
    ),
    links={CALL_TASK_STATES.kind: views.link_to_task},
    panels={"household": views.on_household, "alert_call": views.on_alert, "alert_open": views.on_open_alert},
    fills=(
        Fill(TO_CALL, calling.CALL_BACKS, "call_backs"),
        Fill(AGENDA, agenda.TASKS, "call_tasks"),
        Fill(WAITING, agenda.WAITING_TASKS, "call_tasks"),
        Fill(FIRST, actions.lock_call),
        Fill(LOGGED, following.follow_logged),
        Fill(FILE_CHANGED, following.mend_number),
        Fill(FOLLOWERS, following.end_with_care, Event.CLOSED),
        Fill(FOLLOWERS, following.end_with_life, Event.DIED),
        Fill(CARRIERS, joining.CARRIER),
        Fill(TRUTHS, true_while(models.CallTask, CallTaskState.OPEN), CALL_TASK_STATES.kind),
        Fill(DETAIL_WORDS, CallResult.told, "call.result"),
        Fill(
            LISTS,
            FilteredList(
                N_("전화 걸기"),
                "calling.calls",
                Permission.CALL_MAKE,
                {"kind": lambda kind: TO_CALL.find(kind) is not None, "dong": is_dong, "coordinator": is_id},
            ),
            "calls",
        ),
    ),
    courses=(CALL_TASK_STATES,),
    enumerations=(CallResult, CallTaskKind),
    filters={"at_clock": at_clock},
)
