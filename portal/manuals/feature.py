"""Standard manuals and their editions."""

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.manuals import cli, models, views
from portal.manuals.states import MANUAL_EDITION_STATES, SectionKind
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
    courses=(MANUAL_EDITION_STATES,),
    enumerations=(SectionKind,),
)
