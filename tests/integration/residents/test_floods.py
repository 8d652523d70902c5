"""How many applications come from one address, and who is not counted so; looking up beside somebody who guesses."""

from datetime import UTC, datetime
from ipaddress import ip_network

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.consortium.catalogue.models import Service
from portal.core.permissions import Role
from portal.residents.applications.models import Application
from portal.residents.applications.views.apply import APPLICATIONS
from portal.residents.applications.views.status import ADDRESS_TRIES
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_staff
from tests.factories.consortium import make_service
from tests.factories.residents import make_application
from tests.integration.residents.steps import fill_in

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
AN_HOUR = APPLICATIONS[0].free


@pytest.fixture
def service(session: Session) -> Service:
    service = make_service()
    session.commit()
    return service


def apply(app: Flask, service: Service, number: int, client: PortalClient | None = None) -> int:
    """Send an application from a new browser, or from `client`."""
    browser = client or app.test_client()
    assert isinstance(browser, PortalClient)
    fill_in(browser, service, name=f"신청인{chr(0xAC00 + number)}", phone=f"010-4444-{number:04d}")
    return browser.post("/apply/check").status_code


class TestApplications:
    def test_a_flood_from_one_address_ends_and_keeps_what_was_typed(
        self, session: Session, app: Flask, service: Service
    ) -> None:
        with time_machine.travel(NOON, tick=False):
            statuses = [apply(app, service, number) for number in range(AN_HOUR)]
            late = app.test_client()
            assert isinstance(late, PortalClient)
            assert (statuses, apply(app, service, 50, late)) == ([303] * AN_HOUR, 429)
            assert "신청인" in late.get("/apply/check").get_data(as_text=True)
        assert session.scalar(select(func.count()).select_from(Application)) == AN_HOUR
        with time_machine.travel(NOON.replace(hour=5), tick=False):
            assert late.post("/apply/check").status_code == 303

    def test_an_office_or_library_that_the_settings_name_is_not_counted(
        self, session: Session, app: Flask, service: Service, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        trusted = settings.model_copy(update={"trusted_addresses": (ip_network("127.0.0.0/8"),)})
        monkeypatch.setitem(app.extensions, "settings", trusted)
        with time_machine.travel(NOON, tick=False):
            assert [apply(app, service, number) for number in range(AN_HOUR + 2)] == [303] * (AN_HOUR + 2)

    def test_a_device_that_somebody_signed_in_on_counts_for_itself(
        self, session: Session, app: Flask, service: Service
    ) -> None:
        make_staff(Role.COOPERATIVE, email="worker@example.kr")
        known = app.test_client()
        assert isinstance(known, PortalClient)
        with time_machine.travel(NOON, tick=False):
            known.post("/sign-in/staff", data={"email": "worker@example.kr", "password": PASSWORD})
            known.post("/sign-out")
            for number in range(AN_HOUR):
                apply(app, service, number)
            assert apply(app, service, 50) == 429
            assert apply(app, service, 51, known) == 303


class TestLookingUp:
    def test_eight_right_pairs_of_eight_open_beside_a_guesser(self, session: Session, app: Flask) -> None:
        service = make_service()
        found = [make_application(service, phone=f"+8210555500{number:02d}") for number in range(8)]
        numbers = [application.number for application in found]
        session.commit()
        guesser = app.test_client()
        with time_machine.travel(NOON, tick=False):
            for number in range(ADDRESS_TRIES.free + 5):
                guesser.post("/status", data={"number": f"2026-9{number:05d}", "phone": f"010-6666-{number:04d}"})
            opened = [
                app.test_client().post("/status", data={"number": number, "phone": f"010-5555-00{position:02d}"})
                for position, number in enumerate(numbers)
            ]
        assert [answer.status_code for answer in opened] == [303] * 8
