"""What a watcher is shown of somebody: first name, dong, one way to reach them and what to do; nothing else."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.core.names import given_name
from portal.monitoring.teams.queries import Round
from portal.monitoring.teams.states import Reach


@dataclass(frozen=True, slots=True)
class Shown:
    """`address` or `phone` is "" where the other one is the way; `household_id` is for the log alone."""

    id: UUID
    household_id: UUID
    name: str
    dong_code: str
    reach: Reach
    address: str
    phone: str
    what: str
    due_on: date
    is_due: bool
    is_urgent: bool
    rests: bool
    rests_until: date | None


def shown(found: Round, day: date) -> Shown:
    """As the assignment stands today, whatever the household is called or wherever it lives by now."""
    assignment = found.assignment
    home = assignment.household
    by_door = assignment.reach is Reach.DOOR
    return Shown(
        id=assignment.id,
        household_id=home.id,
        name=given_name(assignment.person.name),
        dong_code=home.dong_code,
        reach=assignment.reach,
        address=" ".join(part for part in (home.address, home.address_detail) if part) if by_door else "",
        phone="" if by_door else assignment.person.phone or "",
        what=assignment.what,
        due_on=assignment.due_on,
        is_due=found.is_urgent or (assignment.due_on <= day and not found.rests),
        is_urgent=found.is_urgent,
        rests=found.rests,
        rests_until=found.rests_until,
    )
