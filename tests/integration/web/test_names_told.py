"""Another consortium sets its names once and reads them everywhere, and never ours."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.actions import invite_staff
from portal.config import Settings
from portal.consortium.meetings.paper import minutes_of
from portal.core import clock
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.extensions import db
from portal.notifications.carriers import MailCarrier, Outgoing
from portal.notifications.models import OutboxMessage
from portal.web.failures import page_without_database
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.consortium import NOW, OFFICE, make_service
from tests.factories.meetings import make_closed, make_office
from tests.factories.residents import make_application
from tests.otherwise import browser_at, portal_with

NAMES = {
    "site_name": "하늘마을 이웃돌봄",
    "sender_name": "이웃돌봄",
    "consortium_name": "하늘마을 돌봄모임",
    "lead_agency_name": "하늘마을복지관",
    "office_name": "하늘마을 사무실",
    "office_phone": "+82317778888",
    "office_hours": "날마다 10:00~17:00",
    "mail_sender": "hello@village.kr",
}
OURS = ("돌봄이음", "마포 돌봄", "고용복지", "[마포돌봄]", "300-1000", "23001000")
PUBLIC = (
    "/",
    "/services",
    "/help",
    "/privacy",
    "/apply",
    "/apply/declined",
    "/sign-in",
    "/sign-in/staff",
    "/worry",
    "/gone",
)
WORK = ("/account/security", "/meetings/new", "/members", "/programmes")


@pytest.fixture(scope="module")
def other_portal(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with portal_with(settings, tmp_path_factory.mktemp("village"), **NAMES) as app:
        yield app


@pytest.fixture
def client(app: Flask, other_portal: Flask) -> Iterator[PortalClient]:
    with browser_at(other_portal) as client:
        yield client


def ours_in(text: str) -> set[str]:
    return {name for name in OURS if name in text}


def outbox() -> list[OutboxMessage]:
    db.session.flush()
    return list(db.session.scalars(select(OutboxMessage)))


@pytest.mark.parametrize("address", PUBLIC)
def test_what_anybody_reads(client: PortalClient, address: str) -> None:
    make_service()
    page = client.get(address).get_data(as_text=True)
    assert ours_in(page) == set()
    assert "<title>" in page
    assert "하늘마을 이웃돌봄</title>" in page


def test_the_front_page_says_who_runs_it_and_whom_to_call(client: PortalClient) -> None:
    page = client.get("/").get_data(as_text=True)
    assert "하늘마을 돌봄모임이 운영하는 민간 누리집" in page
    assert 'href="tel:+82317778888"' in page
    assert "031-777-8888" in page
    assert "날마다 10:00~17:00" in page


def test_the_privacy_notice_says_who_answers_for_it(client: PortalClient) -> None:
    page = client.get("/privacy").get_data(as_text=True)
    assert "하늘마을 돌봄모임은 개인정보 보호법을 지킵니다." in page
    assert "하늘마을 돌봄모임(대표기관 하늘마을복지관)" in page
    assert "하늘마을 사무실(하늘마을복지관)" in page


@pytest.mark.parametrize("address", WORK)
def test_what_staff_read(client: PortalClient, address: str) -> None:
    client.sign_in(make_staff(Role.OFFICE).id)
    assert ours_in(client.get(address).get_data(as_text=True)) == set()


def test_the_page_for_the_worst(other_portal: Flask) -> None:
    with other_portal.test_request_context():
        page = page_without_database()
    assert ours_in(page) == set()
    assert "031-777-8888" in page


def test_texts_and_mails_begin_with_one_sender(client: PortalClient) -> None:
    make_application(now=NOW)
    make_resident(email="hong@example.kr", phone=None)
    client.post("/sign-in", data={"contact": "hong@example.kr"})
    invite_staff("new@example.kr", "이새봄", Role.OFFICE, None, actor=OFFICE, now=clock.now())
    messages = outbox()
    assert len(messages) == 3
    assert [ours_in(f"{message.subject} {message.body}") for message in messages] == [set()] * 3
    assert all((message.subject or message.body).startswith("[이웃돌봄] ") for message in messages)


def test_mail_comes_from_the_portal(other_portal: Flask) -> None:
    message = Outgoing(new_id(), recipient="a@example.kr", subject="", body="")
    mail = MailCarrier(other_portal.extensions["settings"]).written(message)
    assert mail["From"] == "하늘마을 이웃돌봄 <hello@village.kr>"


def test_minutes_name_the_consortium(client: PortalClient) -> None:
    office = make_office()
    paper = minutes_of(make_closed(office), closer=office.name)
    assert paper.name == "하늘마을 돌봄모임 실무회의"
