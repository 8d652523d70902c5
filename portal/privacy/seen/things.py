"""What the address of a page names of somebody: whoever opens it reads of that person."""

from uuid import UUID

from flask import Request

from portal.audit.actions import Subject
from portal.privacy.things import OTHERS, THINGS

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
