"""What an account was refused is a row of the audit; a thousand guesses of a day are one."""

from datetime import timedelta

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry, RefusedAccess
from portal.core.ids import new_id
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_paired

REFUSED = ("page.refused", "act.refused")


def told(session: Session) -> list[AuditEntry]:
    session.expire_all()
    query = select(AuditEntry).where(AuditEntry.event.in_(REFUSED)).order_by(AuditEntry.id)
    return list(session.scalars(query))


def counted(session: Session) -> list[tuple[str, bool, int, int]]:
    session.expire_all()
    rows = session.scalars(select(RefusedAccess).order_by(RefusedAccess.id))
    return [(row.page, row.is_act, row.status, row.times) for row in rows]


def test_a_refused_page_is_told_with_who_and_which(session: Session, client: PortalClient) -> None:
    coordinator = make_staff(Role.COORDINATOR, name="한코디")
    client.sign_in(coordinator.id)
    assert client.get("/audit").status_code == 403
    (entry,) = told(session)
    assert (entry.event, entry.actor_id, entry.actor_name, entry.details) == (
        "page.refused",
        coordinator.id,
        "한코디",
        {"page": "/audit"},
    )


def test_a_refused_act_is_told(session: Session, client: PortalClient) -> None:
    client.sign_in(make_staff(Role.COORDINATOR).id)
    assert client.post("/staff/invite", data={}).status_code == 403
    assert [entry.event for entry in told(session)] == ["act.refused"]


def test_somebody_elses_household_is_told_with_which(session: Session, client: PortalClient) -> None:
    household_id = make_paired().household_id
    client.sign_in(make_staff(Role.COORDINATOR, email="other@example.kr").id)
    assert client.get(f"/households/{household_id}").status_code == 404
    (entry,) = told(session)
    assert (entry.subject_kind, entry.subject_id) == ("household", household_id)


def test_guesses_of_a_day_are_one_row_and_counted(session: Session, client: PortalClient) -> None:
    client.sign_in(make_staff(Role.COORDINATOR).id)
    for _ in range(5):
        assert client.get(f"/households/{new_id()}").status_code == 404
    client.get("/audit")
    assert counted(session) == [("/households/<uuid:household_id>", False, 404, 5), ("/audit", False, 403, 1)]
    assert len(told(session)) == 2


def test_the_next_day_is_a_row_of_its_own(session: Session, client: PortalClient) -> None:
    coordinator = make_staff(Role.COORDINATOR)
    for days in (0, 1):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            client.sign_in(coordinator.id)
            client.get("/audit")
    assert len(told(session)) == len(counted(session)) == 2


def test_who_is_signed_out_or_mistypes_an_address_is_refused_nothing(session: Session, client: PortalClient) -> None:
    client.get("/audit")
    client.sign_in(make_staff().id)
    client.get("/no-such-page")
    assert told(session) == []


def test_files_that_auditors_may_not_have_are_told(session: Session, client: PortalClient) -> None:
    client.sign_in(make_staff(Role.AUDITOR).id)
    client.get("/staff")
    assert [entry.details for entry in told(session)] == [{"page": "/staff"}]
