"""Standard manuals and their editions."""

from portal.audit.persons import TRACES
from portal.audit.words import DETAIL_WORDS
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.manuals import cli, models, views
from portal.manuals.queries import traces
from portal.manuals.states import MANUAL_EDITION_STATES, ManualEditionState, SectionKind
from portal.notifications.truth import TRUTHS, true_while
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("매뉴얼"),
            "manuals.manuals",
            Permission.MANUAL_READ,
            order=65,
            group=MenuGroup.CONSORTIUM,
            within=("manuals.",),
        ),
    ),
    links={"manual": views.link_to_manual},
    commands=(cli.manuals,),
    fills=(
        Fill(DETAIL_WORDS, SectionKind.told, "manual.section"),
        Fill(TRACES, traces),
        Fill(TRUTHS, true_while(models.ManualEdition, ManualEditionState.IN_REVIEW), MANUAL_EDITION_STATES.kind),
    ),
    courses=(MANUAL_EDITION_STATES,),
    enumerations=(SectionKind,),
)
