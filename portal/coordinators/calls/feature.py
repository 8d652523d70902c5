"""Calls that take the place of messages."""

from portal.audit.words import DETAIL_WORDS
from portal.coordinators.calls import agenda, calling, views
from portal.coordinators.calls.actions import words_to_say
from portal.coordinators.calls.presentation import link_of
from portal.coordinators.calls.queries import calls_count
from portal.coordinators.calls.to_call import TO_CALL
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.notifications.states import CallOutcome
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    blueprint=views.bp,
    menu=(Entry(N_("전화로 알릴 일"), "calls.calls", Permission.CALL_MAKE, order=18, badge=calls_count),),
    fills=(
        Fill(AGENDA, agenda.CALLS, "calls"),
        Fill(TO_CALL, calling.MESSAGES, "messages"),
        Fill(DETAIL_WORDS, CallOutcome.told, "message.outcome"),
    ),
    functions={"words_to_say": words_to_say, "link_of_call": link_of},
    enumerations=(CallOutcome,),
)
