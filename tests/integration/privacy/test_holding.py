"""The office may hold a file back for a reason, and whatever belongs to it stays as long."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit.models import Step
from portal.core.actors import ANONYMOUS
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.db.kept import NOBODY
from portal.privacy.retention import actions
from portal.privacy.retention.actions import destroy_what_is_over, end_hold, hold_file
from portal.privacy.retention.queries import Ending, files_ending, holds_of
from portal.residents.helpers.actions import end_help
from portal.residents.households.actions import end_account_of
from portal.residents.households.models import Household
from portal.residents.resemblances.actions import join_people, undo_join
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE
from tests.factories.referrals import make_person
from tests.factories.resemblances import make_pair
from tests.factories.residents import make_helping
from tests.integration.privacy.test_expiring import LEFT_BEHIND, is_same
from tests.integration.privacy.test_retention import A_YEAR_ON, goes_soon, make_refused


@pytest.fixture
def refused(session: Session) -> Household:
    return make_refused()


class TestHolding:
    def test_keeps_a_file_until_a_day(self, session: Session, refused: Household) -> None:
        until = day_of(A_YEAR_ON) + timedelta(days=10)
        hold_file(refused, reason="소송이 이어지고 있음", until=until, actor=make_staff().actor, now=NOW)
        assert destroy_what_is_over(A_YEAR_ON) == 0
        assert [each.held_until_on for each in files_ending(day_of(A_YEAR_ON))] == [until]
        assert destroy_what_is_over(A_YEAR_ON + timedelta(days=11)) == 1

    @pytest.mark.parametrize("table", ["quiet_time", "signal", "activity_day", "screening_draft"])
    def test_keeps_whatever_belongs_to_the_file(self, session: Session, table: str) -> None:
        make, lasts = LEFT_BEHIND[table]
        row, over = make(), NOW + lasts + timedelta(days=1)
        session.add(row)
        session.commit()
        household = session.scalars(select(Household)).one()
        until = day_of(over) + timedelta(days=10)
        hold_file(household, reason="소송이 이어지고 있음", until=until, actor=make_staff().actor, now=NOW)
        destroy_what_is_over(over)
        kept = select(func.count()).select_from(type(row)).where(is_same(row))
        assert (session.scalar(kept), goes_soon(type(row), over - timedelta(days=25))) == (1, 0)
        destroy_what_is_over(over + timedelta(days=11))
        assert session.scalar(kept) == 0

    def test_keeps_the_accounts_that_opened_the_file(self, session: Session, refused: Household) -> None:
        helping = make_helping(refused.person)
        end_help(helping, actor=OFFICE, now=NOW)
        over = NOW + timedelta(days=3 * 366)
        hold_file(refused, reason="소송", until=day_of(over), actor=make_staff().actor, now=NOW)
        destroy_what_is_over(over)
        assert helping.user.name != ""
        destroy_what_is_over(over + timedelta(days=1))
        assert helping.user.name == ""

    def test_keeps_the_account_by_which_somebody_dead_acted_on_it(self, session: Session, refused: Household) -> None:
        own, other = refused.person.user, make_person("김둘").user
        assert own is not None
        assert other is not None
        about = {
            "thing_id": refused.id,
            "household_id": refused.id,
            "verb": "withdraw",
            "after": "withdrawn",
            "at": NOW,
        }
        session.add(Step(kind="care_request", by_id=own.id, **about))
        other.disabled_at = NOW
        end_account_of(refused.person, actor=OFFICE, now=NOW)
        over = NOW + timedelta(days=3 * 366)
        hold_file(refused, reason="소송", until=day_of(over), actor=make_staff().actor, now=NOW)
        destroy_what_is_over(over)
        assert (own.name, other.name) == ("홍길동", "")
        destroy_what_is_over(over + timedelta(days=1))
        assert own.name == ""

    def test_begun_while_files_are_destroyed_is_met(
        self, session: Session, refused: Household, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def found(*of: Any) -> list[Ending]:
            if (ending := files_ending(*of)) and not holds_of(refused):
                until = day_of(A_YEAR_ON) + timedelta(days=10)
                hold_file(refused, reason="소송", until=until, actor=make_staff().actor, now=NOW)
            return ending

        monkeypatch.setattr(actions, "files_ending", found)
        assert destroy_what_is_over(A_YEAR_ON) == 0
        assert refused.person.name != NOBODY

    def test_comes_along_with_a_file_that_is_joined(self, session: Session, refused: Household) -> None:
        gone = refused.person
        kept = make_person(gone.name)
        hold_file(refused, reason="소송", until=NOW.date() + timedelta(days=900), actor=make_staff().actor, now=NOW)
        pair = make_pair(kept, gone)
        join_people(pair, kept, facts=(), reason="통화로 확인", actor=OFFICE, now=NOW)
        assert [each.reason for each in holds_of(kept.household)] == ["소송"]
        undo_join(pair, "동명이인이었음", actor=OFFICE, now=NOW)
        assert [each.reason for each in holds_of(refused)] == ["소송"]

    def test_may_be_ended_before_its_day(self, session: Session, refused: Household) -> None:
        office, until = make_staff().actor, day_of(A_YEAR_ON) + timedelta(days=10)
        longest = hold_file(refused, reason="소송", until=until, actor=office, now=NOW)
        hold_file(refused, reason="점검", until=until - timedelta(days=5), actor=office, now=NOW)
        with pytest.raises(Forbidden):
            end_hold(longest, reason="x", actor=ANONYMOUS, now=NOW)
        end_hold(longest, reason="소송이 끝남", actor=office, now=A_YEAR_ON)
        assert [each.held_until_on for each in files_ending(day_of(A_YEAR_ON))] == [until - timedelta(days=5)]
        assert destroy_what_is_over(A_YEAR_ON) == 0
        with pytest.raises(Conflict):
            end_hold(longest, reason="x", actor=office, now=A_YEAR_ON)
        assert [(each.reason, each.ended_reason) for each in holds_of(refused)] == [
            ("소송", "소송이 끝남"),
            ("점검", ""),
        ]
        assert destroy_what_is_over(A_YEAR_ON + timedelta(days=6)) == 1

    def test_asks_why_and_until_when(self, session: Session, refused: Household, client: PortalClient) -> None:
        address = f"/privacy/retention/{refused.id}/hold"
        with time_machine.travel(NOW, tick=False):
            client.sign_in(make_staff(Role.OFFICE).id)
            assert client.post(address, data={"reason": "", "until": ""}).status_code == 422
            refused_day = client.post(address, data={"reason": "소송", "until": "2026-11-01"})
            assert "오늘보다 뒤의 날을 적어 주십시오." in refused_day.get_data(as_text=True)
            assert client.post(address, data={"reason": "소송", "until": "2029-01-01"}).location == "/privacy/retention"
            assert "소송" in client.get(address).get_data(as_text=True)
            (hold,) = holds_of(refused)
            end = f"/privacy/retention/{refused.id}/holds/{hold.id}/end"
            assert end in client.get(address).text
            assert client.post(end, data={"reason": ""}).status_code == 422
            assert client.post(end, data={"reason": "취하함"}).location == address
            assert "취하함" in (shown := client.get(address).text)
            assert end not in shown

    def test_is_for_the_office_alone(self, session: Session, refused: Household, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.COORDINATOR).id)
        assert client.get("/privacy/retention").status_code == 403
        with pytest.raises(Forbidden):
            hold_file(refused, reason="x", until=day_of(A_YEAR_ON), actor=ANONYMOUS, now=NOW)
        with pytest.raises(DomainError):
            hold_file(refused, reason="x", until=day_of(NOW), actor=OFFICE, now=NOW)
