"""The waiting list of a service and dong."""

from datetime import timedelta

from portal.consortium.capacity.actions import FREED
from portal.consortium.capacity.queries import BOOKING_NAMES
from portal.coordinators.referrals.asked import ASKED
from portal.coordinators.waitlist import actions, agenda, models, notices, panels, queries, tasks, views
from portal.coordinators.waitlist.offering import offer_places
from portal.coordinators.waitlist.states import WAIT_STATES, WaitEnd
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.notifications.truth import TRUTHS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("대기 명단"),
            "waitlist.waits",
            Permission.HOUSEHOLD_READ,
            order=68,
            group=MenuGroup.SUPPORT,
            within=("waitlist.",),
        ),
    ),
    jobs=(Job("waitlist.offer", timedelta(minutes=5), tasks.offer_what_is_free),),
    links={actions.SUBJECT: views.link_to_wait},
    panels={"refer": panels.on_refer, "my_waiting": panels.on_my_care},
    fills=(
        Fill(FREED, offer_places),
        Fill(ASKED, actions.end_with_referral),
        Fill(BOOKING_NAMES, queries.offers_in),
        Fill(AGENDA, agenda.OFFERS, "places"),
        Fill(AGENDA, agenda.HINDERED, "hindered"),
        Fill(TRUTHS, notices.untruth_of_offer, notices.OFFER),
    ),
    courses=(WAIT_STATES,),
    enumerations=(WaitEnd,),
)
