"""The isolation questionnaire and how much somebody is in danger."""

from portal.core.filtered import LISTS, FilteredList, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.monitoring.screening import actions, agenda, editing, joining, models, views
from portal.monitoring.screening.presentation import is_look_due
from portal.monitoring.screening.states import SCREENING_EDITION_STATES, Reply, RiskLevel, ScreenedBy
from portal.monitoring.screening.views.editing import link_to_edition
from portal.monitoring.screening.views.watching import DUE, UNASKED, on_household
from portal.residents.households.joining import CARRIERS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("고립 위험 점검"),
            "screening.screenings",
            Permission.SCREENING_WRITE,
            order=62,
            group=MenuGroup.WATCHING,
            within=("screening.",),
        ),
    ),
    panels={"household": on_household},
    links={editing.SUBJECT: link_to_edition},
    fills=(
        Fill(AGENDA, agenda.SCREENINGS, "screenings"),
        Fill(WAITING, agenda.OVERDUE, "screenings"),
        Fill(CARRIERS, joining.CARRIER),
        Fill(EXPIRING, actions.DRAFTS, models.ScreeningDraft.__tablename__),
        Fill(
            LISTS,
            FilteredList(
                N_("고립 위험 점검"),
                "screening.screenings",
                Permission.SCREENING_WRITE,
                {"show": one_of(RiskLevel, [DUE, UNASKED])},
            ),
            "screenings",
        ),
    ),
    courses=(SCREENING_EDITION_STATES,),
    enumerations=(RiskLevel, Reply, ScreenedBy),
    tests={"look_due": is_look_due},
)
