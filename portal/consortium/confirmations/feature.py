"""Major changes of manuals on their way to the people who work by them."""

from datetime import timedelta

from portal.consortium.confirmations import agenda, models, tasks, views
from portal.consortium.confirmations.actions import ask_readers
from portal.consortium.confirmations.truth import KIND, untruth_of_asking
from portal.core.sockets import Fill
from portal.jobs import Job
from portal.manuals.actions import MEMBERS, RELEASED
from portal.notifications.truth import TRUTHS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={
        "manual_edition_head": views.on_edition,
        "manual_publishing": views.on_publishing,
        "service_manual": views.on_service,
        "accepting": views.for_cooperative,
    },
    jobs=(Job("confirmations.ask", timedelta(minutes=10), tasks.ask),),
    fills=(
        Fill(RELEASED, ask_readers),
        Fill(MEMBERS, views.members_to_ask),
        Fill(TRUTHS, untruth_of_asking, KIND),
        Fill(AGENDA, agenda.TO_CONFIRM, "manual_confirmations"),
        Fill(WAITING, agenda.WAITING_TO_CONFIRM, "manual_confirmations"),
    ),
)
