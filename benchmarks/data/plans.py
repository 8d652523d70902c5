"""What a referral is asked for: consents, an agreed plan and its line, for households that are accompanied."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, insert, select

from benchmarks.data.consortium import Consortium
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.states import AgreedBy, HowOften, PlanState
from portal.core.ids import new_id
from portal.db.sealed import of_row
from portal.residents.applications.models import Application
from portal.residents.consents.models import Consent
from portal.residents.consents.states import WHEN_APPLYING, GivenBy


class Line(NamedTuple):
    """A line of an agreed plan, and who may refer it."""

    id: UUID
    coordinator: UUID


def add_lines(connection: Connection, made: Consortium, service: UUID, count: int) -> list[Line]:
    """`count` lines that ask for `service`, each of another household."""
    cases = connection.execute(
        select(CareCase.id, CareCase.coordinator_id, Application.person_id)
        .join(Application, Application.id == CareCase.application_id)
        .where(CareCase.state == CaseState.PLANNED)
        .order_by(CareCase.number)
        .limit(count)
    ).all()
    plans = {case.id: new_id() for case in cases}
    lines = [Line(new_id(), case.coordinator_id) for case in cases]
    ends_on = made.today + timedelta(days=90)
    connection.execute(
        insert(Consent),
        [
            {
                "person_id": case.person_id,
                "kind": kind,
                "edition": 1,
                "given": True,
                "given_by": GivenBy.SELF,
                "given_at": made.now,
                "confirmed_at": made.now,
            }
            for case in cases
            for kind in WHEN_APPLYING
        ],
    )
    connection.execute(
        insert(CarePlan),
        [
            {
                "id": plans[case.id],
                "case_id": case.id,
                "number": 1,
                "state": PlanState.AGREED,
                "ends_on": ends_on,
                "written_at": made.now,
                "written_by_id": case.coordinator_id,
                "agreed_at": made.now,
                "agreed_by": AgreedBy.PHONE,
            }
            for case in cases
        ],
    )
    connection.execute(
        insert(PlanLine),
        [
            {
                "id": line.id,
                "plan_id": plans[case.id],
                "position": 1,
                "need": of_row(line.id, "집안일이 밀려 있습니다"),
                "goal": of_row(line.id, "부엌과 방을 쓸 수 있게 합니다"),
                "service_id": service,
                "how_often": HowOften.FORTNIGHTLY,
                "until_on": ends_on,
            }
            for line, case in zip(lines, cases, strict=True)
        ],
    )
    return lines
