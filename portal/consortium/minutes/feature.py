"""Minutes are confirmed by those who were there, and sealed."""

from datetime import timedelta

from portal.audit.words import DETAIL_WORDS
from portal.consortium.meetings.paper import ADDED
from portal.consortium.minutes import agenda, following, models, queries, tasks, views
from portal.consortium.minutes.paper import added_to, amended_words, name_of, seat_words, signer_of
from portal.consortium.minutes.queries import SUBJECT
from portal.consortium.minutes.states import MINUTES_STATES, AmendmentOutcome, FoundPart, MinutesAnswer
from portal.consortium.minutes.truth import untruth_of_minutes
from portal.core.drawn import path_of
from portal.core.events import FOLLOWERS
from portal.core.series import Series
from portal.core.sockets import Fill
from portal.db.numbers import NUMBERED
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    links={SUBJECT: views.link_to_minutes},
    panels={
        "minutes_state": views.on_state,
        "minutes_point": views.on_point,
        "minutes": views.on_meeting,
        "my_tasks": views.on_my_tasks,
    },
    jobs=(
        Job("minutes.seal", timedelta(hours=1), tasks.seal),
        Job("minutes.remind", timedelta(hours=1), tasks.remind),
        Job("minutes.shelve", timedelta(hours=1), tasks.shelve),
    ),
    fills=(
        Fill(ADDED, added_to),
        Fill(DETAIL_WORDS, MinutesAnswer.told, "minutes.answer"),
        Fill(DETAIL_WORDS, seat_words, "minutes.seat"),
        Fill(DETAIL_WORDS, AmendmentOutcome.told, "minutes.outcome"),
        Fill(TRUTHS, untruth_of_minutes, SUBJECT),
        Fill(AGENDA, agenda.TO_CONFIRM, "minutes_to_confirm"),
        Fill(NUMBERED, queries.MINUTES, Series.MINUTES),
        Fill(WAITING, agenda.WAITING_TO_CONFIRM, "minutes_to_confirm"),
        Fill(WAITING, agenda.TO_ANSWER, "minutes_amendments"),
        Fill(WAITING, agenda.TO_CONSULT, "minutes_to_consult"),
        *(Fill(FOLLOWERS, follow, event) for event, follow in following.FOLLOWS.items()),
    ),
    courses=(MINUTES_STATES,),
    enumerations=(AmendmentOutcome, MinutesAnswer, FoundPart),
    filters={
        "drawn_path": path_of,
        "who_was_there": name_of,
        "who_signs": signer_of,
        "amended_words": amended_words,
        "place_in_minutes": views.place_in_minutes,
    },
)
