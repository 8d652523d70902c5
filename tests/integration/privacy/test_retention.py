"""What is over its time goes by itself; the office sees it before, and may hold it back for a reason."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.coordinators.caseload.actions import refuse_application
from portal.core.clock import day_of
from portal.core.errors import DomainError, Forbidden
from portal.core.keeping import Retention
from portal.core.permissions import ANONYMOUS, Role
from portal.monitoring.worries.models import Worry
from portal.privacy.retention.actions import destroy_what_is_over, hold_file
from portal.privacy.retention.emptying import NOBODY
from portal.privacy.retention.models import Destruction
from portal.privacy.retention.queries import files_ending
from portal.privacy.retention.rules import ended_before, ends_on
from portal.residents.households.models import Household
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_application, make_paired
from tests.integration.steps.consortium import worry_looked_into

A_YEAR_ON = NOW + timedelta(days=365)


@pytest.fixture
def refused(session: Session) -> Household:
    """Somebody whose application was answered with another address."""
    application = make_application()
    application.own_words = "새벽에 잠이 안 옵니다"
    refuse_application(application, "다른 구의 센터를 안내함", actor=make_staff().actor, now=NOW)
    session.flush()
    return application.household


class TestDays:
    @pytest.mark.parametrize(
        ("retention", "ended", "goes"),
        [
            (Retention.CASE, date(2026, 11, 23), date(2031, 11, 23)),
            (Retention.APPLICATION, date(2026, 11, 23), date(2027, 11, 23)),
            (Retention.GRANT, date(2024, 2, 29), date(2027, 3, 1)),
        ],
    )
    def test_are_counted_in_years(self, retention: Retention, ended: date, goes: date) -> None:
        assert ends_on(retention, ended) == goes
        assert ended <= ended_before(retention, goes)
        assert ended > ended_before(retention, goes - timedelta(days=1))


class TestAnApplicationThatWasRefused:
    def test_is_nobodys_after_a_year(self, session: Session, refused: Household) -> None:
        assert destroy_what_is_over(A_YEAR_ON - timedelta(days=1)) == 0
        assert refused.person.name != NOBODY
        assert destroy_what_is_over(A_YEAR_ON) == 1
        person = refused.person
        assert (person.name, person.phone, person.name_key, refused.address, refused.entry_note) == (
            NOBODY,
            None,
            "",
            "",
            "",
        )
        assert destroy_what_is_over(A_YEAR_ON) == 0

    def test_is_registered_with_when_the_back_ups_lose_it(self, session: Session, refused: Household) -> None:
        destroy_what_is_over(A_YEAR_ON)
        rows = {each.table: each for each in session.scalars(select(Destruction))}
        assert (rows["person"].rows, rows["person"].retention, rows["person"].by_name) == (1, Retention.CASE, "system")
        assert rows["application"].backups_until_on == day_of(A_YEAR_ON) + timedelta(days=35)
        told = session.scalars(select(AuditEntry).where(AuditEntry.event == "file.destroyed")).one()
        assert told.subject_id == refused.id

    def test_stays_where_care_came_after_all(self, session: Session) -> None:
        make_paired()
        assert files_ending(day_of(A_YEAR_ON)) == []

    def test_is_seen_thirty_days_before(self, session: Session, refused: Household, client: PortalClient) -> None:
        for days, seen in ((29, True), (31, False)):
            with time_machine.travel(A_YEAR_ON - timedelta(days=days), tick=False):
                client.sign_in(make_staff(Role.OFFICE).id)
                page = client.get("/privacy/retention").get_data(as_text=True)
                assert (refused.number in page) is seen


class TestHolding:
    def test_keeps_a_file_until_a_day(self, session: Session, refused: Household) -> None:
        until = day_of(A_YEAR_ON) + timedelta(days=10)
        hold_file(refused, reason="소송이 이어지고 있음", until=until, actor=make_staff().actor, now=NOW)
        assert destroy_what_is_over(A_YEAR_ON) == 0
        assert [each.held_until_on for each in files_ending(day_of(A_YEAR_ON))] == [until]
        assert destroy_what_is_over(A_YEAR_ON + timedelta(days=11)) == 1

    def test_asks_why_and_until_when(self, session: Session, refused: Household, client: PortalClient) -> None:
        address = f"/privacy/retention/{refused.id}/hold"
        with time_machine.travel(NOW, tick=False):
            client.sign_in(make_staff(Role.OFFICE).id)
            assert client.post(address, data={"reason": "", "until": ""}).status_code == 422
            refused_day = client.post(address, data={"reason": "소송", "until": "2026-11-01"})
            assert "오늘보다 뒤의 날을 적어 주십시오." in refused_day.get_data(as_text=True)
            assert client.post(address, data={"reason": "소송", "until": "2029-01-01"}).location == "/privacy/retention"
            assert "소송" in client.get(address).get_data(as_text=True)

    def test_is_for_the_office_alone(self, session: Session, refused: Household, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.COORDINATOR).id)
        assert client.get("/privacy/retention").status_code == 403
        with pytest.raises(Forbidden):
            hold_file(refused, reason="x", until=day_of(A_YEAR_ON), actor=ANONYMOUS, now=NOW)
        with pytest.raises(DomainError):
            hold_file(refused, reason="x", until=day_of(NOW), actor=OFFICE, now=NOW)


def test_a_worry_is_nobodys_a_year_after_it_was_looked_into(session: Session) -> None:
    worry = session.get_one(Worry, worry_looked_into().row.id)
    worry.reporter_name = "이웃"
    worry.handled_at = NOW
    session.flush()
    destroy_what_is_over(A_YEAR_ON - timedelta(days=1))
    assert worry.what
    destroy_what_is_over(A_YEAR_ON)
    kept = session.get_one(Worry, worry.id)
    assert (kept.what, kept.whereabouts, kept.reporter_name) == ("", "", "")


def test_an_account_is_nobodys_three_years_after_it_ended(session: Session) -> None:
    gone, here = make_staff(email="gone@example.kr"), make_staff(email="here@example.kr")
    gone.disabled_at = NOW
    session.flush()
    destroy_what_is_over(NOW + timedelta(days=3 * 365 + 2))
    assert (session.get_one(User, gone.id).name, gone.email) == ("", None)
    assert here.email == "here@example.kr"
