"""Points, decisions, tasks and what stands in sealed minutes are found, each by whoever may read them."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingKind, Presence
from portal.consortium.minutes import actions
from portal.consortium.minutes.searching import Sought, search_minutes, shelve_what_is_missing
from portal.consortium.minutes.states import AmendmentOutcome, FoundPart, MinutesAnswer
from portal.core.actors import ANONYMOUS, SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.permissions import Role
from portal.db import search
from portal.db.search import SearchPosting, SearchText
from portal.extensions import db
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.meetings import AFTER, START, hold, make_held, make_meeting, make_task, write
from tests.factories.minutes import AMENDMENT, SOON, make_amendment, make_out, over

POINT, DECISION, TASK, REPLY = FoundPart
EARLIER = START - timedelta(days=28)


@pytest.fixture
def held(office: Actor, member: User) -> Meeting:
    """Closed: they spoke about laundry, decided and gave the first on the list something to do."""
    meeting = make_held(office)
    write(meeting.items[0], "세탁기를 한 대 삽니다.", office)
    meetings.add_decision(
        meeting.items[0], meetings.Outcome("세탁물은 나흘 안에 돌려드립니다."), actor=office, now=START
    )
    make_task(meeting, office, "세탁기 견적 받기")
    meetings.close_meeting(meeting, actor=office, now=AFTER)
    return meeting


def parts(viewer: Actor, words: str = "", **narrowed: object) -> list[FoundPart]:
    return [hit.part for hit in search_minutes(Sought(words, **narrowed), viewer=viewer)]  # type: ignore[arg-type]


class TestFinding:
    def test_by_word_in_what_was_said_decided_and_is_to_be_done(self, held: Meeting, office: Actor) -> None:
        assert sorted(parts(office, "세탁")) == sorted((POINT, DECISION, TASK))
        assert (parts(office, "나흘"), parts(office, "세탁 견적"), parts(office, "세")) == ([DECISION], [TASK], [])
        (hit,) = search_minutes(Sought("한 대 세탁기를"), viewer=office)
        assert [piece.text for piece in hit.pieces if piece.is_hit] == ["세탁기를"]
        assert (hit.meeting, hit.item) == (held, held.items[0])

    @pytest.mark.parametrize("first_look", [search.FIRST_LOOK, 1])
    def test_by_person_and_time_with_words_or_without(
        self, office: Actor, member: User, monkeypatch: pytest.MonkeyPatch, first_look: int
    ) -> None:
        """However few are looked through before all are asked at once."""
        monkeypatch.setattr(search, "FIRST_LOOK", first_look)
        monkeypatch.setattr(search, "LONGER", 1 if first_look == 1 else search.LONGER)
        early = make_meeting(office, starts_at=EARLIER)
        seat = next(each for each in early.attendees if each.user_id == member.id)
        hold(early, office)
        meetings.record_attendance(early, {seat.id: Presence.ABSENT}, actor=office, now=EARLIER)
        make_task(early, office, "약제 사기")
        for meeting in (early, make_held(office)):
            write(meeting.items[0], "약제를 이야기함", office)
            meetings.close_meeting(meeting, actor=office, now=meeting.ends_at)
        owner = early.attendees[0].name
        assert parts(office, "약제") == [POINT, POINT, TASK]
        assert parts(office, "약제", person="최유진") == [POINT]
        assert (parts(office, person=owner, part=TASK), parts(office, person="최유진", part=TASK)) == ([TASK], [])
        assert parts(office, "약제", until=day_of(EARLIER)) == [POINT, TASK]
        assert parts(office, "약제", since=day_of(START), until=day_of(START)) == [POINT]
        assert parts(office) == []

    def test_what_stands_in_sealed_minutes_and_nothing_before(self, office: Actor) -> None:
        minutes = make_out(office)
        reply, seat = make_amendment(minutes), minutes.meeting.attendees[0]
        actions.answer_amendment(reply, AmendmentOutcome.TAKEN_IN, "", actor=office, now=SOON)
        actions.say_of_minutes(minutes, seat, MinutesAnswer.OBJECTED, actor=ANONYMOUS, now=SOON, words="반대합니다")
        assert (parts(office, "반대합니다"), parts(office, AMENDMENT)) == ([], [])
        actions.seal_due(actor=SYSTEM, now=over(minutes))
        assert (parts(office, "반대합니다"), parts(office, "두 대를 세탁기는")) == ([REPLY], [REPLY])
        assert parts(office, "한 대 세탁기를") == [POINT]

    def test_what_no_search_knows_is_shelved_by_the_worker(
        self, held: Meeting, office: Actor, session: Session
    ) -> None:
        for table in (SearchPosting, SearchText):
            session.execute(delete(table))
        assert [parts(office, "나흘"), shelve_what_is_missing(), shelve_what_is_missing()] == [[], 1, 0]
        assert parts(office, "나흘") == [DECISION]


class TestWhoFinds:
    def test_who_was_not_asked_finds_nothing_of_what_was_said_about_people(self, office: Actor, member: User) -> None:
        make_out(office, kind=MeetingKind.CASE_CONFERENCE)
        other = make_staff(Role.COORDINATOR, name="박다른").actor
        for asked in (Sought("세탁기"), Sought(part=POINT)):
            found = [bool(search_minutes(asked, viewer=viewer)) for viewer in (office, member.actor, other)]
            assert found == [True, True, False]

    def test_auditors_find_nobody_by_name(self, client: PortalClient, office: Actor, member: User) -> None:
        meeting = make_held(office)
        write(meeting.items[0], "최유진 님이 세탁기를 말씀하셨습니다.", office)
        meetings.close_meeting(meeting, actor=office, now=AFTER)
        auditor = make_staff(Role.AUDITOR)
        for typed in ("최유진", "유진", "세탁기 유진"):
            assert (parts(office, typed), parts(auditor.actor, typed)) == ([POINT], [])
        assert parts(auditor.actor, "세탁기", person="최유진") == [POINT]
        db.session.commit()
        client.sign_in(auditor.id)
        page = read(client, auditor, client.post("/minutes/search", data={"words": "세탁기"}).location)
        assert ("<mark>세탁기</mark>" in page, "유진" in page, 'name="person"' in page) == (True, False, False)


def test_the_page_marks_the_words_and_no_address_has_them(
    client: PortalClient, held: Meeting, office: Actor, member: User, session: Session
) -> None:
    session.commit()
    assert "회의록에서 찾기" in read(client, member, "/meetings")
    sent = {"words": "나흘", "person": member.name, "since": "2026-11-01", "form_key": ""}
    answer = client.post("/minutes/search", data=sent)
    assert answer.status_code == 303
    assert [word in unquote(answer.location) for word in ("나흘", member.name)] == [False, False]
    page = read(client, member, answer.location)
    assert "<mark>나흘</mark>" in page
    assert f'href="/meetings/{held.id}#decisions"' in page
    for typed, told in (({"words": "창"}, "두 글자 이상"), ({"words": "없는낱말"}, "이렇게 적힌 회의록이 없습니다")):
        assert told in read(client, member, client.post("/minutes/search", data=typed).location)
