"""Devices that are signed in: seen, listed, ended; idle ones end by themselves."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user
from portal.accounts.models import SignInSession
from portal.audit.models import AuditEntry
from portal.core import clock
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.integration.accounts.messages import last_code

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
MINUTE = 60


def is_signed_in(client: PortalClient) -> bool:
    return client.get("/account/security").status_code == 200


def another(app: Flask) -> PortalClient:
    client = app.test_client()
    assert isinstance(client, PortalClient)
    return client


class TestSignOut:
    def test_the_cookie_of_a_signed_out_device_opens_nothing(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        cookie = client.get_cookie("portal")
        assert cookie is not None
        client.post("/sign-out")
        client.set_cookie("portal", cookie.value)
        assert not is_signed_in(client)

    def test_it_is_in_the_audit(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        client.post("/sign-out")
        assert "account.signed_out" in session.scalars(select(AuditEntry.event)).all()


class TestDevices:
    def test_everywhere_else_is_signed_out_at_once(self, session: Session, app: Flask, client: PortalClient) -> None:
        user = make_staff()
        others = [another(app), another(app)]
        for browser in (client, *others):
            browser.sign_in(user.id)
        client.post("/account/devices/end")
        assert [is_signed_in(browser) for browser in (client, *others)] == [True, False, False]

    def test_one_device_can_be_signed_out(self, session: Session, app: Flask, client: PortalClient) -> None:
        user = make_staff()
        client.sign_in(user.id)
        other = another(app)
        other.sign_in(user.id)
        newest = session.scalars(select(SignInSession.id).order_by(SignInSession.id.desc())).first()
        client.post(f"/account/devices/{newest}/end")
        assert [is_signed_in(browser) for browser in (client, other)] == [True, False]

    def test_nobody_signs_out_somebody_else(self, session: Session, app: Flask, client: PortalClient) -> None:
        other = another(app)
        other.sign_in(make_staff().id)
        theirs = session.scalars(select(SignInSession.id)).one()
        client.sign_in(make_staff().id)
        client.post(f"/account/devices/{theirs}/end")
        assert is_signed_in(other)

    def test_the_list_names_browser_and_system(self, session: Session, client: PortalClient) -> None:
        make_resident()
        agent = (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36"
        )
        client.post("/sign-in", data={"contact": "010-1234-5678"}, headers={"User-Agent": agent})
        client.post("/code", data={"code": last_code()}, headers={"User-Agent": agent})
        page = client.get("/account/security").get_data(as_text=True)
        assert "삼성 인터넷, 안드로이드" in page
        assert "지금 이 기기" in page

    def test_a_closed_account_is_signed_out(self, session: Session, client: PortalClient) -> None:
        user, office = make_staff(Role.COORDINATOR), make_staff()
        client.sign_in(user.id)
        disable_user(user, actor=office.actor, now=clock.now())
        assert not is_signed_in(client)

    def test_use_is_noted_at_most_once_a_minute(self, session: Session, client: PortalClient) -> None:
        with time_machine.travel(NOON, tick=False) as traveller:
            client.sign_in(make_staff().id)
            for seconds in (30, 29, 1, 30):
                traveller.shift(seconds)
                client.get("/account/security")
        assert session.scalars(select(SignInSession.last_seen_at)).one() == NOON + timedelta(seconds=60)


class TestIdle:
    def test_staff_are_signed_out_after_20_minutes_without_use(self, session: Session, client: PortalClient) -> None:
        with time_machine.travel(NOON, tick=False) as traveller:
            client.sign_in(make_staff().id)
            traveller.shift(19 * MINUTE)
            assert is_signed_in(client)
            traveller.shift(22 * MINUTE)
            assert not is_signed_in(client)
        ended = session.scalars(select(SignInSession.ended_at)).one()
        assert ended == NOON + timedelta(minutes=41)

    def test_the_warning_that_is_answered_extends(self, session: Session, client: PortalClient) -> None:
        with time_machine.travel(NOON, tick=False) as traveller:
            client.sign_in(make_staff().id)
            for _ in range(3):
                traveller.shift(19 * MINUTE)
                assert client.get("/stay").status_code == 204
            assert is_signed_in(client)

    def test_the_page_tells_the_warning_what_it_needs(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        page = " ".join(client.get("/account/security").get_data(as_text=True).split())
        assert 'data-idle-seconds="1200" data-extend-url="/stay" data-expired-url="/sign-in/idle"' in page

    def test_the_unanswered_warning_signs_out_and_remembers_the_page(
        self, session: Session, client: PortalClient
    ) -> None:
        with time_machine.travel(NOON, tick=False) as traveller:
            client.sign_in(make_staff().id)
            traveller.shift(20 * MINUTE)
            answer = client.get("/sign-in/idle?next=/staff")
            assert answer.headers["Location"] == "/sign-in/staff?ended=idle&next=/staff"
            assert "한동안 쓰지 않으셔서" in client.get(answer.headers["Location"]).get_data(as_text=True)
            assert not is_signed_in(client)

    def test_nobody_is_tricked_into_it_while_working(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        client.get("/sign-in/idle")
        assert is_signed_in(client)

    def test_no_staff_session_outlasts_a_working_day(self, session: Session, client: PortalClient) -> None:
        with time_machine.travel(NOON, tick=False) as traveller:
            client.sign_in(make_staff().id)
            for _ in range(48):
                traveller.shift(15 * MINUTE)
                client.get("/stay")
            assert not is_signed_in(client)

    def test_residents_stay_signed_in_for_two_weeks(self, session: Session, client: PortalClient) -> None:
        with time_machine.travel(NOON, tick=False) as traveller:
            client.sign_in(make_resident().id)
            traveller.shift(timedelta(days=13, hours=23))
            page = client.get("/account/security")
            assert page.status_code == 200
            assert "data-idle-seconds" not in page.get_data(as_text=True)
            traveller.shift(timedelta(hours=2))
            assert not is_signed_in(client)
