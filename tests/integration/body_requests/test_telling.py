"""What a body is told, by which words, and that it is told nothing past its answer."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.coordinators.caseload.actions import pair_household
from portal.core.errors import Conflict
from portal.notifications.models import OutboxMessage
from portal.partners.requests import paper, queries
from portal.partners.requests.actions import decline_request, take_request, tell_of_deadlines
from portal.partners.requests.links import ASKING
from portal.partners.requests.models import BodyLink
from portal.partners.requests.rules import initials
from portal.partners.requests.states import AskGround, BodyRequestState
from portal.residents.applications.actions import withdraw_application
from portal.residents.applications.queries import application_by_number
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.body_requests import make_body_link, make_body_request, make_linked_request
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator

S = BodyRequestState


def test_whoever_asks_is_texted_nothing_and_looks_nothing_up(session: Session) -> None:
    """The person has no mobile number and the asker has one."""
    request = make_body_request(asker_phone="+821044445555", phone="", state=S.TAKEN)
    assert request.application is not None
    withdraw_application(request.application, actor=make_staff().actor, now=NOW)
    assert application_by_number(request.application.number, "+821044445555") is None
    sent = session.scalars(select(OutboxMessage.recipient)).all()
    assert "+821044445555" not in sent


def test_what_is_due_on_monday_is_told_on_friday(session: Session) -> None:
    request = make_body_request()
    request.due_on = date(2026, 11, 30)
    session.flush()
    thursday = NOW + timedelta(days=3)
    assert [tell_of_deadlines(thursday + timedelta(days=days)) for days in (0, 1, 4)] == [0, 1, 0]


def test_under_its_link_a_body_reads_no_decision(session: Session, client: PortalClient) -> None:
    link = make_body_link(make_staff().actor)
    taken, declined = make_linked_request(link), make_linked_request(link, name="김둘째")
    office = make_staff().actor
    take_request(taken, None, actor=office, now=NOW)
    decline_request(declined, "자리 없음", actor=office, now=NOW)
    session.commit()
    with time_machine.travel(NOW, tick=False):
        page = client.get(ASKING.path_of(link.id)).get_data(as_text=True)
    assert page.count("회신 준비 중") == 2
    assert "맡음" not in page
    assert "맡지 않음" not in page


def test_silence_says_only_that_there_is_no_consent() -> None:
    """Whether it was taken back, refused or never given is nothing for the body."""
    assert paper.SILENT.startswith("이분의 동의가 없어")
    assert "거두" not in paper.SILENT


def test_whoever_reads_the_application_reads_what_the_body_adds(session: Session, client: PortalClient) -> None:
    added: dict[str, Any] = {"wanted_by": date(2026, 12, 1), "papers": "퇴원계획서", "ground_words": "딸이 신청"}
    request = make_body_request(state=S.TAKEN, ground=AskGround.FAMILY, **added)
    assert request.application is not None
    coordinator = make_coordinator("최유진")
    pair_household(request.application, coordinator.id, actor=make_staff().actor, now=NOW)
    session.commit()
    client.sign_in(coordinator.id)
    page = client.get(f"/applications/{request.application_id}").get_data(as_text=True)
    missing = [told for told in ("2026. 12. 1.", "퇴원계획서", "딸이 신청", "02-300-5111") if told not in page]
    assert missing == []


def test_a_link_is_read_anew_before_a_request_comes_by_it(session: Session) -> None:
    """Somebody else may have taken it back since the page found it."""
    link = make_body_link(make_staff().actor)
    ended = update(BodyLink).where(BodyLink.id == link.id).values(ended_at=NOW)
    session.execute(ended, execution_options={"synchronize_session": False})
    with pytest.raises(Conflict):
        make_linked_request(link)


def test_a_link_shows_so_many_of_its_requests(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SHOWN_BY_LINK", 1)
    link = make_body_link(make_staff().actor)
    make_linked_request(link)
    newest = make_linked_request(link, name="김둘째", now=NOW + timedelta(hours=1))
    assert list(queries.requests_by_link(link)) == [newest]


@pytest.mark.parametrize(
    ("name", "told"),
    [("홍길동", "ㅎㄱㄷ"), ("Nguyen Van Anh", "N. V. A."), ("김John", "ㄱJ."), ("마리아 Kim", "ㅁㄹㅇ K."), ("", "")],
)
def test_under_a_link_stand_initials(name: str, told: str) -> None:
    assert initials(name) == told
