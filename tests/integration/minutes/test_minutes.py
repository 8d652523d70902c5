"""Those who were at a meeting confirm its minutes, object or amend; then they are numbered, sealed and unchangeable."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hwpkit import extract_text_from_hwpx
from hwpx import HwpxDocument, validate_package
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.audit.words import detail_words
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.actions import CharterValues
from portal.consortium.meetings.charters import charter_of
from portal.consortium.meetings.states import Asked, MeetingKind, Presence, Quorum, SilenceCounts
from portal.consortium.minutes import actions
from portal.consortium.minutes.links import READING
from portal.consortium.minutes.models import Minutes, MinutesReply
from portal.consortium.minutes.paper import digest_of_minutes, word_of
from portal.consortium.minutes.queries import find_minutes, minutes_to_confirm, unanswered_amendments
from portal.consortium.minutes.rules import may_remind
from portal.consortium.minutes.states import AmendmentOutcome, MinutesAnswer, MinutesState
from portal.consortium.minutes.truth import untruth_of_minutes
from portal.core.actors import ANONYMOUS, SYSTEM, Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.db.frozen import FrozenRow
from portal.documents.hwpx import document_hwpx
from portal.documents.minutes import minutes_document
from portal.documents.pdf import document_pdf
from portal.extensions import db
from portal.notifications.states import Unsent
from tests.factories.meetings import AFTER, BEFORE, START, make_held, make_meeting
from tests.factories.minutes import (
    AMENDMENT,
    SOON,
    mails,
    make_amendment,
    make_out,
    minutes_of,
    over,
)
from tests.unit.documents.reading import in_order, text_of

CONFIRMED, OBJECTED, AMENDS = MinutesAnswer
TAKEN_IN, NOT_TAKEN_IN = AmendmentOutcome


class TestSending:
    def test_asks_whoever_was_there_by_mail_and_on_their_desk(self, office: Actor, member: User) -> None:
        meeting = make_meeting(office)
        guest = meetings.add_attendee(meeting, "대학교", "", "강전문", actor=office, now=BEFORE, email="a@example.org")
        away = meetings.add_attendee(meeting, "구청", "", "불참자", actor=office, now=BEFORE, email="b@example.org")
        here = {each.id: Presence.ATTENDED for each in meeting.attendees} | {away.id: Presence.ABSENT}
        meetings.record_attendance(meeting, here, actor=office, now=START)
        meetings.close_meeting(meeting, actor=office, now=AFTER)
        minutes = minutes_of(meeting)
        assert (minutes.state, minutes.until) == (MinutesState.OUT, day_of(AFTER) + timedelta(days=7))
        assert {mail.recipient for mail in mails()} == {"a@example.org", office_mail(office), member.email}
        assert f"/minutes/read/{READING.token_of(guest.id)}" in next(
            m.body for m in mails() if m.recipient == "a@example.org"
        )
        assert [each[0] for each in minutes_to_confirm(member.id, day_of(SOON))] == [minutes]

    def test_asks_nobody_where_the_charter_says_so(self, office: Actor) -> None:
        set_charter(office, days=0)
        meeting = make_held(office)
        meetings.close_meeting(meeting, actor=office, now=AFTER)
        assert (find_minutes(meeting), mails()) == (None, [])


def office_mail(office: Actor) -> str | None:
    return db.session.get_one(User, office.user_id).email


def set_charter(office: Actor, *, days: int, silence: SilenceCounts = SilenceCounts.CONFIRMS) -> None:
    charter = charter_of(MeetingKind.WORKING)
    values = CharterValues(
        points="현황",
        asked=list(Asked),
        quorum=Quorum.NONE,
        starts_at=charter.starts_at,
        minutes=90,
        confirm_days=days,
        silence=silence,
    )
    meetings.save_charter(MeetingKind.WORKING, values, actor=office, now=BEFORE)


class TestSaying:
    def test_each_confirms_once_and_nobody_after_the_days(self, office: Actor) -> None:
        minutes = make_out(office)
        seat = minutes.meeting.attendees[0]
        actions.say_of_minutes(minutes, seat, CONFIRMED, actor=ANONYMOUS, now=SOON)
        with pytest.raises(Conflict, match="이미 확인"):
            actions.say_of_minutes(minutes, seat, CONFIRMED, actor=ANONYMOUS, now=SOON)
        with pytest.raises(Conflict, match="기한이 지났습니다"):
            actions.say_of_minutes(minutes, seat, OBJECTED, actor=ANONYMOUS, now=over(minutes), words="아닙니다")

    def test_who_was_away_says_nothing_and_who_differs_says_why(self, office: Actor) -> None:
        minutes, other = make_out(office), make_held(office, starts_at=START - timedelta(days=28))
        with pytest.raises(Forbidden):
            actions.say_of_minutes(minutes, other.attendees[0], CONFIRMED, actor=ANONYMOUS, now=SOON)
        with pytest.raises(DomainError, match="무엇이 맞지 않는지"):
            actions.say_of_minutes(minutes, minutes.meeting.attendees[0], AMENDS, actor=ANONYMOUS, now=SOON)

    def test_the_log_says_at_whose_seat(self, office: Actor) -> None:
        minutes = make_out(office)
        seat = minutes.meeting.attendees[0]
        actions.say_of_minutes(minutes, seat, CONFIRMED, actor=ANONYMOUS, now=SOON)
        (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "minutes.say"))
        assert entry.details == {"answer": "confirmed", "seat": str(seat.id)}
        assert detail_words(entry.event, entry.details) == f"답 확인함, 누구의 자리에서 {seat.name}"

    def test_the_office_answers_an_amendment_once_and_says_why_not(self, office: Actor, member: User) -> None:
        reply = make_amendment(make_out(office))
        with pytest.raises(Forbidden):
            actions.answer_amendment(reply, TAKEN_IN, "", actor=member.actor, now=SOON)
        with pytest.raises(DomainError, match="왜 받아들이지"):
            actions.answer_amendment(reply, NOT_TAKEN_IN, " ", actor=office, now=SOON)
        actions.answer_amendment(reply, TAKEN_IN, "", actor=office, now=SOON)
        with pytest.raises(Conflict):
            actions.answer_amendment(reply, NOT_TAKEN_IN, "까닭", actor=office, now=SOON)


class TestReminding:
    def test_asks_who_said_nothing_once_more_and_each_once(self, office: Actor, member: User) -> None:
        minutes = make_out(office)
        seat = next(each for each in minutes.meeting.attendees if each.user_id == member.id)
        actions.say_of_minutes(minutes, seat, AMENDS, actor=ANONYMOUS, now=SOON, words="고쳐 주십시오")
        near = over(minutes) - timedelta(days=2, hours=12)
        early, again = near - timedelta(days=1), near + timedelta(hours=1)
        assert [actions.remind_of_minutes(actor=SYSTEM, now=each) for each in (SOON, early, near, again)] == [
            0,
            0,
            1,
            0,
        ]
        (mail,) = mails("minutes_reminder")
        assert mail.recipient == office_mail(office)
        assert in_order(mail.body, "한 번 더 여쭙니다", "2026. 11. 12.(목)까지 답해 주십시오")
        assert untruth_of_minutes(mail, again) is None
        own = next(each for each in minutes.meeting.attendees if each.user_id == office.user_id)
        actions.say_of_minutes(minutes, own, CONFIRMED, actor=ANONYMOUS, now=again)
        db.session.refresh(minutes)
        assert untruth_of_minutes(mail, again) is Unsent.ENDED

    def test_asks_nobody_again_on_the_day_on_which_they_were_asked(self, office: Actor) -> None:
        set_charter(office, days=1)
        minutes = make_out(office)
        days = (SOON, SOON + timedelta(days=1))
        assert [may_remind(minutes.sent_at, minutes.until, 2, now=each) for each in days] == [False, True]


class TestSealing:
    def test_waits_for_the_days_or_for_everybody(self, office: Actor, member: User) -> None:
        minutes = make_out(office)
        first, second = minutes.meeting.attendees
        actions.say_of_minutes(minutes, first, CONFIRMED, actor=ANONYMOUS, now=SOON)
        assert actions.seal_due(actor=SYSTEM, now=SOON) == 0
        actions.say_of_minutes(minutes, second, CONFIRMED, actor=ANONYMOUS, now=SOON)
        assert [actions.seal_due(actor=SYSTEM, now=SOON) for _ in range(2)] == [1, 0]
        assert (minutes.state, minutes.number) == (MinutesState.SEALED, "2026-000001")

    def test_waits_for_the_answer_to_an_amendment(self, office: Actor) -> None:
        minutes = make_out(office)
        reply = make_amendment(minutes)
        assert actions.seal_due(actor=SYSTEM, now=over(minutes)) == 0
        with pytest.raises(Conflict):
            actions.seal_minutes(minutes, actor=office, now=over(minutes))
        answered_at = over(minutes)
        actions.answer_amendment(reply, TAKEN_IN, "", actor=office, now=answered_at)
        assert actions.seal_due(actor=SYSTEM, now=answered_at) == 0
        assert over(minutes) == answered_at + timedelta(days=2)
        assert actions.seal_due(actor=SYSTEM, now=over(minutes)) == 1

    def test_asks_anew_for_what_was_said_meanwhile_and_goes_on_with_the_others(
        self, office: Actor, session: Session
    ) -> None:
        minutes, other = make_out(office), make_out(office, kind=MeetingKind.STEERING)
        assert [each.replies for each in (minutes, other)] == [[], []]
        said: dict[str, object] = {"id": uuid4(), "minutes_id": minutes.id, "seat_id": minutes.meeting.attendees[0].id}
        said |= {"answer": AMENDS, "words": AMENDMENT, "said_at": SOON, "reason": ""}
        session.execute(insert(MinutesReply).values(said))
        assert actions.seal_due(actor=SYSTEM, now=over(minutes)) == 1
        assert (minutes.state, other.state) == (MinutesState.OUT, MinutesState.SEALED)
        assert other.number == "2026-000001"
        with pytest.raises(Conflict):
            actions.seal_minutes(other, actor=office, now=over(minutes))

    def test_leaves_nothing_to_answer(self, office: Actor, session: Session) -> None:
        reply = make_amendment(make_out(office))
        assert unanswered_amendments() == [reply]
        sealed = {"state": MinutesState.SEALED, "sealed_at": SOON, "number": "2026-000009", "digest": "0"}
        session.execute(update(Minutes).values(sealed))
        assert unanswered_amendments() == []
        with pytest.raises(Conflict, match="이미 확정한"):
            actions.answer_amendment(reply, TAKEN_IN, "", actor=office, now=SOON)

    def test_keeps_a_digest_of_all_that_they_say(self, office: Actor, session: Session) -> None:
        minutes = make_out(office)
        actions.seal_due(actor=SYSTEM, now=over(minutes))
        assert minutes.number is not None
        assert minutes.digest == digest_of_minutes(minutes, minutes.number)
        assert minutes.digest != digest_of_minutes(minutes, "2026-000002")
        minutes.silence = SilenceCounts.NOTED
        with pytest.raises(FrozenRow):
            session.flush()

    @pytest.mark.parametrize(
        ("silence", "said"),
        [(SilenceCounts.CONFIRMS, "답이 없어 확인한 것으로 봄"), (SilenceCounts.NOTED, "까지 답하지 않음")],
    )
    def test_silence_counts_as_the_charter_says(self, office: Actor, silence: SilenceCounts, said: str) -> None:
        set_charter(office, days=3, silence=silence)
        minutes = make_out(office)
        actions.seal_due(actor=SYSTEM, now=over(minutes))
        assert said in text_of(document_pdf(meetings.minutes_of_closed(minutes.meeting)))


class TestTheDocument:
    def test_says_of_who_only_wanted_it_amended_that_they_did(self, office: Actor) -> None:
        minutes = make_out(office)
        reply = make_amendment(minutes)
        proposed = "고침을 제안함 2026. 11. 5.(목) 17:00"
        assert word_of(minutes, reply.seat) == proposed
        actions.answer_amendment(reply, TAKEN_IN, "", actor=office, now=SOON)
        actions.seal_due(actor=SYSTEM, now=over(minutes))
        assert minutes.state is MinutesState.SEALED
        sealed = text_of(document_pdf(meetings.minutes_of_closed(minutes.meeting)))
        assert proposed in sealed
        assert "답이 없어" not in sealed

    def test_shows_amendments_objections_and_who_confirmed_when(
        self, office: Actor, member: User, tmp_path: Path
    ) -> None:
        """On paper and in the file for Hangul, as other programs read both."""
        minutes = make_out(office)
        first, second = minutes.meeting.attendees
        taken, refused = make_amendment(minutes), make_amendment(minutes)
        actions.answer_amendment(taken, TAKEN_IN, "", actor=office, now=SOON)
        actions.answer_amendment(refused, NOT_TAKEN_IN, "그렇게 말하지 않았습니다.", actor=office, now=SOON)
        actions.say_of_minutes(minutes, second, OBJECTED, actor=ANONYMOUS, now=SOON, words="다르게 들었습니다.")
        draft = text_of(document_pdf(meetings.minutes_of_closed(minutes.meeting)))
        assert "아직 확정되지 않았습니다." in draft
        for seat in (first, second):
            actions.say_of_minutes(minutes, seat, CONFIRMED, actor=ANONYMOUS, now=SOON)
        actions.seal_due(actor=SYSTEM, now=SOON)
        document = meetings.minutes_of_closed(minutes.meeting)
        said = (
            "2026-000001", "세탁기를 한 대", f"{first.name}의 제안]", AMENDMENT,
            "결정 사항", "이의", "받아들이지 않음: 그렇게 말하지 않았습니다.", "다르게 들었습니다.", "확인 명단",
            "확인함 2026. 11. 5.(목)", minutes.digest[:20],
        )  # fmt: skip
        assert in_order(text_of(document_pdf(document)), *said)
        file = tmp_path / "minutes.hwpx"
        file.write_bytes(document_hwpx(document))
        assert validate_package(file.read_bytes()).ok
        assert HwpxDocument.open(file).validate().issues == ()
        assert in_order(" ".join(extract_text_from_hwpx(str(file)).split()), *said)

    def test_of_a_meeting_that_asked_nobody_is_what_it_was(self, office: Actor) -> None:
        set_charter(office, days=0)
        meeting = make_held(office)
        meetings.close_meeting(meeting, actor=office, now=AFTER)
        said = meetings.official_minutes(meeting, None)
        assert minutes_document(said) == meetings.minutes_of_closed(meeting)
        assert replace(said, is_draft=True) != said
