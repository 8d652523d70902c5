"""A consortium of other districts: their dongs in every form, their name on its pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.otherwise import browser_at, portal_with

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def seongdong(app: Flask, settings: Settings, tmp_path: Path) -> Iterator[PortalClient]:
    with portal_with(settings, tmp_path, districts=("성동구", "광진구")) as other, browser_at(other) as client:
        yield client


@pytest.mark.parametrize("address", ["/", "/apply/needs", "/services", "/worry"])
def test_whoever_comes_reads_of_its_dongs(seongdong: PortalClient, address: str) -> None:
    shown = seongdong.get(address, follow_redirects=True).get_data(as_text=True)
    assert "마포구에" not in shown
    assert "망원1동" not in shown
    assert "성동구·광진구" in shown or "성수1가1동" in shown


def test_staff_choose_among_its_dongs(seongdong: PortalClient, session: Session) -> None:
    seongdong.sign_in(make_user(Role.OFFICE).id)
    for address in ("/households", "/applications/new", "/members/new", "/surveys/new", "/capacity/free"):
        shown = seongdong.get(address).get_data(as_text=True)
        assert ("성수1가1동" in shown, "구의1동" in shown, "망원1동" in shown) == (True, True, False), address
