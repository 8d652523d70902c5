"""A closed meeting has its number and its document, and never changes again."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pikepdf
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.consortium.meetings import actions
from portal.consortium.meetings.actions import Outcome
from portal.consortium.meetings.models import AgendaItem, Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.queries import get_meeting
from portal.consortium.meetings.states import MeetingKind, MeetingState, Presence
from portal.consortium.meetings.tasks import set_minutes
from portal.consortium.meetings.voting import Ballot
from portal.core.actors import Actor
from portal.core.clock import now as present
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.permissions import Role
from portal.db.engine import writing
from portal.db.frozen import FrozenRow
from portal.documents.actions import document_store
from portal.documents.models import StoredDocument
from portal.extensions import db
from portal.jobs import Worker
from tests.factories.accounts import make_user
from tests.factories.meetings import (
    AFTER,
    BEFORE,
    START,
    make_closed,
    make_held,
    make_meeting,
    make_office,
    make_task,
    write,
)
from tests.unit.documents.reading import in_order, text_of

CLIENTS = 6


@pytest.fixture
def office(session: Session) -> Actor:
    return make_office()


class TestClosing:
    def test_numbers_by_kind(self, office: Actor) -> None:
        numbers = [make_closed(office, starts_at=START + timedelta(days=day)).number for day in range(3)]
        assert numbers == [1, 2, 3]
        assert make_closed(office, kind=MeetingKind.ADVISORY).number == 1

    def test_says_who_and_when_and_is_recorded(self, office: Actor, session: Session) -> None:
        meeting = make_closed(office)
        assert (meeting.state, meeting.closed_at, meeting.closed_by_id) == (MeetingState.CLOSED, AFTER, office.user_id)
        entry = session.query(AuditEntry).filter_by(event="meeting.close").one()
        assert (entry.subject_id, entry.details) == (meeting.id, {"number": 1})

    def test_waits_for_the_meeting_to_begin(self, office: Actor) -> None:
        with pytest.raises(DomainError, match="아직 시작하지 않은"):
            actions.close_meeting(make_meeting(office), actor=office, now=BEFORE)

    def test_needs_somebody_who_attended(self, office: Actor) -> None:
        meeting = make_meeting(office)
        absent = {each.id: Presence.ABSENT for each in meeting.attendees}
        actions.record_attendance(meeting, absent, actor=office, now=START)
        with pytest.raises(DomainError, match="참석자가 한 사람도"):
            actions.close_meeting(meeting, actor=office, now=AFTER)

    def test_needs_an_agenda(self, office: Actor) -> None:
        meeting = make_held(office)
        for item in list(meeting.items):
            actions.remove_item(item, actor=office, now=START)
        with pytest.raises(DomainError, match="안건이 없습니다"):
            actions.close_meeting(meeting, actor=office, now=AFTER)

    def test_happens_once(self, office: Actor) -> None:
        meeting = make_closed(office)
        with pytest.raises(Conflict, match="마친 회의는"):
            actions.close_meeting(meeting, actor=office, now=AFTER)

    def test_letters_that_cannot_be_drawn_are_named_while_they_can_be_mended(
        self, office: Actor, session: Session
    ) -> None:
        meeting = make_held(office)
        write(meeting.items[0], "좋았습니다 \U0001f600", office)
        session.commit()
        with pytest.raises(DomainError) as refusal:
            actions.close_meeting(meeting, actor=office, now=AFTER)
        assert refusal.value.params["characters"] == f"‘{meeting.items[0].title}’ 😀 (U+1F600)"
        session.rollback()
        assert (meeting.state, meeting.number) == (MeetingState.PLANNED, None)


def close_in_own_transaction(app: Flask, start: Barrier, meeting_id: UUID, office: Actor) -> int | None:
    with app.app_context(), writing():
        start.wait()
        meeting = get_meeting(meeting_id, viewer=office)
        actions.close_meeting(meeting, actor=office, now=present())
        db.session.commit()
        return meeting.number


def test_closing_at_the_same_moment_leaves_no_gap_and_no_double(app: Flask) -> None:
    with app.app_context():
        office = make_office()
        asked = [make_held(office, starts_at=START - timedelta(days=400 + day)).id for day in range(CLIENTS)]
        db.session.commit()
    start = Barrier(CLIENTS)
    with ThreadPoolExecutor(CLIENTS) as pool:
        futures = [pool.submit(close_in_own_transaction, app, start, meeting_id, office) for meeting_id in asked]
        numbers = sorted(future.result() or 0 for future in futures)
    assert numbers == list(range(1, CLIENTS + 1))


class TestClosedMeetings:
    """Even code that forgets to ask cannot change what was closed."""

    @pytest.fixture
    def closed(self, office: Actor) -> Meeting:
        meeting = make_held(office)
        write(meeting.items[0], "논의", office)
        actions.add_decision(meeting.items[0], Outcome("결정", ballot=Ballot(1)), actor=office, now=START)
        make_task(meeting, office)
        actions.close_meeting(meeting, actor=office, now=AFTER)
        return meeting

    def test_are_refused_by_every_action(self, closed: Meeting, office: Actor) -> None:
        item = closed.items[0]
        with pytest.raises(Conflict, match="다음 회의 안건"):
            write(item, "다른 글", office)
        with pytest.raises(Conflict):
            actions.add_item(closed, "늦은 안건", actor=office, now=AFTER)
        with pytest.raises(Conflict):
            actions.add_decision(item, Outcome("늦은 결정"), actor=office, now=AFTER)
        with pytest.raises(Conflict):
            actions.record_attendance(closed, {}, actor=office, now=AFTER)
        with pytest.raises(Conflict):
            actions.cancel_meeting(closed, actor=office, now=AFTER)

    @pytest.mark.parametrize(
        ("which", "column", "value"),
        [
            ("meeting", "place", "다른 곳"),
            ("meeting", "number", 9),
            ("attendee", "presence", Presence.ABSENT),
            ("item", "discussion", "다른 글"),
            ("decision", "votes_for", 0),
            ("action", "task", "다른 일"),
        ],
    )
    def test_are_frozen(self, closed: Meeting, session: Session, which: str, column: str, value: object) -> None:
        rows = {
            "meeting": closed,
            "attendee": closed.attendees[0],
            "item": closed.items[0],
            "decision": closed.items[0].decisions[0],
            "action": closed.actions[0],
        }
        setattr(rows[which], column, value)
        with pytest.raises(FrozenRow, match=column):
            session.flush()

    @pytest.mark.parametrize("which", [Attendee, AgendaItem, Decision, MeetingAction])
    def test_lose_nothing(self, closed: Meeting, session: Session, which: type[object]) -> None:
        session.delete(session.query(which).first())
        with pytest.raises(FrozenRow):
            session.flush()

    def test_gain_nothing(self, closed: Meeting, session: Session) -> None:
        session.add(AgendaItem(meeting_id=closed.id, position=9, title="늦은 안건"))
        with pytest.raises(FrozenRow):
            session.flush()

    def test_but_what_was_to_be_done_can_be_done(self, closed: Meeting, office: Actor, session: Session) -> None:
        actions.finish_action(closed.actions[0], "끝", actor=office, now=AFTER)
        session.expire_all()
        assert closed.actions[0].outcome == "끝"


class TestTheMinutes:
    def test_are_set_by_the_worker_and_come_from_store(self, app: Flask, office: Actor, session: Session) -> None:
        meeting = make_closed(office)
        session.commit()
        assert session.query(StoredDocument).count() == 0
        with app.app_context():
            assert "meetings.minutes" in Worker().run_due(AFTER)
        session.rollback()
        kept = session.query(StoredDocument).filter_by(kind="minutes").one()
        assert actions.minutes_pdf(meeting, now=AFTER).id == kept.id
        assert set_minutes(AFTER) == 0

    def test_are_set_for_who_comes_before_the_worker(self, office: Actor, session: Session) -> None:
        meeting = make_closed(office)
        session.commit()
        kept = actions.minutes_pdf(meeting, now=AFTER)
        session.rollback()
        assert session.query(StoredDocument).one().id == kept.id

    def test_of_an_open_meeting_are_not_there(self, office: Actor) -> None:
        with pytest.raises(NotFound):
            actions.minutes_pdf(make_meeting(office), now=AFTER)

    def test_are_tagged_and_in_the_official_order(self, office: Actor) -> None:
        guest = make_user(Role.COORDINATOR, name="김하늘")
        meeting = make_held(office)
        observer = next(each for each in meeting.attendees if each.user_id == guest.id)
        actions.record_attendance(meeting, {observer.id: Presence.OBSERVED}, actor=office, now=START)
        write(meeting.items[0], "세탁이 밀렸습니다.", office)
        outcome = Outcome("자리를 늘린다.", ballot=Ballot(1))
        actions.add_decision(meeting.items[0], outcome, actor=office, now=START)
        make_task(meeting, office, "공동 구매 견적 받기")
        actions.close_meeting(meeting, actor=office, now=AFTER)
        db.session.commit()
        kept = actions.minutes_pdf(meeting, now=AFTER)
        with document_store().open_stored(kept.file_name, kept.id) as file:
            data = file.read()
        assert in_order(
            text_of(data), "제1차 실무회의 회의록", "회의 개요", "2026. 11. 5.(목) 14:00~16:00", "3층 회의실", "한지원",
            "배석자", "김하늘", "불참자", "작성자", "안건", "논의 내용", "세탁이 밀렸습니다.",
            "결정 사항", "자리를 늘린다.", "향후 계획", "공동 구매 견적 받기", "2026. 11. 20.(금)",
            "차기 회의", "(서명)", "끝.",
        )  # fmt: skip
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert pdf.Root.MarkInfo.Marked
            assert str(pdf.Root.Lang) == "ko"
