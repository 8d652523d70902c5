"""Programmes that pay, their editions, and the tables they calculate with."""

from portal.audit.words import DETAIL_WORDS
from portal.benefits.programmes import cli, models, queries, views
from portal.benefits.programmes.states import PROGRAMME_EDITION_STATES, ImportKind
from portal.benefits.programmes.views.presentation import Origin
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.residents.applications.choosing import ALLOWED
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("지원 사업"),
            "programmes.programmes",
            Permission.PROGRAMME_READ,
            order=50,
            group=MenuGroup.SUPPORT,
            within=("programmes.",),
        ),
    ),
    links={"programme": views.link_to_programme},
    commands=(cli.programmes,),
    courses=(PROGRAMME_EDITION_STATES,),
    enumerations=(Origin,),
    fills=(Fill(DETAIL_WORDS, ImportKind.told, "table.kind"), Fill(ALLOWED, queries.services_paid)),
)
