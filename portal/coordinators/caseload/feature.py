"""Who accompanies which household, and who waits for it."""

from portal.accounts.expiring import of_closed_account
from portal.accounts.proofs import CLASHES
from portal.audit.persons import TRACES
from portal.audit.words import DETAIL_WORDS
from portal.coordinators.caseload import models, notices, panels, presentation, queries, views, waiting
from portal.coordinators.caseload.models import CoordinatorProfile
from portal.coordinators.caseload.queries import traces
from portal.coordinators.caseload.scope import households_accompanied
from portal.coordinators.caseload.states import CASE_STATES, ClosureReason
from portal.coordinators.caseload.truth import untruth_of_household
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.db.numbers import NUMBERED
from portal.notifications.truth import TRUTHS
from portal.residents.applications.arrivals import ARRIVALS
from portal.residents.households.care import IN_CARE
from portal.residents.households.scope import SCOPES
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

PROFILES = Expiring(CoordinatorProfile, lambda now: of_closed_account(now, CoordinatorProfile.user_id))

feature = Feature(
    tables=models,
    blueprint=views.bp,
    menu=(
        Entry(
            N_("기다리는 일"),
            "caseload.inbox",
            Permission.APPLICATION_PAIR,
            order=10,
            within=("caseload.application", "caseload.pair", "caseload.refuse"),
            badge=views.badge,
            counts=N_("새 신청"),
        ),
        Entry(
            N_("코디네이터"),
            "caseload.coordinators",
            Permission.APPLICATION_PAIR,
            order=30,
            group=MenuGroup.OFFICE,
            within=("caseload.profile", "caseload.hand_over"),
        ),
    ),
    panels={"dong_application": panels.on_dong_application},
    links={"application": views.link_to_application},
    fills=(
        Fill(DETAIL_WORDS, ClosureReason.told, "case.reason"),
        Fill(EXPIRING, PROFILES, CoordinatorProfile.__tablename__),
        Fill(TRACES, traces),
        Fill(SCOPES, households_accompanied),
        Fill(IN_CARE, queries.is_in_care),
        Fill(NUMBERED, queries.APPLICATIONS, Series.APPLICATION),
        Fill(NUMBERED, queries.CASES, Series.CASE),
        Fill(TRUTHS, untruth_of_household, "household"),
        Fill(ARRIVALS, notices.notify_office_of_urgent),
        Fill(CLASHES, notices.tell_of_clash),
        Fill(WAITING, waiting.APPLICATIONS, "applications"),
    ),
    filters={"aloud": presentation.aloud},
    courses=(CASE_STATES,),
)
