"""Things that addresses name and that are about one person: whoever opens one reads of that person."""

from uuid import UUID

from flask import Request

from portal.audit.actions import Subject
from portal.benefits.ledger.models import CapOverride, Charge
from portal.benefits.settlement.models import Dispute, Statement, StatementLine
from portal.coordinators.handovers.models import Handover
from portal.coordinators.letters.models import Letter
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.visits.models import Visit, VisitPhoto
from portal.db.base import Base
from portal.monitoring.aid.models import Aid
from portal.monitoring.alerts.models import Alert
from portal.monitoring.devices.models import Device
from portal.monitoring.teams.models import Assignment, NeighbourReport
from portal.monitoring.watching.models import Absence
from portal.notifications.models import OutboxMessage
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.requests.models import RightsRequest
from portal.residents.applications.models import Application
from portal.residents.helpers.models import Helping
from portal.residents.households.models import Household
from portal.residents.resemblances.models import Resemblance

THINGS: dict[str, type[Base]] = {
    "household": Household,
    "application": Application,
    "plan_line": PlanLine,
    "referral": Referral,
    "visit": Visit,
    "photo": VisitPhoto,
    "handover": Handover,
    "care_request": CareRequest,
    "letter": Letter,
    "aid": Aid,
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
"""By the kind that the audit names; all of them are found from the household by their keys."""

SENT, SETTLED = "message", "statement"
OTHERS: dict[str, type[Base]] = {SENT: OutboxMessage, SETTLED: Statement}
"""What was sent about one of these things, and the month of a co-operative in which a line is theirs."""

NAMED: dict[str, str] = {f"{kind}_id": kind for kind in (*THINGS, *OTHERS)} | {
    "access_id": "emergency_access",
    "rights.request_id": "rights_request",
    "request_id": "care_request",
    "requests.request_id": "care_request",
    "report_id": "neighbour_report",
    "referrals.line_id": "plan_line",
    "settlement.line_id": "statement_line",
}
"""The kind of what an argument of an address names; where features use one name for two, with the blueprint."""


def subject_of(request: Request) -> Subject | None:
    """The first thing about somebody that the address of the request names."""
    for name, value in (request.view_args or {}).items():
        kind = NAMED.get(f"{request.blueprint}.{name}") or NAMED.get(name)
        if kind is not None and isinstance(value, UUID):
            return kind, value
    return None
