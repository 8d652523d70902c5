"""Seongdong's demonstration, seeded from its own data, speaks of itself everywhere: name, colour, words, telephone."""

import tomllib
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.benefits.ledger.models import Charge
from portal.benefits.programmes.queries import programmes
from portal.benefits.settlement.models import Statement
from portal.consortium.members.models import Organisation
from portal.consortium.partners.models import Partner
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.states import VisitState
from portal.demo.accounts import account_lines
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.applications.states import Intake
from portal.residents.households.models import Household
from tests.client import PortalClient
from tests.integration.demo.conftest import empty_demonstration, seed
from tools.mode import DEMONSTRATIONS, consortia

pytestmark = pytest.mark.on_sqlite
OURS = ("마포", "망원", "울림두레", "300-1000")


def settings_of(name: str) -> dict[str, str]:
    told = tomllib.loads((DEMONSTRATIONS / name / "settings.toml").read_text("utf-8"))
    return {setting.removeprefix("PORTAL_").lower(): value for setting, value in told.items()} | {"demonstration": name}


@pytest.fixture(scope="module")
def seongdong(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with empty_demonstration("sqlite", tmp_path_factory.mktemp("seongdong"), **settings_of("seongdong")) as app:
        seed(app)
        yield app


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_it_tells_a_consortium_of_its_own(seongdong: Flask) -> None:
    assert "seongdong" in consortia()
    with seongdong.app_context():
        assert {programme.code for programme in programmes()} == {"seongdong_care_sos"}
        assert (count(Organisation), count(Partner)) == (7, 43)
        assert (count(Household), count(CareCase)) == (16, 12)
        assert all(code.startswith("11200") for code in db.session.scalars(select(Household.dong_code)))
        from_dongs = select(Application).where(Application.intake == Intake.DONG_OFFICE)
        assert len({each.entered_by_id for each in db.session.scalars(from_dongs)}) == 2
        assert min(count(Visit), count(Charge)) > 50
        assert count(Statement) > 6
        assert any("coordinator1@example.kr" in line for line in account_lines())


def test_somebody_stayed_over_night_and_somebody_does_now(seongdong: Flask) -> None:
    with seongdong.app_context():
        gone, here = sorted((visit for visit in db.session.scalars(select(Visit)) if visit.is_stay), key=by_begin)
        charges = db.session.scalars(select(Charge).where(Charge.visit_id == gone.id))
        assert (gone.state, here.state) == (VisitState.DONE, VisitState.BOOKED)
        assert sum(charge.quantity for charge in charges) == 7, "nine nights, two of them in hospital"
        assert here.arrived_at is not None


def by_begin(visit: Visit) -> datetime:
    return visit.starts_at


@pytest.mark.parametrize("address", ["/", "/services", "/apply", "/privacy"])
def test_its_public_pages_speak_of_it_alone(seongdong: Flask, address: str) -> None:
    page = PortalClient(seongdong).get(address).get_data(as_text=True)
    assert "성동 돌봄SOS이음</title>" in page
    assert 'data-accent="teal"' in page
    assert [name for name in OURS if name in page] == []


def test_its_front_page_says_whom_it_serves_and_what_is_free(seongdong: Flask) -> None:
    page = PortalClient(seongdong).get("/").get_data(as_text=True)
    for words in ("돌봄이 필요한 분께", "다섯 가지 도움", "02-300-6000", "성동구", "일시재가", "자리 남음"):
        assert words in page
