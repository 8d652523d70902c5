"""The audit is read by the office with names, by auditors without."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Response
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.audit.actions import record, record_read
from portal.audit.models import AuditEntry
from portal.audit.queries import ROWS, Filters, about_number, counts_by_event, entries_for
from portal.core import clock
from portal.core.actors import SYSTEM, Actor
from portal.core.errors import Forbidden
from portal.core.ids import new_id
from portal.core.permissions import Permission, Role
from portal.web.access import requires
from portal.web.handing import Inside, hands_out
from portal.web.links import LINKS
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.coordinators import make_paired
from tests.pages import parse, text_of

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ACTOR = Actor(new_id(), "한코디", frozenset({Role.COORDINATOR}))
OFFICE = Actor(new_id(), "박사무", frozenset({Role.OFFICE}))
AUDITOR = Actor(new_id(), "정감사", frozenset({Role.AUDITOR}))


def act(session: Session, event: str = "case.closed", days: int = 0) -> None:
    record(event, actor=ACTOR, now=NOON + timedelta(days=days), subject=("household", new_id()), reason="moved")
    session.commit()


def entry_from(address: str) -> dict[str, object]:
    return {"id": new_id(), "at": NOON, "event": "case.far", "address": address, "details": {}, "is_read": False}


def test_what_the_portal_did_and_what_is_kept_as_a_value_is_told_in_words(
    session: Session, client: PortalClient
) -> None:
    record("application.submit", actor=SYSTEM, now=NOON, intake="online")
    record("role.granted", actor=SYSTEM, now=NOON, role="resident")
    client.sign_in(make_staff(Role.OFFICE).id)
    told = text_of(parse(client.get("/audit").get_data(as_text=True)))
    assert "신청 경로 누리집" in told
    assert "역할 이용자" in told
    assert "포털" in told
    assert not re.search(r"\b(system|online|resident)\b", told)


@pytest.mark.usefixtures("session")
def test_what_is_gone_is_told_without_a_link(client: PortalClient) -> None:
    """An entry outlives what it names, of whatever kind."""
    kinds = [kind for kind, _show in LINKS.items()]
    for kind in kinds:
        record("thing.gone", actor=SYSTEM, now=NOON, subject=(kind, new_id()))
    client.sign_in(make_staff(Role.OFFICE).id)
    assert client.get("/audit?event=thing.gone").status_code == 200


@requires(Permission.AUDIT_READ)
@hands_out(Inside.NOBODY, "a test")
def a_file() -> Response:
    return Response(b"%PDF", mimetype="application/pdf")


class TestEntriesFor:
    def test_newest_first_by_the_page(self, session: Session) -> None:
        for number in range(ROWS + 3):
            act(session, f"event.{number:02d}", days=number)
        first, second = entries_for(OFFICE, Filters()), entries_for(OFFICE, Filters(), 2)
        assert (first.total, first.items[0].event, len(first.items)) == (ROWS + 3, f"event.{ROWS + 2:02d}", ROWS)
        assert [entry.event for entry in second.items] == ["event.02", "event.01", "event.00"]

    def test_by_period_in_seoul_days(self, session: Session) -> None:
        for days in range(4):
            act(session, days=days)
        day = clock.day_of(NOON) + timedelta(days=1)
        assert entries_for(OFFICE, Filters(first=day, last=day + timedelta(days=1))).total == 2

    def test_by_event_and_by_reads(self, session: Session) -> None:
        act(session)
        act(session, "case.opened")
        record_read(actor=ACTOR, now=NOON, subject=("person", new_id()))
        assert entries_for(OFFICE, Filters(event="case.opened")).total == 1
        assert [entry.event for entry in entries_for(OFFICE, Filters(reads_only=True)).items] == ["person.read"]

    def test_an_auditor_sees_what_and_when_and_nobody(self, session: Session) -> None:
        act(session)
        (entry,) = entries_for(AUDITOR, Filters()).items
        assert (entry.event, entry.at) == ("case.closed", NOON)
        hidden = (entry.actor_name, entry.subject_kind, entry.subject_id, entry.address, entry.details)
        assert hidden == ("", "", None, "", {})

    def test_an_auditor_tells_people_apart_by_codes(self, session: Session) -> None:
        act(session)
        act(session, "case.opened")
        record("case.held", actor=replace(ACTOR, user_id=new_id()), now=NOON)
        other, second, first = (entry.author for entry in entries_for(AUDITOR, Filters()).items)
        assert first == second != other
        assert str(ACTOR.user_id)[:8].upper() not in (first, other)

    def test_nobody_else_reads_it(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            entries_for(ACTOR, Filters())
        with pytest.raises(Forbidden):
            counts_by_event(ACTOR, Filters())


class TestAsking:
    def test_by_account_and_by_address(self, session: Session) -> None:
        act(session)
        record("case.held", actor=OFFICE, now=NOON)
        session.flush()
        session.connection().execute(insert(AuditEntry).values(entry_from("10.0.0.7")))
        assert [each.event for each in entries_for(OFFICE, Filters(actor_id=ACTOR.user_id)).items] == ["case.closed"]
        assert [each.event for each in entries_for(OFFICE, Filters(address="10.0.0.7")).items] == ["case.far"]

    def test_whoever_is_cared_for_stands_by_account_and_is_named_as_long_as_it_has_a_name(
        self, session: Session
    ) -> None:
        resident = make_resident(name="홍길동")
        record("consent.withdraw", actor=resident.actor, now=NOON)
        session.flush()
        assert session.scalars(select(AuditEntry.actor_name)).all() == [""]
        assert [each.actor_name for each in entries_for(OFFICE, Filters()).items] == ["홍길동"]
        resident.name = ""
        session.flush()
        assert [each.actor_name for each in entries_for(OFFICE, Filters()).items] == [""]

    def test_by_kind_of_thing(self, session: Session) -> None:
        act(session)
        record_read(actor=ACTOR, now=NOON, subject=("person", new_id()))
        assert [each.event for each in entries_for(OFFICE, Filters(kind="person")).items] == ["person.read"]

    def test_by_the_number_of_a_household_with_all_that_is_its_own(
        self, session: Session, client: PortalClient
    ) -> None:
        household = make_paired().household
        session.commit()
        record_read(actor=ACTOR, now=NOON, subject=("household", household.id))
        record_read(actor=ACTOR, now=NOON, subject=("person", household.person.id))
        record_read(actor=ACTOR, now=NOON, subject=("person", new_id()))
        session.rollback()
        about = about_number(f"가구 {household.number}")
        read = [each.subject_id for each in entries_for(OFFICE, Filters(about=about, reads_only=True)).items]
        assert set(read) == {household.id, household.person.id}
        events = {each.event for each in entries_for(OFFICE, Filters(about=about)).items}
        assert {"case.pair", "application.accept"} & events, events

    def test_a_number_that_nothing_bears_finds_nothing_and_no_number_is_told(
        self, session: Session, client: PortalClient
    ) -> None:
        act(session)
        assert entries_for(OFFICE, Filters(about=about_number("2026-999999"))).total == 0
        client.sign_in(make_staff().id)
        page = client.post("/audit", data={"about": "김"}, follow_redirects=True).get_data(as_text=True)
        assert "번호는 2026-000123처럼 적어 주십시오." in page

    def test_auditors_cannot_ask_for_somebody(self, session: Session, client: PortalClient) -> None:
        act(session)
        asked = Filters(actor_id=new_id(), address="10.0.0.9", about=())
        assert entries_for(AUDITOR, asked).total == 1
        client.sign_in(make_staff(Role.AUDITOR).id)
        assert 'name="who"' not in client.get("/audit").get_data(as_text=True)

    def test_by_what_the_page_links_to(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(name="박사무").id)
        act(session)
        page = client.get(f"/audit?who={ACTOR.user_id}").get_data(as_text=True)
        assert "1건" in page
        assert client.get("/audit?who=x&kind=none").status_code == 200

    def test_no_connection_stands_in_the_address_of_the_page(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        answer = client.post("/audit", data={"address": "10.0.0.7", "kind": "case"})
        assert answer.location.startswith("/audit?kind=case&sought=")
        assert 'value="10.0.0.7"' in client.get(answer.location).get_data(as_text=True)


class TestCountsByEvent:
    def test_the_most_frequent_first(self, session: Session) -> None:
        for event in ("case.opened", "case.closed", "case.closed"):
            act(session, event)
        assert counts_by_event(AUDITOR, Filters()) == [("case.closed", 2), ("case.opened", 1)]


class TestLogPage:
    def test_the_office_reads_names_and_addresses(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff().id)
        act(session)
        page = client.get("/audit").get_data(as_text=True)
        assert all(words in page for words in ("한코디", "돌봄: 종결", "사유 moved"))

    def test_auditors_read_neither(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.AUDITOR, name="정감사").id)
        act(session)
        page = client.get("/audit").get_data(as_text=True)
        assert "한코디" not in page
        assert "127.0.0.1" not in page

    def test_what_auditors_opened_is_noted_with_what_the_page_calls_itself(
        self, session: Session, client: PortalClient
    ) -> None:
        auditor = make_staff(Role.AUDITOR, name="정감사")
        client.sign_in(auditor.id)
        client.get("/figures")
        office = make_staff()
        client.sign_in(office.id)
        page = client.get("/audit?event=page.read").get_data(as_text=True)
        assert all(words in page for words in ("정감사", "화면: 열람", "화면 지원금 현황"))

    def test_a_file_is_refused_where_nobody_took_the_names_out(
        self, session: Session, client: PortalClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.sign_in(make_staff(Role.AUDITOR).id)
        monkeypatch.setitem(client.application.view_functions, "audit.log", a_file)
        assert client.get("/audit").status_code == 403
        client.sign_in(make_staff().id)
        assert client.get("/audit").status_code == 200

    def test_filters_come_from_the_address_and_nonsense_is_ignored(
        self, session: Session, client: PortalClient
    ) -> None:
        client.sign_in(make_staff().id)
        act(session, "case.opened")
        act(session)
        narrowed = client.get("/audit?event=case.opened&first=2026-11-23&last=2026-11-23").get_data(as_text=True)
        assert "1건" in narrowed
        assert client.get("/audit?event=no.such&first=gestern&page=-5").status_code == 200

    def test_others_are_refused(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_staff(Role.COORDINATOR).id)
        assert client.get("/audit").status_code == 403
