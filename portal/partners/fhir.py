"""Resources of FHIR R4B as plain JSON, and the check that their codes are those that R4B knows.

The libraries that read R4B take any text for a code, so the lists stand here.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

Resource = dict[str, Any]

MEDIA_TYPE = "application/fhir+json"
VERSION = "4.3.0"
REQUEST_STATUS = frozenset({"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"})
REQUEST_INTENT = frozenset(
    {
        "proposal",
        "plan",
        "directive",
        "order",
        "original-order",
        "reflex-order",
        "filler-order",
        "instance-order",
        "option",
    }
)
TASK_STATUS = frozenset(
    {
        "draft",
        "requested",
        "received",
        "accepted",
        "rejected",
        "ready",
        "cancelled",
        "in-progress",
        "on-hold",
        "failed",
        "completed",
        "entered-in-error",
    }
)
TASK_INTENT = (REQUEST_INTENT - {"directive"}) | {"unknown"}
CODES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "ServiceRequest": {"status": REQUEST_STATUS, "intent": REQUEST_INTENT},
    "Task": {"status": TASK_STATUS, "intent": TASK_INTENT},
}
ASKED: Mapping[str, Sequence[str]] = {
    "ServiceRequest": ("id", "status", "intent", "subject", "code"),
    "Task": ("id", "status", "intent", "focus", "for"),
}
"""What each resource must say here; R4B itself asks for less."""


class NotFhir(Exception):
    """A resource was about to leave that no reader of R4B would understand: a mistake in the code."""


def coded(system: str, code: str, words: str) -> Resource:
    return {"coding": [{"system": system, "code": code, "display": words}], "text": words}


def bundle(bundle_id: UUID, timestamp: str, resources: Sequence[Resource]) -> Resource:
    """Resources that belong together, each under the address by which the others name it."""
    made = {
        "resourceType": "Bundle",
        "id": str(bundle_id),
        "type": "collection",
        "timestamp": timestamp,
        "entry": [{"fullUrl": address(each["id"]), "resource": each} for each in resources],
    }
    check(made)
    return made


def address(resource_id: str) -> str:
    return f"urn:uuid:{resource_id}"


def check(made: Resource) -> None:
    """Raise `NotFhir` for an unknown code, for what is missing, and for a name of something that is not there."""
    there = {entry["fullUrl"] for entry in made["entry"]}
    for entry in made["entry"]:
        resource = entry["resource"]
        kind = resource["resourceType"]
        if kind not in CODES:
            raise NotFhir(kind)
        _check_codes(kind, resource)
        focus = resource.get("focus", {}).get("reference")
        if focus is not None and focus not in there:
            raise NotFhir(f"{kind}.focus {focus}")


def _check_codes(kind: str, resource: Resource) -> None:
    for name in ASKED[kind]:
        if not resource.get(name):
            raise NotFhir(f"{kind}.{name} is missing")
    for name, known in CODES[kind].items():
        if resource[name] not in known:
            raise NotFhir(f"{kind}.{name} {resource[name]}")
