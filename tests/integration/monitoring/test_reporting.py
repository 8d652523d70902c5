"""Anybody may report a worry, but nobody floods those who read them."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry, Step
from portal.core import clock
from portal.core.permissions import Role
from portal.monitoring.worries.actions import handle_worry, report_worry
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import WORRY_STATES, WorryState, WorryVerb
from portal.monitoring.worries.views import CODE_TRIES, REPORTS
from portal.notifications.models import OutboxMessage
from tests.client import PortalClient
from tests.factories.accounts import make_staff, make_user
from tests.factories.calls import to_call
from tests.factories.consortium import NOW
from tests.factories.residents import make_application
from tests.factories.worries import make_worry
from tests.pages import parse, text_of

FIELDS = {"what": "며칠째 우편물이 쌓여 있습니다.", "whereabouts": "시장 옆 초록 대문 집", "dong": "1144069000"}


def test_an_address_that_reports_without_end_is_sent_to_the_telephone(client: PortalClient, session: Session) -> None:
    for _ in range(REPORTS.free):
        assert client.post("/worry", data=FIELDS).status_code == 303
    refused = client.post("/worry", data=FIELDS)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert "전화해 주십시오" in refused.text
    assert FIELDS["what"] in refused.text
    assert session.scalar(select(func.count()).select_from(Worry)) == REPORTS.free


def test_who_told_is_seen_by_the_office_alone(client: PortalClient, session: Session) -> None:
    client.sign_in(make_user(Role.RESIDENT, name="한이웃").id)
    named = {"reporter_name": "한이웃", "reporter_phone": "010-0000-7777", "ask_back": "yes"}
    client.post("/worry", data=FIELDS | named)
    (worry,) = session.scalars(select(Worry))
    client.sign_in(make_staff(Role.COORDINATOR).id)
    seen = "".join(client.get(address).text for address in (f"/worries/{worry.id}", "/worries", "/today"))
    assert "걱정 소식 20" in seen
    assert not any(trace in seen for trace in ("한이웃", "0000-7777", "00007777"))
    said = "".join(f"{message.subject}{message.body}" for message in session.scalars(select(OutboxMessage)))
    assert "한이웃" not in said
    client.sign_in(make_staff(Role.OFFICE).id)
    assert all(trace in client.get(f"/worries/{worry.id}").text for trace in ("한이웃", "010-0000-7777"))


@pytest.mark.parametrize("said", [{}, {"ask_back": "no"}])
def test_without_a_yes_nobody_telephones_whoever_told(
    client: PortalClient, session: Session, said: dict[str, str]
) -> None:
    """Neither is their number kept, nor do they stand on the list of calls, nor is there a button."""
    client.post("/worry", data=FIELDS | {"reporter_name": "한이웃", "reporter_phone": "010-0000-7777"} | said)
    (worry,) = session.scalars(select(Worry))
    assert (worry.may_ask, worry.reporter_name, worry.reporter_phone) == (False, "한이웃", "")
    client.sign_in(make_staff(Role.OFFICE).id)
    shown = client.get(f"/worries/{worry.id}").text
    assert "전화하지 않습니다" in shown
    assert f"/calls/{worry.id}/take" not in shown
    assert str(worry.id) not in client.get("/calls").text


def test_a_number_from_before_it_was_asked_is_not_called(client: PortalClient, session: Session) -> None:
    worry = make_worry()
    worry.reporter_phone = "+821000007777"
    session.flush()
    office = make_staff(Role.OFFICE)
    assert to_call(office.actor) == []
    client.sign_in(office.id)
    shown = client.get(f"/worries/{worry.id}").text
    assert "0000-7777" not in shown
    assert f"/calls/{worry.id}/take" not in shown


def test_whoever_said_yes_is_asked_once_by_a_button(client: PortalClient, session: Session) -> None:
    client.post("/worry", data=FIELDS | {"ask_back": "yes", "reporter_phone": "010-0000-7777"})
    (worry,) = session.scalars(select(Worry))
    office = make_staff(Role.OFFICE)
    client.sign_in(office.id)
    take = f"/calls/{worry.id}/take"
    assert take in client.get(f"/worries/{worry.id}").text
    assert [entry.about_id for entry in to_call(office.actor, clock.now())] == [worry.id]
    answer = client.post(take)
    assert "010-0000-7777" in client.get(answer.location).text
    said = {"result": "spoke", "answered": str(worry.id), "note": "어제 보셨답니다."}
    assert client.post(f"/calls/{worry.id}", data=said).status_code == 303
    assert take not in client.get(f"/worries/{worry.id}").text


def test_a_yes_needs_a_number(client: PortalClient, session: Session) -> None:
    refused = client.post("/worry", data=FIELDS | {"ask_back": "yes"})
    assert refused.status_code == 422
    assert "전화번호를 적어 주십시오" in refused.text
    assert session.scalar(select(func.count()).select_from(Worry)) == 0


def test_neither_history_nor_audit_tell_who_reported(client: PortalClient, session: Session) -> None:
    client.sign_in(make_user(Role.RESIDENT, name="한이웃").id)
    client.post("/worry", data=FIELDS)
    (step,) = session.scalars(select(Step).where(Step.kind == WORRY_STATES.kind))
    entries = session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == WORRY_STATES.kind)).all()
    assert (step.by_id, step.by_name) == (None, "")
    assert [(entry.actor_id, entry.actor_name) for entry in entries] == [(None, "")]


class TestFollowing:
    """Who told of a worry asks by number and code, without a name, whether somebody looked into it."""

    @pytest.fixture
    def told(self, client: PortalClient) -> tuple[str, str]:
        client.post("/worry", data=FIELDS)
        shown = text_of(parse(client.get("/worry/reported").text))
        number, code = re.search(r"걱정 소식 (\d{4}-\d{6})", shown), re.search(r"\b\d{4}-\d{4}\b(?!\d)", shown)
        assert number is not None
        assert code is not None
        return number[1], code[0]

    def follow(self, client: PortalClient, number: str, code: str) -> str:
        sent = client.post("/worry/follow", data={"number": number, "code": code})
        return text_of(parse(client.get(sent.location).text if sent.status_code == 303 else sent.text))

    def test_is_told_by_when_somebody_looks(self, client: PortalClient, told: tuple[str, str]) -> None:
        said = self.follow(client, *told)
        assert "접수되었습니다" in said
        assert "까지 담당자가 살펴봅니다." in said

    def test_is_told_that_somebody_looked_but_never_what_they_found(
        self, client: PortalClient, session: Session, told: tuple[str, str]
    ) -> None:
        (worry,) = session.scalars(select(Worry))
        handle_worry(worry, WorryVerb.LOOK_INTO, "병원에 계심", actor=make_staff(Role.OFFICE).actor, now=clock.now())
        session.commit()
        said = self.follow(client, told[0], told[1].replace("-", " "))
        assert "확인했습니다" in said
        assert not any(found in said for found in ("병원에 계심", FIELDS["what"], FIELDS["whereabouts"]))

    def test_is_not_told_that_somebody_looked_when_nobody_did(
        self, client: PortalClient, session: Session, told: tuple[str, str]
    ) -> None:
        (worry,) = session.scalars(select(Worry))
        client.sign_in(make_staff(Role.OFFICE).id)
        client.post(f"/worries/{worry.id}", data={"verb": WorryVerb.SET_ASIDE, "outcome": "어제 온 소식과 같음"})
        said = self.follow(client, *told)
        assert "그분을 찾아가거나 그분께 전화하지는 않았습니다." in said
        assert not any(untrue in said for untrue in ("확인했습니다", "살펴보았습니다", "어제 온 소식"))

    def test_of_one_taken_up_again_the_time_counts_from_then(self, session: Session) -> None:
        worry, office, again = make_worry(), make_staff(Role.OFFICE).actor, NOW + timedelta(days=90)
        handle_worry(worry, WorryVerb.END, "잘 지내심", actor=office, now=NOW)
        handle_worry(worry, WorryVerb.REOPEN, "다시 전화가 옴", actor=office, now=again)
        handle_worry(worry, WorryVerb.ASK_BACK, "집을 여쭘", actor=office, now=again + timedelta(days=1))
        assert worry.since_at == again

    def test_the_number_alone_opens_nothing(self, client: PortalClient, told: tuple[str, str]) -> None:
        number, code = told
        other = f"{(int(code.replace('-', '')) + 1) % 10**8:08d}"
        assert "함께 맞는 소식이 없습니다" in self.follow(client, number, other)
        assert client.get("/worry/followed").location == "/worry/follow"

    def test_a_report_without_a_code_cannot_be_followed(self, client: PortalClient, session: Session) -> None:
        worry = report_worry(
            dong_code=FIELDS["dong"], whereabouts="", what="", reporter_name="", reporter_phone="", now=clock.now()
        )
        session.commit()
        assert "함께 맞는 소식이 없습니다" in self.follow(client, worry.number, "0" * 8)

    def test_guessing_is_slowed_down(self, client: PortalClient, told: tuple[str, str]) -> None:
        wrong = {"number": told[0], "code": "00000001"}
        statuses = [client.post("/worry/follow", data=wrong).status_code for _ in range(CODE_TRIES.free + 1)]
        assert statuses == [422] * CODE_TRIES.free + [429]

    def test_the_code_is_kept_nowhere(self, client: PortalClient, session: Session, told: tuple[str, str]) -> None:
        (worry,) = session.scalars(select(Worry))
        assert len(worry.code_digest) == 64
        assert told[1].replace("-", "") not in worry.code_digest


class TestApplication:
    """A report that led to an application names it, and the application names the report."""

    def led(self, client: PortalClient, worry: Worry, **sent: str) -> str:
        client.sign_in(make_staff(Role.OFFICE).id)
        sent = {"verb": WorryVerb.LEAD_TO_APPLICATION, "outcome": "신청을 받음", **sent}
        return client.post(f"/worries/{worry.id}", data=sent).text

    def test_each_leads_to_the_other(self, client: PortalClient, session: Session) -> None:
        client.post("/worry", data=FIELDS)
        (worry,) = session.scalars(select(Worry))
        application = make_application()
        self.led(client, worry, application_number=f"신청 {application.number}")
        assert f"신청 {application.number}" in client.get(f"/worries/{worry.id}").text
        assert f"걱정 소식 {worry.number}" in client.get(f"/applications/{application.id}").text
        assert "그대로 남습니다" in client.get(f"/worries/{worry.id}").text
        self.led(client, worry, outcome="다시 여쭘")
        session.refresh(worry)
        assert (worry.outcome, worry.application_id) == ("다시 여쭘", application.id)

    @pytest.mark.parametrize(
        ("sent", "refusal"),
        [
            ({"application_number": "2026-999999"}, "이 번호의 신청이 없습니다"),
            ({"application_number": "연계 2026-1"}, "예: 신청 2026-000123"),
            ({"application_number": "2026-1", "verb": "end"}, "신청을 받았을 때에만"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, client: PortalClient, session: Session, sent: dict[str, str], refusal: str
    ) -> None:
        client.post("/worry", data=FIELDS)
        (worry,) = session.scalars(select(Worry))
        assert refusal in self.led(client, worry, **sent)
        session.refresh(worry)
        assert worry.state is WorryState.REPORTED
