"""The pages of the meetings, as office, members and strangers use them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.persons import author_code
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.queries import planned_meeting
from portal.consortium.meetings.rules import CHARTERS
from portal.consortium.meetings.states import MeetingKind, MeetingState, Presence
from portal.consortium.meetings.timing import standing_point
from portal.core import clock
from portal.core.permissions import Role
from portal.web.links import link_to
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import make_organisation
from tests.factories.meetings import START, make_closed, make_held, make_meeting, write
from tests.pages import words_of

pytestmark = pytest.mark.on_sqlite

FIXED_ITEMS = [standing_point(line)[0] for line in CHARTERS[MeetingKind.WORKING].points]
FORM: dict[str, Any] = {
    "kind": "working",
    "day": "2026-11-05",
    "starts_at": "14:00",
    "ends_at": "16:00",
    "place": "3층 회의실",
    "host": "컨소시엄 사무국",
    "writer_name": "한지원",
}


@pytest.fixture
def office(session: Session) -> User:
    return make_user(Role.OFFICE, name="한지원")


@pytest.fixture
def worker(session: Session) -> User:
    member = make_organisation("울림두레")
    return make_user(Role.COOPERATIVE, name="오세라", organisation_id=member.id)


class TestTheList:
    def test_shows_what_comes_and_what_was(self, client: PortalClient, office: User, worker: User) -> None:
        make_closed(office.actor)
        make_meeting(office.actor, starts_at=START + timedelta(days=28))
        page = read(client, worker, "/meetings")
        assert "제1차 실무회의" in page
        assert "2026. 12. 3.(목) 14:00~16:00" in words_of(page)
        assert "새 회의 만들기" not in page
        assert "마친 회의가 아직 없습니다." in read(client, worker, "/meetings?kind=advisory")
        assert "제1차 실무회의" in read(client, worker, "/meetings?kind=nonsense")

    def test_auditors_read_minutes_with_codes_for_people_and_take_no_part(
        self, client: PortalClient, office: User
    ) -> None:
        meeting, auditor = make_closed(office.actor), make_user(Role.AUDITOR)
        page = read(client, auditor, f"/meetings/{meeting.id}")
        assert all(attendee.name not in page for attendee in meeting.attendees)
        assert author_code(office.id) in page
        assert "회의록 PDF" not in page
        read(client, auditor, f"/meetings/{meeting.id}/document", 403)
        read(client, auditor, "/meetings/proposals/new", 403)


class TestPlanning:
    def test_next_months_meeting_in_two_clicks(self, client: PortalClient, office: User) -> None:
        make_closed(office.actor)
        assert "다음 달 회의 만들기" in read(client, office, "/meetings")
        send(client, office, "/meetings/next")
        coming = planned_meeting(MeetingKind.WORKING)
        assert coming is not None
        page = read(client, office, f"/meetings/{coming.id}")
        assert "지난 회의 결과 확인" in page
        assert "견적 받기" in page
        send(client, office, "/meetings/next", 409)

    def test_a_first_meeting_by_hand(self, client: PortalClient, office: User, session: Session) -> None:
        page = send(client, office, "/meetings/new", 422, **(FORM | {"ends_at": "13:00"}))
        assert "마치는 시각은 시작하는 시각보다 늦어야 합니다." in page
        send(client, office, "/meetings/new", **FORM)
        assert session.scalars(select(Meeting)).one().starts_at == START

    def test_its_outline_is_mended(self, client: PortalClient, office: User, session: Session) -> None:
        meeting = make_meeting(office.actor)
        at = f"/meetings/{meeting.id}/edit"
        assert 'value="2026-11-05"' in read(client, office, at)
        send(client, office, at, **(FORM | {"place": "2층", "next_day": "2026-12-03"}))
        session.refresh(meeting)
        assert (meeting.place, meeting.next_starts_at) == ("2층", START + timedelta(days=28))

    def test_calling_off(self, client: PortalClient, office: User, session: Session) -> None:
        meeting = make_meeting(office.actor)
        read(client, office, f"/meetings/{meeting.id}/cancel")
        send(client, office, f"/meetings/{meeting.id}/cancel", why="눈이 많이 옵니다.")
        session.refresh(meeting)
        assert meeting.state is MeetingState.CANCELLED
        assert "취소된 회의입니다" in read(client, office, f"/meetings/{meeting.id}")


class TestAttendance:
    def test_is_recorded_for_everybody_at_once(
        self, client: PortalClient, office: User, worker: User, session: Session
    ) -> None:
        meeting = make_meeting(office.actor)
        at = f"/meetings/{meeting.id}"
        send(client, office, f"{at}/attendees/new", 422, name="")
        send(client, office, f"{at}/attendees/new", name="강전문", organisation="대학교", position="교수")
        first, second, third = meeting.attendees
        read(client, office, f"{at}/attendance")
        marks: dict[str, Any] = {f"presence_{first.id.hex}": "attended", f"presence_{second.id.hex}": "absent"}
        marks[f"presence_{third.id.hex}"] = "observed"
        send(client, office, f"{at}/attendance", **marks)
        session.expire_all()
        assert [each.presence for each in meeting.attendees] == [Presence.ATTENDED, Presence.ABSENT, Presence.OBSERVED]
        assert "참석 1명, 배석 1명, 불참 1명" in read(client, worker, at)
        with time_machine.travel(START - timedelta(days=1), tick=False):
            before = read(client, worker, at)
            assert "3명 가운데 참석 0명, 대리 0명, 불참 0명" in before
            assert "참석 1명" not in before
            assert "부른 분 2명" in read(client, office, f"{at}/items/{meeting.items[0].id}")
        send(client, office, f"{at}/attendees/{third.id}/remove")
        send(client, office, f"{at}/invite")
        session.expire_all()
        assert len(meeting.attendees) == 2


class TestTheAgenda:
    def test_members_see_it_but_not_what_is_being_written(
        self, client: PortalClient, office: User, worker: User
    ) -> None:
        meeting = make_meeting(office.actor)
        write(meeting.items[0], "아직 다듬는 글", office.actor)
        page = read(client, worker, f"/meetings/{meeting.id}")
        assert FIXED_ITEMS[0] in page
        assert "아직 다듬는 글" not in page
        assert "기록하기" not in page
        assert "아직 다듬는 글" in read(client, office, f"/meetings/{meeting.id}")
        read(client, worker, f"/meetings/{meeting.id}/items/{meeting.items[0].id}", 403)

    def test_is_changed_by_buttons(self, client: PortalClient, office: User, session: Session) -> None:
        meeting = make_meeting(office.actor)
        at = f"/meetings/{meeting.id}/items"
        send(client, office, f"{at}/new", 422, title="")
        send(client, office, f"{at}/new", title="기타")
        send(client, office, f"{at}/{meeting.items[2].id}/move-up")
        send(client, office, f"{at}/{meeting.items[0].id}/remove")
        session.expire_all()
        assert [(each.position, each.title) for each in meeting.items] == [(1, "기타"), (2, FIXED_ITEMS[1])]

    def test_members_propose_and_the_proposal_names_them(
        self, client: PortalClient, office: User, worker: User
    ) -> None:
        meeting = make_meeting(office.actor, starts_at=clock.now() + timedelta(days=3))
        send(client, worker, "/meetings/proposals/new", 422, title="동파 대비")
        sent: dict[str, Any] = {"kind": "working", "title": "동파 대비", "reason": "수도가 얼었습니다."}
        send(client, worker, "/meetings/proposals/new", **sent)
        assert "제안: 오세라 (울림두레)" in read(client, worker, f"/meetings/{meeting.id}")
        steering = make_meeting(office.actor, kind=MeetingKind.STEERING, starts_at=meeting.starts_at)
        assert 'value="steering" selected' in read(client, worker, "/meetings/proposals/new?kind=steering")
        send(client, worker, "/meetings/proposals/new", **sent | {"kind": "steering"})
        assert [item.title for item in steering.items][-1] == "동파 대비"

    def test_a_proposal_without_a_meeting_is_said_to_wait(self, client: PortalClient, worker: User) -> None:
        sent: dict[str, Any] = {"kind": "working", "title": "동파 대비", "reason": "수도가 얼었습니다."}
        send(client, worker, "/meetings/proposals/new", **sent)
        assert "다음 회의를 기다리는 제안이 1건" in read(client, worker, "/meetings")


class TestClosing:
    def test_in_two_clicks_with_its_document(
        self, client: PortalClient, office: User, worker: User, session: Session
    ) -> None:
        meeting = make_held(office.actor, starts_at=clock.now() - timedelta(hours=3))
        assert "회의 마치기" in read(client, office, f"/meetings/{meeting.id}")
        assert "더 고칠 수 없습니다" in read(client, office, f"/meetings/{meeting.id}/close")
        send(client, office, f"/meetings/{meeting.id}/close")
        page = read(client, worker, f"/meetings/{meeting.id}")
        assert "제1차 실무회의 회의록" in page
        assert "고치기" not in page
        answers = set()
        for _ in range(2):
            with client.get(f"/meetings/{meeting.id}/document") as response:
                answers.add((response.data[:5], response.headers["ETag"]))
        assert [start for start, _ in answers] == [b"%PDF-"]
        send(client, office, f"/meetings/{meeting.id}/items/new", 422, title="늦은 안건")

    def test_too_early_is_told_on_the_page(self, client: PortalClient, office: User) -> None:
        meeting = make_meeting(office.actor, starts_at=clock.now() + timedelta(hours=3))
        page = send(client, office, f"/meetings/{meeting.id}/close", 422)
        assert "아직 시작하지 않은 회의는 마칠 수 없습니다." in page

    def test_an_open_meeting_has_no_document(self, client: PortalClient, office: User) -> None:
        read(client, office, f"/meetings/{make_meeting(office.actor).id}/document", 404)

    def test_links_lead_to_it(self, client: PortalClient, office: User, session: Session) -> None:
        meeting = make_closed(office.actor)
        with client.application.test_request_context():
            assert link_to("meeting", meeting.id) is None
        read(client, office, f"/meetings/{meeting.id}")


class TestMyTasks:
    def test_are_finished_with_an_outcome_and_taken_back(
        self, client: PortalClient, office: User, session: Session
    ) -> None:
        action = make_closed(office.actor).actions[0]
        assert "견적 받기" in read(client, office, "/meetings/actions")
        read(client, office, f"/meetings/actions/{action.id}")
        send(client, office, f"/meetings/actions/{action.id}", 422, outcome="")
        send(client, office, f"/meetings/actions/{action.id}", outcome="세 곳에서 받음")
        page = read(client, office, "/meetings/actions")
        assert "지금 할 일이 없습니다." in page
        assert "세 곳에서 받음" in page
        send(client, office, f"/meetings/actions/{action.id}/reopen")
        session.refresh(action)
        assert action.done_at is None

    def test_the_office_sees_everybodys(self, client: PortalClient, office: User, worker: User) -> None:
        action = make_closed(office.actor).actions[0]
        other = make_user(Role.OFFICE, name="다른 사람")
        assert "견적 받기" not in read(client, other, "/meetings/actions")
        assert "견적 받기" in read(client, other, "/meetings/actions?of=everyone")
        assert "견적 받기" not in read(client, worker, "/meetings/actions?of=everyone")
        read(client, worker, f"/meetings/actions/{action.id}", 404)
