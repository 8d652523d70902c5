"""The file of a leak of personal data."""

from datetime import timedelta

from portal.consortium.lessons.sources import LESSONS
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.jobs import Job
from portal.notifications.truth import TRUTHS, true_while
from portal.privacy.evidence.items import EVIDENCE, PackItem
from portal.privacy.incidents import actions, evidence, expiring, joining, lessons, models, views, waiting
from portal.privacy.incidents.states import INCIDENT_STATES, IncidentState, ToldBy
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

OPEN = (IncidentState.DETECTED, IncidentState.CONTAINED, IncidentState.TOLD, IncidentState.REPORTED)

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("유출 대응"),
            "incidents.incidents",
            Permission.INCIDENT_MANAGE,
            order=95,
            group=MenuGroup.PRIVACY,
            within=("incidents.",),
        ),
    ),
    links={actions.SUBJECT: views.link_to_incident},
    jobs=(Job("incidents.clock", timedelta(minutes=30), actions.watch_clocks),),
    fills=(
        Fill(LESSONS, lessons.LEAKS, "leaks"),
        Fill(EVIDENCE, evidence.incidents, PackItem.INCIDENTS),
        Fill(CARRIERS, joining.CARRIER),
        *(Fill(EXPIRING, each, each.model.__tablename__) for each in expiring.EXPIRING_ROWS),
        Fill(WAITING, waiting.LEAKS, "incidents"),
        Fill(TRUTHS, true_while(models.Incident, *OPEN), actions.SUBJECT),
    ),
    courses=(INCIDENT_STATES,),
    enumerations=(ToldBy,),
)
