"""Calls that take the place of messages."""

from portal.audit.words import DETAIL_WORDS
from portal.coordinators.calls import agenda, calling, views
from portal.coordinators.calls.actions import words_aloud
from portal.coordinators.calls.to_call import TO_CALL
from portal.core.sockets import Fill
from portal.notifications.states import CallOutcome
from portal.web.agenda import AGENDA
from portal.web.feature import Feature

feature = Feature(
    blueprint=views.bp,
    fills=(
        Fill(AGENDA, agenda.CALLS, "calls"),
        Fill(TO_CALL, calling.MESSAGES, "messages"),
        Fill(DETAIL_WORDS, CallOutcome.told, "message.outcome"),
    ),
    functions={"words_aloud": words_aloud},
    enumerations=(CallOutcome,),
)
