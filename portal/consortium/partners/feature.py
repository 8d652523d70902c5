"""Partners of the consortium that are no members."""

from portal.audit.persons import TRACES
from portal.consortium.partners import models, queries, views
from portal.consortium.partners.states import PartnerKind
from portal.core.filtered import LISTS, FilteredList, one_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("협력 기관"),
            "partners.partners",
            Permission.MEMBER_MANAGE,
            or_permission=Permission.AUDIT_READ,
            order=71,
            group=MenuGroup.CONSORTIUM,
            within=("partners.",),
        ),
    ),
    links={queries.SUBJECT: views.link_to_partner},
    fills=(
        Fill(TRACES, queries.traces),
        Fill(
            LISTS,
            FilteredList(N_("협력 기관"), "partners.partners", Permission.MEMBER_READ, {"kind": one_of(PartnerKind)}),
            "partners",
        ),
    ),
)
