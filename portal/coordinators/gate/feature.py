"""One gate for each booking, and the list of bookings that no longer pass it."""

from datetime import timedelta

from portal.coordinators.gate import agenda, models, presentation, tasks, views
from portal.coordinators.gate.states import Hindrance, WayOut
from portal.coordinators.gate.truth import BREAK, untruth_of_break
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("어긋난 예약"), "gate.broken", Permission.REFERRAL_READ, order=17, within=("gate.",), badge=views.badge
        ),
    ),
    jobs=(Job("bookings.look", timedelta(hours=1), tasks.look_at_bookings),),
    fills=(Fill(TRUTHS, untruth_of_break, BREAK), Fill(AGENDA, agenda.BROKEN, "broken")),
    panels={"referral_desk": views.on_desk},
    functions={"what_to_do": presentation.what_to_do},
    enumerations=(Hindrance, WayOut),
)
