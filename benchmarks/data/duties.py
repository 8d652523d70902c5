"""What is due to each household in care, as the sweep would have written it."""

from datetime import timedelta
from random import Random
from uuid import UUID

from sqlalchemy import Connection, insert, select

from benchmarks.data.consortium import Consortium, Row
from benchmarks.data.households import BATCH
from portal.coordinators.caseload.models import CareCase
from portal.core.ids import new_id
from portal.db.sealed import of_row
from portal.monitoring.duties.clocks import end_of_day
from portal.monitoring.duties.models import CareDuty, DutyExemption
from portal.monitoring.duties.states import DutyAct, DutyOutcome

DONE_OF_EACH = 6
EXEMPTED_EVERY = 50
"""One household in so many is not asked for visits just now, and one in so many was not asked for contacts before."""

REASON = "가족이 매일 들르십니다."


def add_duties(connection: Connection, made: Consortium, *, seed: int = 3) -> None:
    """A contact of each household in care that is due on the day that its case keeps, and what was done before."""
    random = Random(seed)  # noqa: S311 repeatable data, no secret
    cases = select(CareCase.id, CareCase.coordinator_id, CareCase.opened_at, CareCase.next_contact_on)
    rows: list[Row] = []
    exempted: list[Row] = []
    for case_id, coordinator_id, opened_at, contact_on in connection.execute(cases.where(CareCase.closed_at.is_(None))):
        whose = {"case_id": case_id, "coordinator_id": coordinator_id, "act": DutyAct.CONTACT, "since_at": opened_at}
        rows.append({**whose, "due_at": end_of_day(contact_on or made.today), "ended_at": None, "outcome": None})
        done = {**whose, "due_at": made.now, "ended_at": made.now, "outcome": DutyOutcome.DONE}
        rows += [done] * random.randrange(DONE_OF_EACH)
        exempted += _exemptions(case_id, made, random)
    for table, filled in ((CareDuty, rows), (DutyExemption, exempted)):
        for first in range(0, len(filled), BATCH):
            connection.execute(insert(table), filled[first : first + BATCH])


def _exemptions(case_id: UUID, made: Consortium, random: Random) -> list[Row]:
    """Of its visits for the month that runs, of its contacts for one that is over."""
    found: list[Row] = []
    for act, began in ((DutyAct.HOME_VISIT, 10), (DutyAct.CONTACT, 60)):
        if random.randrange(EXEMPTED_EVERY) == 0:
            id_, from_on = new_id(), made.today - timedelta(days=began)
            term = {"from_on": from_on, "until_on": from_on + timedelta(days=30), "at": made.now}
            found.append({"id": id_, "case_id": case_id, "act": act, "reason": of_row(id_, REASON), **term})
    return found
