"""What an edition would ask of the households in care, before it counts."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.duty.queries import working
from portal.extensions import db
from portal.monitoring.duties.facts import facts_of
from portal.monitoring.duties.models import DutyPolicyEdition
from portal.monitoring.duties.queries import as_value
from portal.monitoring.duties.rules import asked
from portal.monitoring.duties.settling import open_standing
from portal.monitoring.duties.states import DutyStanding

LOOKED_AT = 1000
"""So many households are looked at; of more the page says that it tells of some."""


@dataclass
class Preview:
    """Of one rule: how many households would have it, how many of them within the week or overdue at once."""

    name: str
    households: int = 0
    soon: int = 0
    overdue: int = 0


def preview(edition: DutyPolicyEdition, now: datetime) -> tuple[list[Preview], int, bool]:
    """Each rule by itself as of now, with how many households were looked at, and whether there are more."""
    ids = db.session.scalars(select(CareCase.id).where(OPEN).order_by(CareCase.id.desc()).limit(LOOKED_AT + 1)).all()
    some, hours = ids[:LOOKED_AT], working()
    whole = as_value(edition)
    alone = [replace(whole, asks=(asking,)) for asking in whole.asks]
    found = {rule.name: Preview(rule.name) for rule in edition.rules.duties}
    for facts in facts_of(some, alone, now):
        for one in (one for each in alone for one in asked(facts, (each,), now, hours)):
            standing, row = open_standing(one.due_at, now), found[one.name]
            row.households += 1
            row.soon += standing is DutyStanding.SOON
            row.overdue += standing is DutyStanding.OVERDUE
    return list(found.values()), len(some), len(ids) > LOOKED_AT
