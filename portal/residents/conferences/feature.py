"""Whom case conferences are about."""

from portal.consortium.meetings.about import ABOUT
from portal.core.sockets import Fill
from portal.residents.conferences import joining, models, queries, views
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    panels={"meeting_about": views.on_meeting},
    fills=(Fill(ABOUT, queries.household_ids_of), Fill(CARRIERS, joining.CARRIER)),
)
