"""Things that the log names and that are about somebody, and whose they are."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import CTE, Column, CompoundSelect, Select, select, union

from portal.benefits.ledger.models import CapOverride, Charge
from portal.benefits.settlement.models import Dispute, Statement, StatementLine
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.handovers.models import Handover
from portal.coordinators.letters.models import Letter
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.series.models import CareSeries
from portal.coordinators.visits.models import Visit, VisitPhoto
from portal.coordinators.waitlist.models import WaitEntry
from portal.db.base import Base
from portal.db.inserting import table_of
from portal.monitoring.aid.models import Aid
from portal.monitoring.alerts.models import Alert
from portal.monitoring.calls.models import CallTask
from portal.monitoring.devices.models import Device
from portal.monitoring.surveys.models import SurveyDoor
from portal.monitoring.teams.models import Assignment, NeighbourReport
from portal.monitoring.watching.models import Absence
from portal.monitoring.worries.models import Worry, WorryTask
from portal.notifications.models import OutboxMessage
from portal.partners.requests.models import BodyRequest
from portal.partners.support_plans.models import SupportGoal, SupportHanding, SupportLine, SupportPlan
from portal.privacy.belonging import PERSON, households_of
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.requests.models import RightsRequest
from portal.residents.applications.models import Application
from portal.residents.helpers.models import Helping
from portal.residents.households.models import Household, Person
from portal.residents.resemblances.models import Resemblance

THINGS: dict[str, type[Base]] = {
    "household": Household,
    "application": Application,
    "plan_line": PlanLine,
    "referral": Referral,
    "series": CareSeries,
    "visit": Visit,
    "photo": VisitPhoto,
    "handover": Handover,
    "care_request": CareRequest,
    "letter": Letter,
    "aid": Aid,
    "outside_link": OutsideLink,
    "body_request": BodyRequest,
    "support_plan": SupportPlan,
    "support_goal": SupportGoal,
    "support_line": SupportLine,
    "support_handing": SupportHanding,
    "wait": WaitEntry,
    "helping": Helping,
    "resemblance": Resemblance,
    "charge": Charge,
    "override": CapOverride,
    "dispute": Dispute,
    "statement_line": StatementLine,
    "emergency_access": EmergencyAccess,
    "alert": Alert,
    "rights_request": RightsRequest,
    "device": Device,
    "absence": Absence,
    "assignment": Assignment,
    "neighbour_report": NeighbourReport,
}
"""By the kind that addresses and the audit name; all of them are found from the household by their keys."""

CHANGED: dict[str, type[Base]] = {
    "person": Person,
    "case": CareCase,
    "plan": CarePlan,
    "call_task": CallTask,
    "worry": Worry,
    "worry_task": WorryTask,
    "survey_door": SurveyDoor,
}
"""What no address names, but the audit where somebody changes it."""

SENT, SETTLED = "message", "statement"
OTHERS: dict[str, type[Base]] = {SENT: OutboxMessage, SETTLED: Statement}
"""What was sent about one of these things, and the month of a co-operative in which a line is theirs."""


_LINE = table_of(StatementLine)
PERSONAL: dict[str, tuple[Column[UUID], Column[UUID]]] = {
    "person": (PERSON.c.id, PERSON.c.id),
    "statement_line": (_LINE.c.person_id, _LINE.c.id),
    SETTLED: (_LINE.c.person_id, _LINE.c.statement_id),
}
"""What is about one person whoever lives with them: the column of that person, and the one that the log names."""


def whose_own(named: CTE) -> list[Select[UUID]]:
    """Of those things that `named` tells by kind and id and that are one person's: the `person_id`, by SELECTs."""
    ids = {kind: select(named.c[1]).where(named.c[0] == kind) for kind in PERSONAL}
    return [select(of.label("person_id")).where(key.in_(ids[kind])) for kind, (of, key) in PERSONAL.items()]


def whose(kinds: Iterable[str], named: CTE) -> CompoundSelect[UUID, UUID]:
    """Of the things that `named` tells by kind and id: `thing_id` with each `household_id` that the thing is about."""
    ids = {kind: select(named.c[1]).where(named.c[0] == kind) for kind in kinds}
    return union(*(each for kind, these in ids.items() for each in _households_of(kind, these)))


def _households_of(kind: str, ids: Select[UUID]) -> list[Select[UUID, UUID]]:
    table = table_of((THINGS | CHANGED | OTHERS)[kind])
    return households_of(table, table.c.id.in_(ids))
