"""The policies that the portal ships, brought in where they are missing."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.audit.editions import Details, EditionText
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.duties.actions.editions import add_published, open_policy
from portal.monitoring.duties.models import DutyPolicy
from portal.monitoring.duties.queries import policies
from portal.monitoring.duties.rules import PolicyRules, from_document

DATA = Path(__file__).parents[1] / "data"


def shipped_policies() -> list[dict[str, Any]]:
    """The policies as they are shipped, in their order."""
    entries = [tomllib.loads(path.read_text(encoding="utf-8")) for path in DATA.glob("*.toml")]
    return sorted(entries, key=lambda entry: int(entry["position"]))


def load_policies(*, actor: Actor, now: datetime) -> list[DutyPolicy]:
    """Add the shipped policies that are missing; what is there already stays as it is."""
    actor.require(Permission.POLICY_MANAGE)
    present = set(db.session.scalars(select(DutyPolicy.code)))
    for entry in shipped_policies():
        if entry["code"] not in present:
            _add_policy(entry, actor, now)
    return policies()


def _add_policy(entry: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    details = Details(entry["code"], entry["name"], entry["summary"], entry["source"])
    policy = open_policy(details, actor=actor, now=now)
    for edition in entry["editions"]:
        add_published(policy, text_of(edition), actor=actor, now=now)


def text_of(edition: Mapping[str, Any]) -> EditionText[PolicyRules]:
    """A shipped edition as plain values."""
    rules = from_document(edition["rules"])
    return EditionText(edition["starts_on"], edition.get("ends_on"), rules, edition["note"].strip())
