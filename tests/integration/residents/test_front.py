"""The front page: light, quick, and honest about what is free."""

import gzip
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from portal.core import clock
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.consortium import MANGWON, make_service, make_slot

AT_MOST_BYTES = 100_000


@contextmanager
def counting_statements(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", count)


def words(client: PortalClient, address: str = "/") -> str:
    return html.unescape(client.get(address).get_data(as_text=True))


class TestTheFrontPage:
    def test_has_three_doors_and_says_what_it_costs(self, client: PortalClient, session: Session) -> None:
        page = words(client)
        for door in ("신청하기", "내 신청 보기", "전화로 하기", "신청과 상담은 무료입니다"):
            assert door in page
        assert 'href="tel:+8223001000"' in page
        assert 'href="/worry"' in page

    def test_shows_what_is_free_near_a_dong(self, client: PortalClient, session: Session) -> None:
        tomorrow = clock.day_of(clock.now()) + timedelta(days=1)
        make_slot(make_service(name="청소"), day=tomorrow, capacity=3, dongs=(MANGWON,))
        assert "3자리 남음" in words(client, f"/?dong={MANGWON}")
        assert "3자리 남음" not in words(client, "/?dong=1144055500")
        assert "망원1동" in words(client, f"/?dong={MANGWON}")

    @pytest.mark.parametrize("dong", ["", "x", "1144069000'--"])
    def test_takes_any_address(self, client: PortalClient, session: Session, dong: str) -> None:
        assert client.get("/", query_string={"dong": dong}).status_code == 200

    def test_asks_the_database_once(self, app: Flask, client: PortalClient, session: Session) -> None:
        make_service()
        session.commit()
        client.get("/")
        with counting_statements(app) as statements:
            client.get("/")
        assert len([one for one in statements if one.lstrip().upper().startswith("SELECT")]) <= 1

    def test_the_first_view_is_light(self, client: PortalClient, session: Session) -> None:
        for number in range(7):
            make_service(name=f"서비스 {number}")
        page = client.get("/").get_data(as_text=True)
        addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
        parts = [page.encode(), *(client.get(html.unescape(address), buffered=True).data for address in addresses)]
        assert sum(len(gzip.compress(part)) for part in parts) <= AT_MOST_BYTES
