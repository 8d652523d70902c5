"""What somebody typed is not lost when a colleague ends, strikes or hands over what they were editing."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions as meetings
from portal.coordinators.caseload.actions import pair_again
from portal.core.ids import new_id
from tests.client import PortalClient
from tests.factories import coordinators
from tests.factories.accounts import PASSWORD, make_staff
from tests.factories.consortium import NOW
from tests.factories.meetings import START, make_meeting, make_task
from tests.pages import parse, sent_by, text_of

TYPED = "세탁기를\n한 대 더 삽니다."


@pytest.fixture
def office(session: Session) -> User:
    return make_staff()


def opened(client: PortalClient, address: str) -> dict[str, list[str]]:
    return sent_by(client.get(address).get_data(as_text=True), "shown")


def sent(client: PortalClient, address: str, page: dict[str, list[str]], **typed: str) -> tuple[int, str]:
    data: dict[str, Any] = {name: value for name, value in page.items() if name not in ("form_key", "csrf_token")}
    answer = client.post(address, data=data | typed)
    return answer.status_code, text_of(parse(answer.get_data(as_text=True)))


class TestStruck:
    def test_by_a_colleague_while_it_was_edited_shows_what_was_typed(self, client: PortalClient, office: User) -> None:
        meeting = make_meeting(office.actor)
        task = make_task(meeting, office.actor)
        client.sign_in(office.id)
        address = f"/meetings/{meeting.id}/items/{task.item_id}/tasks/{task.id}"
        page = opened(client, address)
        meetings.remove_task(task, actor=office.actor, now=START)
        status, words = sent(client, address, page, task=TYPED, task_due_on="2026-12-24")
        assert status == 404
        assert "그사이 다른 분이 지웠거나 끝냈거나" in words
        assert "세탁기를 한 대 더 삽니다." in " ".join(words.split())
        assert "2026-12-24" in words
        for name in ("shown", "task_owner"):
            assert page[name][0] not in words

    def test_under_a_point_that_is_gone(self, client: PortalClient, office: User) -> None:
        meeting = make_meeting(office.actor)
        item = meetings.add_item(meeting, "세탁", actor=office.actor, now=START)
        client.sign_in(office.id)
        address = f"/meetings/{meeting.id}/items/{item.id}"
        page = opened(client, address)
        meetings.remove_item(item, actor=office.actor, now=START)
        status, words = sent(client, address, page, discussion=TYPED)
        assert (status, "한 대 더 삽니다." in words) == (404, True)


def test_what_went_to_another_coordinator_is_shown_to_whoever_typed_it(client: PortalClient, session: Session) -> None:
    case = coordinators.make_assessed()
    coordinators.make_draft(case)
    client.sign_in(case.coordinator_id)
    address = f"/households/{case.household_id}/plan/draft"
    page = opened(client, address)
    other, office = coordinators.make_coordinator("김이음"), coordinators.make_office().actor
    pair_again(case, other.id, reason="휴가", handover_note="부탁합니다.", actor=office, now=NOW)
    status, words = sent(client, address, page, aim=TYPED)
    assert (status, "한 대 더 삽니다." in words) == (404, True)


class TestNotShown:
    def test_is_what_was_typed_about_an_account(self, client: PortalClient, office: User) -> None:
        client.sign_in(office.id)
        status, words = sent(client, f"/staff/{new_id()}/disable", {}, password=PASSWORD)
        assert (status, PASSWORD in words) == (404, False)

    def test_is_the_list_to_which_a_button_leads_back(self, client: PortalClient, office: User) -> None:
        client.sign_in(office.id)
        status, words = sent(client, f"/meetings/{new_id()}/items/{new_id()}", {}, back="/inbox?page=2")
        assert status == 404
        for said in ("/inbox?page=2", "적으신 글", "그사이 다른 분이"):
            assert said not in words

    def test_where_nothing_was_typed(self, client: PortalClient, office: User) -> None:
        client.sign_in(office.id)
        for address in ("/nowhere", f"/meetings/{office.id}"):
            page = client.get(address).get_data(as_text=True)
            assert "적으신 글" not in page
            assert "그사이 다른 분이" not in page

    def test_what_was_sent_where_no_page_is(self, client: PortalClient, office: User) -> None:
        client.sign_in(office.id)
        page = client.post("/nowhere", data={"words": TYPED}).get_data(as_text=True)
        assert "적으신 글" not in page
