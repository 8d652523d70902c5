"""Plugs the table of followers into the events."""

from portal.coordinators.followers import panels
from portal.coordinators.followers.acts import tell_of_file
from portal.coordinators.followers.programmes import PROGRAMME, untruth_of_programme
from portal.coordinators.followers.services import SERVICE, untruth_of_service
from portal.coordinators.followers.table import TABLE
from portal.core.events import FOLLOWERS
from portal.core.sockets import Fill
from portal.notifications.truth import TRUTHS
from portal.residents.households.changes import FILE_CHANGED
from portal.web.feature import Feature

feature = Feature(
    fills=(
        *(Fill(FOLLOWERS, follow, event) for event, follows in TABLE.items() for follow in follows),
        Fill(FILE_CHANGED, tell_of_file),
        Fill(TRUTHS, untruth_of_programme, PROGRAMME),
        Fill(TRUTHS, untruth_of_service, SERVICE),
    ),
    panels={"hold": panels.before_hold, "bookings": panels.losing_support, "service_end": panels.before_service_ends},
)
