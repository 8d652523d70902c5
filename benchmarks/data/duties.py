"""What is due to each household in care, as the sweep would have written it."""

from random import Random

from sqlalchemy import Connection, insert, select

from benchmarks.data.consortium import Consortium, Row
from benchmarks.data.households import BATCH
from portal.coordinators.caseload.models import CareCase
from portal.monitoring.duties.clocks import end_of_day
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.states import DutyAct, DutyOutcome

DONE_OF_EACH = 6


def add_duties(connection: Connection, made: Consortium, *, seed: int = 3) -> None:
    """A contact of each household in care that is due on the day that its case keeps, and what was done before."""
    random = Random(seed)  # noqa: S311 repeatable data, no secret
    cases = select(CareCase.id, CareCase.coordinator_id, CareCase.opened_at, CareCase.next_contact_on)
    rows: list[Row] = []
    for case_id, coordinator_id, opened_at, contact_on in connection.execute(cases.where(CareCase.closed_at.is_(None))):
        whose = {"case_id": case_id, "coordinator_id": coordinator_id, "act": DutyAct.CONTACT, "since_at": opened_at}
        rows.append({**whose, "due_at": end_of_day(contact_on or made.today), "ended_at": None, "outcome": None})
        done = {**whose, "due_at": made.now, "ended_at": made.now, "outcome": DutyOutcome.DONE}
        rows += [done] * random.randrange(DONE_OF_EACH)
    for first in range(0, len(rows), BATCH):
        connection.execute(insert(CareDuty), rows[first : first + BATCH])
