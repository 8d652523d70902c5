"""Forums and other events that are open to everybody."""

from portal.consortium.events import models, queries, truth, views, waiting
from portal.consortium.events.states import EventKind, EventStanding, GuestStanding
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.notifications.truth import TRUTHS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

GONE = Expiring(models.EventGuest, queries.guests_over)

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("열린 행사"),
            "events.events",
            Permission.EVENT_MANAGE,
            order=75,
            group=MenuGroup.LEARNING,
            within=("events.",),
        ),
    ),
    links={"open_event": views.link_to_event},
    fills=(
        Fill(TRUTHS, truth.untruth_of_place, queries.SUBJECT),
        Fill(WAITING, waiting.TO_CALL, "event_calls"),
        Fill(WAITING, waiting.AFTERWARDS, "events_held"),
        Fill(EXPIRING, GONE, models.EventGuest.__tablename__),
    ),
    filters={"event_standing": queries.standing_of},
    enumerations=(EventKind, EventStanding, GuestStanding),
)
