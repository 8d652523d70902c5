"""Expert advice: who gives it, what is answered, what is done."""

from datetime import timedelta

from portal.audit.persons import TRACES
from portal.consortium.advice import expert_views, following, models, tasks, views, waiting
from portal.consortium.advice.actions.agenda import stand_of_advice
from portal.consortium.advice.queries import SUBJECT, seats_of_experts, traces, unnamed_expert
from portal.consortium.advice.rules import is_late, is_open, serves_on
from portal.consortium.advice.states import ADVICE_STATES, AdviceView, FeeRule, Speciality
from portal.consortium.advice.truth import untruth_of_advice
from portal.consortium.meetings.actions.asking import EXPERTS, UNNAMED
from portal.consortium.meetings.stands import STANDS
from portal.core.events import FOLLOWERS
from portal.core.filtered import LISTS, FilteredList, is_id, one_of
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
            N_("전문가 자문"),
            "advice.pieces",
            Permission.MEETING_READ,
            order=63,
            group=MenuGroup.CONSORTIUM,
            within=("advice.",),
            badge=views.badge,
            counts=N_("반영할 자문"),
        ),
    ),
    links={SUBJECT: views.link_to_advice, "expert": expert_views.link_to_expert},
    panels={
        "agenda_item": views.on_agenda_item,
        "advice_of_meeting": views.on_meeting,
        "my_tasks": views.on_my_tasks,
    },
    jobs=(
        Job("advice.bring", timedelta(hours=1), tasks.bring),
        Job("advice.remind", timedelta(days=1), tasks.remind),
    ),
    fills=(
        Fill(TRACES, traces),
        Fill(STANDS, stand_of_advice, SUBJECT),
        Fill(EXPERTS, seats_of_experts),
        Fill(UNNAMED, unnamed_expert),
        Fill(TRUTHS, untruth_of_advice, SUBJECT),
        Fill(WAITING, waiting.ADVICE, "advice"),
        *(Fill(FOLLOWERS, follow, event) for event, follow in following.FOLLOWS.items()),
        Fill(
            LISTS,
            FilteredList(
                N_("전문가 자문"),
                "advice.pieces",
                Permission.MEETING_READ,
                {"view": one_of(AdviceView), "speciality": one_of(Speciality), "expert": is_id},
            ),
            "advice",
        ),
    ),
    courses=(ADVICE_STATES,),
    enumerations=(FeeRule,),
    filters={"expert_name": views.expert_name},
    tests={"late_advice": is_late, "open_advice": is_open, "serving": serves_on},
)
