"""When whom of a household was spoken to."""

from portal.coordinators.contacts import agenda, models, views
from portal.core.sockets import Fill
from portal.web.agenda import AGENDA
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    fills=(Fill(AGENDA, agenda.CONTACTS, "contacts"),),
)
