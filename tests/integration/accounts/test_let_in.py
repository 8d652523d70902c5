"""The last of the office, who lost telephone and codes, is let in from the machine; a second person hears of it."""

from urllib.parse import urlsplit

from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.accounts.queries import open_sessions
from portal.audit.models import AuditEntry
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.integration.accounts.messages import sent

EMAIL = "kim@example.kr"


def let_in(app: Flask, *more: str, email: str = EMAIL) -> Result:
    return app.test_cli_runner().invoke(args=["let-in", email, "--reason", "휴대전화를 잃어버림", *more])


def last_of_the_office(session: Session) -> User:
    user = make_staff(Role.OFFICE, email=EMAIL, authenticator=True)
    session.commit()
    return user


class TestTheLastOfTheOffice:
    def test_comes_in_by_the_link_and_without_the_lost_factor(self, app: Flask, session: Session) -> None:
        user = last_of_the_office(session)
        signed_in = app.test_client()
        assert isinstance(signed_in, PortalClient)
        signed_in.sign_in(user.id)
        told = let_in(app, "--tell", "director@example.kr")
        assert told.exit_code == 0, told.output
        session.expire_all()
        assert (user.authenticator_secret, open_sessions(user.id)) == (None, [])
        client = app.test_client()
        path = urlsplit(told.output.splitlines()[0]).path
        assert client.post(path, data={"password": "another staple horse"}).status_code == 303
        entered = client.post("/sign-in/staff", data={"email": EMAIL, "password": "another staple horse"})
        assert entered.headers["Location"] == "/home"

    def test_is_recorded_and_told_to_others(self, app: Flask, session: Session) -> None:
        user = last_of_the_office(session)
        auditor = make_staff(Role.AUDITOR)
        session.commit()
        assert let_in(app, "--tell", "director@example.kr").exit_code == 0
        session.expire_all()
        mails = sent("staff_let_in")
        assert {mail.recipient for mail in mails} == {auditor.email, "director@example.kr"}
        assert all("휴대전화를 잃어버림" in mail.body for mail in mails)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "account.let_in")).one()
        assert entry.subject_id == user.id
        assert entry.details["machine_user"]


class TestIsRefused:
    def test_while_nobody_would_hear_of_it(self, app: Flask, session: Session) -> None:
        user = last_of_the_office(session)
        told = let_in(app)
        assert told.exit_code == 1
        assert "--tell" in told.output
        session.expire_all()
        assert user.authenticator_secret is not None

    def test_while_two_others_can_do_it_on_screen(self, app: Flask, session: Session) -> None:
        last_of_the_office(session)
        make_staff(Role.OFFICE)
        session.commit()
        assert let_in(app).exit_code == 0
        make_staff(Role.OFFICE)
        session.commit()
        refused = let_in(app)
        assert refused.exit_code == 1
        assert "직원 화면" in refused.output

    def test_for_anybody_else(self, app: Flask, session: Session) -> None:
        last_of_the_office(session)
        coordinator = make_staff(Role.COORDINATOR)
        session.commit()
        assert let_in(app, email=coordinator.email or "").exit_code == 1
        assert let_in(app, email="nobody@example.kr").exit_code == 1
