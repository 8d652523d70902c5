"""When whom of a household was spoken to."""

from portal.audit.words import DETAIL_WORDS
from portal.coordinators.calls.to_call import TO_CALL
from portal.coordinators.contacts import agenda, calling, models, views
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.sockets import Fill
from portal.web.agenda import AGENDA
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    blueprint=views.bp,
    fills=(
        Fill(AGENDA, agenda.CONTACTS, "contacts"),
        Fill(TO_CALL, calling.DUE, "contacts"),
        Fill(DETAIL_WORDS, ContactMeans.told, "contact.means"),
        Fill(DETAIL_WORDS, ContactOutcome.told, "contact.outcome"),
    ),
)
