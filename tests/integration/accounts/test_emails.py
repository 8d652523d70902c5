"""Staff change the address by which they sign in: proved, shown to be theirs by a link, told to the old mailbox."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.accounts.queries import open_sessions, staff_by_email
from portal.audit.models import AuditEntry
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_resident, make_staff
from tests.factories.teams import make_volunteer
from tests.integration.accounts.messages import last_link, sent

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LATER = timedelta(minutes=11)
OLD, NEW = "office@example.kr", "moved@example.kr"


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def user(session: Session, client: PortalClient) -> User:
    found = make_staff(email=OLD)
    client.sign_in(found.id)
    return found


def ask(client: PortalClient, email: str = NEW) -> str:
    """The link that was mailed to the new address."""
    assert client.post("/account/email", data={"email": email}).status_code == 303
    message = sent("email_confirm")[-1]
    assert message.recipient == email
    return last_link("email_confirm")


class TestChange:
    def test_counts_once_the_link_was_opened_and_ends_what_the_old_address_opened(
        self, session: Session, app: Flask, client: PortalClient, user: User
    ) -> None:
        other = app.test_client()
        assert isinstance(other, PortalClient)
        other.sign_in(user.id)
        app.test_client().post("/reset", data={"email": OLD})
        reset = last_link("password_reset")
        link = ask(client)
        assert staff_by_email(NEW) is None
        assert NEW in client.get("/account/email").get_data(as_text=True)
        assert NEW in client.get(link).get_data(as_text=True)
        assert client.post(link).headers["Location"] == "/account/security"
        session.expire_all()
        assert (user.email, staff_by_email(OLD)) == (NEW, None)
        assert other.get("/account/security").status_code == 302
        assert client.get("/account/security").status_code == 200
        assert len(open_sessions(user.id)) == 1
        assert other.get(reset).status_code == 404
        assert client.post(link).status_code == 404
        (told,) = sent("email_changed")
        assert told.recipient == OLD
        assert NEW not in told.body
        events = session.scalars(select(AuditEntry.event).where(AuditEntry.subject_id == user.id)).all()
        assert {"email.change_asked", "email.changed"} <= set(events)
        entered = other.post("/sign-in/staff", data={"email": NEW, "password": PASSWORD})
        assert entered.status_code == 303

    def test_is_proved_again_before_it_is_asked_for_and_before_it_counts(
        self, client: PortalClient, user: User, noon: time_machine.Traveller
    ) -> None:
        noon.shift(LATER)
        wanted = client.post("/account/email", data={"email": NEW})
        assert wanted.headers["Location"].startswith("/account/prove")
        assert sent("email_confirm") == []
        client.post("/account/prove", data={"password": PASSWORD})
        link = ask(client)
        noon.shift(LATER)
        assert client.get(link).headers["Location"].startswith("/account/prove")
        assert client.post(link).headers["Location"].startswith("/account/prove")
        assert staff_by_email(OLD) is not None

    def test_opens_nothing_in_another_account_after_an_hour_or_once_another_was_asked_for(
        self, app: Flask, client: PortalClient, user: User, noon: time_machine.Traveller
    ) -> None:
        first = ask(client, "mistyped@example.kr")
        second = ask(client)
        assert client.get(first).status_code == 404
        stranger = app.test_client()
        assert isinstance(stranger, PortalClient)
        assert stranger.get(second).status_code == 302
        stranger.sign_in(make_staff().id)
        assert (stranger.get(second).status_code, stranger.post(second).status_code) == (404, 404)
        noon.shift(timedelta(hours=1))
        client.sign_in(user.id)
        assert (client.get(second).status_code, client.post(second).status_code) == (404, 404)
        assert staff_by_email(OLD) is not None

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            (OLD, "지금 쓰시는 주소입니다."),
            ("taken@example.kr", "이미 쓰이는 이메일 주소입니다."),
            ("no address", "이메일 주소를 다시 확인해 주십시오."),
            ("", "새 이메일을 입력해 주십시오."),
        ],
    )
    def test_is_refused_beside_the_field(self, client: PortalClient, user: User, typed: str, words: str) -> None:
        make_staff(email="taken@example.kr")
        refused = client.post("/account/email", data={"email": typed})
        assert refused.status_code == 422
        assert words in refused.get_data(as_text=True)
        assert sent("email_confirm") == []

    def test_is_refused_where_somebody_took_the_address_meanwhile(
        self, session: Session, client: PortalClient, user: User
    ) -> None:
        link = ask(client)
        make_staff(email=NEW)
        session.commit()
        refused = client.post(link)
        assert refused.status_code == 409
        assert "이미 쓰이는 이메일 주소입니다." in refused.get_data(as_text=True)
        session.expire_all()
        assert user.email == OLD

    def test_mails_are_few(self, client: PortalClient, user: User) -> None:
        codes = [client.post("/account/email", data={"email": f"n{n}@example.kr"}).status_code for n in range(4)]
        assert codes == [303, 303, 303, 429]

    def test_is_for_staff(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_resident().id)
        assert client.get("/account/email").status_code == 403

    def test_follows_a_volunteer_into_the_list(self, session: Session, client: PortalClient) -> None:
        volunteer = make_volunteer()
        assert volunteer.user_id is not None
        client.sign_in(volunteer.user_id)
        assert client.post(ask(client)).status_code == 303
        session.refresh(volunteer)
        assert volunteer.email == NEW
