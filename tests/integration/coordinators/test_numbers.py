"""One number may stand in several series: a search tells which it found, and opens no other person's household."""

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.permissions import Role
from portal.core.series import Series
from portal.db.numbers import NUMBERED
from portal.monitoring.worries.actions import report_worry
from portal.monitoring.worries.models import Worry
from portal.residents.households.models import Person
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW
from tests.factories.coordinators import make_coordinator
from tests.factories.referrals import make_case, make_consents, make_person, make_referral, make_scene
from tests.factories.settlement import make_draft as make_draft_statement
from tests.pages import find_all, parse, text_of

NUMBER = "2026-000031"


def person_of(name: str, **values: Any) -> Person:
    person = make_person(name, **values)
    make_consents(person)
    return person


def report() -> Worry:
    told = {"whereabouts": "망원시장 옆", "what": "며칠째 안 보입니다.", "reporter_name": "", "reporter_phone": ""}
    return report_worry(dong_code=MANGWON, **told, may_ask=False, now=NOW)


@pytest.fixture
def coordinator(session: Session) -> User:
    """Accompanies three people: the household, the application and the case of one number each are another's."""
    coordinator = make_coordinator()
    cases = {name: make_case(person_of(name), coordinator) for name in ("김가구", "이신청", "박사례")}
    cases["김가구"].household.number = NUMBER
    cases["이신청"].application.number = NUMBER
    cases["박사례"].number = NUMBER
    session.flush()
    return coordinator


def search(client: PortalClient, text: str) -> Element:
    return parse(client.get(client.post("/households", data={"q": text}).location).get_data(as_text=True))


def hits(page: Element) -> list[str]:
    """What the search says that bears the number, line by line."""
    sections = [each for each in find_all(page, "section") if each.get("aria-labelledby") == "by-number"]
    return [text_of(line) for section in sections for line in find_all(section, "li")]


def rows(page: Element) -> set[str]:
    """Whom the table lists."""
    return {text_of(head) for head in find_all(page, "th") if head.get("scope") == "row"}


class TestTheSearch:
    @pytest.mark.parametrize(
        ("typed", "hit", "row"),
        [
            ("가구 2026-31", "가구 2026-000031: 김*구 님 · 망원1동", "김*구"),
            ("신청 2026-000031", "신청 2026-000031: 이*청 님 · 망원1동", "이*청"),
            ("접수번호 2026 31", "신청 2026-000031: 이*청 님 · 망원1동", "이*청"),
            ("사례2026000031", "사례 2026-000031: 박*례 님 · 망원1동", "박*례"),
        ],
    )
    def test_opens_what_its_word_names_and_nobody_else(
        self, coordinator: User, client: PortalClient, typed: str, hit: str, row: str
    ) -> None:
        client.sign_in(coordinator.id)
        page = search(client, typed)
        assert (hits(page), rows(page)) == ([hit], {row})

    def test_offers_all_that_bear_a_bare_number(self, coordinator: User, client: PortalClient) -> None:
        client.sign_in(coordinator.id)
        words = [hit.partition(":")[0] for hit in hits(search(client, NUMBER))]
        assert words == [f"신청 {NUMBER}", f"가구 {NUMBER}", f"사례 {NUMBER}"]

    def test_finds_referrals(self, session: Session, client: PortalClient) -> None:
        scene = make_scene()
        make_referral(scene).number = NUMBER
        session.flush()
        assert scene.coordinator.user_id
        client.sign_in(scene.coordinator.user_id)
        assert hits(search(client, "연계 2026-31")) == ["연계 2026-000031: 홍*동 님 · 망원1동"]

    def test_shows_nothing_of_others(self, coordinator: User, client: PortalClient) -> None:
        client.sign_in(make_coordinator("남").id)
        page = search(client, NUMBER)
        assert (hits(page), rows(page)) == ([], set())
        assert "번호 앞의 말(신청, 가구, 연계)도 확인해" in text_of(page)

    def test_finds_what_is_about_no_household_for_the_office(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.OFFICE).id)
        make_draft_statement().number = NUMBER
        report().number = NUMBER
        session.flush()
        assert hits(search(client, NUMBER)) == [f"명세서 {NUMBER}", f"걱정 소식 {NUMBER}"]
        assert hits(search(client, "명세서 2026-31")) == [f"명세서 {NUMBER}"]

    def test_may_mean_the_end_of_a_telephone_number(self, session: Session, client: PortalClient) -> None:
        coordinator = make_coordinator()
        make_case(person_of("홍길동", phone="+821020261003"), coordinator)
        client.sign_in(coordinator.id)
        assert rows(search(client, "2026-1003")) == {"홍*동"}

    def test_knows_every_series(self, app: Flask) -> None:
        assert {series for series, _rows in NUMBERED.items()} == set(Series)
