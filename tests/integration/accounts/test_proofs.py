"""What matters most: shown once more after ten minutes; a factor that comes off takes two of the office."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import RecoveryCode, User
from portal.accounts.queries import open_sessions
from portal.audit.models import AuditEntry
from portal.core.permissions import Role
from portal.web.access import wants_proof
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_resident, make_staff

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LATER = timedelta(minutes=11)
NEEDS_PROOF = {
    "accounts.renew_recovery_codes",
    "settlement.account",
    "settlement.confirm_account",
    "settlement.download",
    "settlement.month_download",
}


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def browser(app: Flask, user: User) -> PortalClient:
    client = app.test_client()
    assert isinstance(client, PortalClient)
    client.sign_in(user.id)
    return client


class TestProof:
    def test_is_wanted_before_codes_bank_accounts_and_files(self, app: Flask) -> None:
        with app.app_context():
            assert {endpoint for endpoint in app.view_functions if wants_proof(endpoint)} >= NEEDS_PROOF

    def test_ten_minutes_after_signing_in_the_password_is_asked(
        self, session: Session, client: PortalClient, noon: time_machine.Traveller
    ) -> None:
        client.sign_in(make_staff(authenticator=True).id)
        noon.shift(LATER)
        asked = client.post("/account/recovery-codes", headers={"Referer": "http://localhost/account/security"})
        assert asked.headers["Location"] == "/account/prove?next=/account/security"
        assert session.scalars(select(RecoveryCode)).all() == []
        wrong = client.post("/account/prove", data={"password": "guessed password"})
        assert wrong.status_code == 422
        proved = client.post(asked.headers["Location"], data={"password": PASSWORD})
        assert proved.headers["Location"] == "/account/security"
        assert client.post("/account/recovery-codes").headers["Location"] == "/account/recovery-codes"

    def test_within_ten_minutes_it_is_not(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(authenticator=True).id)
        assert client.post("/account/recovery-codes").headers["Location"] == "/account/recovery-codes"

    def test_it_belongs_to_one_device(self, session: Session, app: Flask, noon: time_machine.Traveller) -> None:
        user = make_staff(authenticator=True)
        here, there = browser(app, user), browser(app, user)
        noon.shift(LATER)
        here.post("/account/prove", data={"password": PASSWORD})
        assert here.post("/account/recovery-codes").headers["Location"] == "/account/recovery-codes"
        assert there.post("/account/recovery-codes").headers["Location"].startswith("/account/prove")

    def test_guessing_it_is_slowed(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        for _ in range(5):
            client.post("/account/prove", data={"password": "guessed password"})
        assert client.post("/account/prove", data={"password": PASSWORD}).status_code == 429

    def test_residents_have_no_password_to_show(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_resident().id)
        assert client.get("/account/prove").status_code == 403


class TestTakingAFactorOff:
    @pytest.fixture
    def lost(self, session: Session) -> User:
        return make_staff(Role.COORDINATOR, name="박분실", authenticator=True)

    @pytest.fixture
    def asker(self, session: Session, app: Flask) -> PortalClient:
        return browser(app, make_staff(Role.OFFICE, name="김부탁"))

    def test_one_asks_and_another_confirms(self, session: Session, app: Flask, lost: User, asker: PortalClient) -> None:
        path = f"/staff/{lost.id}/factors"
        theirs = browser(app, lost)
        assert asker.post(path, data={"reason": "휴대전화를 잃음"}).status_code == 303
        session.refresh(lost)
        assert lost.authenticator_secret is not None
        other = browser(app, make_staff(Role.OFFICE, name="이확인"))
        assert "인증 앱 풀기 확인: 박분실" in other.get("/inbox").get_data(as_text=True)
        assert "휴대전화를 잃음" in other.get(path).get_data(as_text=True)
        assert other.post(f"{path}/confirm").status_code == 303
        session.refresh(lost)
        assert not lost.authenticator_secret
        assert open_sessions(lost.id) == []
        assert theirs.get("/account/security").status_code == 302
        told = set(session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == lost.id)))
        assert {"authenticator.removal_asked", "authenticator.reset"} <= told

    def test_nobody_confirms_their_own_request(self, session: Session, lost: User, asker: PortalClient) -> None:
        path = f"/staff/{lost.id}/factors"
        asker.post(path, data={"reason": "잃음"})
        assert asker.post(f"{path}/confirm").status_code == 422
        session.refresh(lost)
        assert lost.authenticator_secret is not None
        assert "확인하고 풀기" not in asker.get(path).get_data(as_text=True)

    def test_nobody_asks_or_confirms_about_themselves(self, session: Session, app: Flask, asker: PortalClient) -> None:
        colleague = make_staff(Role.OFFICE, authenticator=True)
        own = browser(app, colleague)
        path = f"/staff/{colleague.id}/factors"
        assert own.post(path, data={"reason": "잃음"}).status_code == 422
        asker.post(path, data={"reason": "잃음"})
        assert own.post(f"{path}/confirm").status_code == 422
        session.refresh(colleague)
        assert colleague.authenticator_secret is not None

    def test_a_request_is_withdrawn_and_lasts_a_day(
        self, session: Session, app: Flask, lost: User, asker: PortalClient, noon: time_machine.Traveller
    ) -> None:
        path = f"/staff/{lost.id}/factors"
        other = make_staff(Role.OFFICE)
        asker.post(path, data={"reason": "잃음"})
        asker.post(f"{path}/withdraw")
        assert browser(app, other).post(f"{path}/confirm").status_code == 404
        asker.post(path, data={"reason": "다시 잃음"})
        noon.shift(timedelta(days=1))
        assert browser(app, other).post(f"{path}/confirm").status_code == 404
        assert browser(app, other).post(path, data={"reason": "또 잃음"}).status_code == 303
        session.refresh(lost)
        assert lost.authenticator_secret is not None
