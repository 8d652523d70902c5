"""The page on which a point of the agenda is recorded, with and without a script."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions
from portal.core.permissions import Role
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.meetings import START, make_held, make_meeting, make_task
from tests.pages import sent_by

pytestmark = pytest.mark.on_sqlite


@pytest.fixture
def office(session: Session) -> User:
    return make_user(Role.OFFICE, name="한지원")


class TestRecording:
    def test_one_button_saves_everything_on_the_page(
        self, client: PortalClient, office: User, session: Session
    ) -> None:
        item = make_held(office.actor).items[0]
        at = f"/meetings/{item.meeting_id}/items/{item.id}"
        owner = str(item.meeting.attendees[0].id)
        send(
            client, office, at, title=item.title, discussion="세탁이 밀렸습니다.",
            decision="자리를 늘린다.", votes_for="1", decision_owner=owner, decision_due_on="2026-11-20",
            task="견적 받기", task_owner=owner, task_due_on="2026-11-25",
        )  # fmt: skip
        session.expire_all()
        assert item.discussion == "세탁이 밀렸습니다."
        assert [each.text for each in item.decisions] == ["자리를 늘린다."]
        assert [each.task for each in item.actions] == ["자리를 늘린다.", "견적 받기"]
        assert "찬성 1 · 반대 0 · 기권 0" in read(client, office, at)

    def test_too_many_votes_are_told_beside_the_field_and_nothing_is_lost(
        self, client: PortalClient, office: User, session: Session
    ) -> None:
        item = make_held(office.actor).items[0]
        page = send(
            client, office, f"/meetings/{item.meeting_id}/items/{item.id}", 422, title=item.title, discussion="남을 글",
            decision="늘린다.", votes_for="5",
        )  # fmt: skip
        assert 'id="votes_for-error"' in page
        assert "표결한 사람 5명이 참석자 1명보다 많습니다." in page
        assert "남을 글" in page
        session.expire_all()
        assert (item.discussion, item.decisions) == ("", [])

    def test_a_conflict_keeps_what_else_was_typed(self, client: PortalClient, office: User, session: Session) -> None:
        item = make_meeting(office.actor).items[0]
        at = f"/meetings/{item.meeting_id}/items/{item.id}"
        shown = opened_page(client, office, at)["shown"][0]
        send(client, office, at, title=item.title, discussion="먼저 적은 글")
        typed = {"title": item.title, "discussion": "따로 적은 글", "task": "견적 받기", "shown": shown}
        page = send(client, office, at, 422, **typed)
        assert "<del>먼저</del>" in page
        assert "<ins>따로</ins>" in page
        assert 'value="견적 받기"' in page
        session.expire_all()
        assert (item.discussion, item.actions) == ("먼저 적은 글", [])

    def test_decisions_and_tasks_are_mended_on_their_own_page(
        self, client: PortalClient, office: User, session: Session
    ) -> None:
        meeting = make_held(office.actor)
        item, task = meeting.items[0], make_task(meeting, office.actor)
        decision = actions.add_decision(item, actions.Outcome("하나"), actor=office.actor, now=START)
        at = f"/meetings/{meeting.id}/items/{item.id}"
        assert 'value="하나"' in read(client, office, f"{at}/decisions/{decision.id}")
        send(client, office, f"{at}/decisions/{decision.id}", 422, decision="둘", votes_for="-1")
        send(client, office, f"{at}/decisions/{decision.id}", decision="둘", votes_for="1")
        assert "견적 받기" in read(client, office, f"{at}/tasks/{task.id}")
        send(client, office, f"{at}/tasks/{task.id}", 422, task="다른 일")
        owner = str(meeting.attendees[0].id)
        send(client, office, f"{at}/tasks/{task.id}", task="다른 일", task_owner=owner, task_due_on="2026-11-25")
        session.expire_all()
        assert (decision.text, task.task) == ("둘", "다른 일")
        send(client, office, f"{at}/decisions/{decision.id}/remove")
        send(client, office, f"{at}/tasks/{task.id}/remove")
        session.expire_all()
        assert (item.decisions, item.actions) == ([], [])


def opened_page(client: PortalClient, user: User, path: str) -> dict[str, list[str]]:
    client.sign_in(user.id)
    return sent_by(client.get(path).get_data(as_text=True), "shown")


class TestSavingWhileTyping:
    def draft(self, client: PortalClient, user: User, path: str, **data: Any) -> tuple[int, dict[str, Any]]:
        client.sign_in(user.id)
        response = client.post(f"{path}/draft", data=data)
        return response.status_code, response.get_json(silent=True) or {}

    def test_answers_what_the_page_has_shown_by_then(
        self, client: PortalClient, office: User, session: Session
    ) -> None:
        item = make_meeting(office.actor).items[0]
        at = f"/meetings/{item.meeting_id}/items/{item.id}"
        opened = opened_page(client, office, at)
        status, answer = self.draft(client, office, at, discussion="적는 중", shown=opened["shown"][0])
        assert (status, "저장했습니다" in answer["words"]) == (200, True)
        assert self.draft(client, office, at, discussion="더 적는 중", shown=answer["shown"])[0] == 200
        session.refresh(item)
        assert item.discussion == "더 적는 중"

    def test_what_is_sent_afterwards_meets_nothing_of_its_own(
        self, client: PortalClient, office: User, session: Session
    ) -> None:
        item = make_meeting(office.actor).items[0]
        at = f"/meetings/{item.meeting_id}/items/{item.id}"
        opened = opened_page(client, office, at)
        answer = self.draft(client, office, at, discussion="적는 중", shown=opened["shown"][0])[1]
        send(client, office, at, title="새 안건", discussion="다 적은 글", shown=answer["shown"])
        session.refresh(item)
        assert (item.title, item.discussion) == ("새 안건", "다 적은 글")

    def test_tells_of_a_conflict_and_keeps_the_first_text(
        self, client: PortalClient, office: User, session: Session
    ) -> None:
        item = make_meeting(office.actor).items[0]
        at = f"/meetings/{item.meeting_id}/items/{item.id}"
        opened = opened_page(client, office, at)["shown"][0]
        self.draft(client, office, at, discussion="먼저", shown=opened)
        status, answer = self.draft(client, office, at, discussion="나중", shown=opened)
        assert (status, "다른 분이" in answer["words"]) == (409, True)
        session.refresh(item)
        assert item.discussion == "먼저"

    def test_refuses_resident_numbers_and_strangers(self, client: PortalClient, office: User) -> None:
        item = make_meeting(office.actor).items[0]
        at = f"/meetings/{item.meeting_id}/items/{item.id}"
        status, answer = self.draft(client, office, at, discussion="580302-2012345")
        assert (status, "주민등록번호" in answer["words"]) == (422, True)
        assert self.draft(client, make_user(Role.COOPERATIVE), at, discussion="글")[0] == 403
