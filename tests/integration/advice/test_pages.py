"""The pages of expert advice: from the meeting to the answer to where it was worked in, and what others do not see."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.consortium.advice import actions
from portal.consortium.advice.models import Advice
from portal.consortium.advice.paper import advice_document
from portal.consortium.advice.states import AdviceState
from portal.core.clock import day_of
from portal.core.permissions import Role
from portal.documents.model import Section, Table
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.advice import LIMIT, NOTED, answered, make_advice, make_advisory, make_expert
from tests.factories.meetings import make_office
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite

TODAY = day_of(NOTED)


@pytest.fixture(autouse=True)
def at_the_meeting(session: Session) -> object:
    with time_machine.travel(NOTED, tick=False):
        yield


def shown(client: PortalClient, address: str) -> str:
    return words_of(client.get(address).get_data(as_text=True))


def test_from_the_meeting_to_the_answer_to_where_it_was_worked_in(client: PortalClient) -> None:
    office, owner = make_office(), make_user(Role.COORDINATOR, name="최유진")
    meeting, expert = make_advisory(office), make_expert(office)
    db.session.commit()
    assert office.user_id
    client.sign_in(office.user_id)
    assert f"/advice/new?meeting={meeting.id}" in client.get(f"/meetings/{meeting.id}").get_data(as_text=True)
    sent = {"meeting": str(meeting.id), "expert": str(expert.id), "topic": "관계 항목", "words": "다시 여쭙니다."}
    client.post("/advice/new", data=sent | {"due_on": str(TODAY + LIMIT)})
    at = f"/advice/{db.session.query(Advice).one().id}"
    assert "관계 항목 답을 기다림 표은실 (한강대학교)" in shown(client, f"/meetings/{meeting.id}")
    answer = {"state": "partly", "reason": "급하지 않은 가구만 나누어 묻습니다.", "owner": str(owner.id)}
    refused = client.post(f"{at}/answer", data=answer)
    assert (refused.status_code, "언제까지 반영할지 적어 주십시오." in refused.get_data(as_text=True)) == (422, True)
    client.post(f"{at}/answer", data=answer | {"due_on": str(TODAY + timedelta(days=10))})
    client.sign_in(owner.id)
    tasks = shown(client, "/meetings/actions")
    assert "반영할 자문 관계 항목 일부 반영하기로 함" in tasks
    assert "지금 할 일이 없습니다" not in tasks
    client.post(f"{at}/apply", data={"applied_in": "교육 자료 4쪽", "applied_on": str(TODAY)})
    said = shown(client, at)
    assert "일부 반영함" in said
    assert "반영한 곳 교육 자료 4쪽" in said


def test_fee_and_consents_are_the_offices_and_a_name_is_whoever_agreed_to_it(client: PortalClient) -> None:
    office, coordinator = make_office(), make_user(Role.COORDINATOR)
    expert = make_expert(office, named_on=None)
    db.session.commit()
    at = f"/advice/experts/{expert.id}"
    assert office.user_id
    client.sign_in(office.user_id)
    assert {"표은실", "150,000원"} <= set(shown(client, at).replace("(", " ").split())
    client.sign_in(coordinator.id)
    said = shown(client, at)
    assert "이름을 밝히지 않은 자문위원(사회복지)" in said
    assert not [words for words in ("표은실", "150,000", "동의한 날") if words in said]


def test_the_paper_tells_each_answer_and_names_only_who_agreed() -> None:
    office = make_office()
    meeting = make_advisory(office)
    unnamed = make_expert(office, name="방서린", named_on=None)
    done, waits = make_advice(office, meeting=meeting), make_advice(office, meeting=meeting, expert=unnamed)
    actions.answer_advice(done, answered(AdviceState.ADOPTED), actor=office, now=NOTED)
    actions.apply_advice(done, "교육 자료", TODAY, actor=office, now=NOTED)
    document = advice_document([done, waits], "모두", now=NOTED + LIMIT + timedelta(days=1))
    (section,) = (block for block in document.blocks if isinstance(block, Section))
    (table,) = section.blocks
    assert isinstance(table, Table)
    assert [row[1] for row in table.rows] == ["표은실 (한강대학교)", "이름을 밝히지 않은 자문위원(사회복지)"]
    assert [row[3] for row in table.rows] == ["반영함", "답을 기다림\n기한 지남"]
    assert table.rows[0][6] == "교육 자료\n2026. 11. 5.(목)"
    assert table.rows[1][5] == "2026. 12. 5.(토)까지"


def test_a_list_is_handed_out_as_a_pdf_to_those_who_take_part(client: PortalClient) -> None:
    make_advice(make_office())
    db.session.commit()
    client.sign_in(make_user(Role.COORDINATOR).id)
    found = client.get("/advice/list.pdf?view=all")
    assert (found.status_code, found.mimetype, found.data[:5]) == (200, "application/pdf", b"%PDF-")
    client.sign_in(make_user(Role.AUDITOR).id)
    assert client.get("/advice/list.pdf").status_code == 403
