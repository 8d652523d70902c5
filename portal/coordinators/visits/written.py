"""What somebody writes of a visit that was made."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from portal.coordinators.visits.rules import StepDone
from portal.coordinators.visits.states import ConfirmedBy
from portal.documents.sealing import SealedFile


@dataclass(frozen=True)
class VisitRecord:
    """What the worker writes at the door, on the sheet of the edition that was shown; `photos` hold no place any more.

    `quantity` counts units that do not name time: meals brought, loads washed; time counts itself. `away` are the
    nights of a stay that were spent in hospital. `findings` answers what the service asks of its visits.
    """

    arrived_at: datetime
    left_at: datetime
    steps: list[StepDone]
    confirmed_by: ConfirmedBy
    edition_id: UUID | None = None
    notes: str = ""
    worker_id: UUID | None = None
    photos: list[SealedFile] = field(default_factory=list)
    quantity: int | None = None
    away: frozenset[date] = frozenset()
    findings: dict[str, str] = field(default_factory=dict)
