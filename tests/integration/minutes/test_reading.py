"""Who reads minutes where: by their link, signed in, about people, and for whom a deputy came."""

from datetime import timedelta

import time_machine

from portal.accounts.models import User
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.minutes import actions
from portal.consortium.minutes.links import READING
from portal.consortium.minutes.paper import confirmations, word_of
from portal.consortium.minutes.queries import minutes_to_confirm
from portal.consortium.minutes.states import MinutesAnswer
from portal.core.actors import ANONYMOUS, SYSTEM, Actor
from portal.core.clock import day_of
from portal.extensions import db
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.meetings import AFTER, BEFORE, hold, make_meeting
from tests.factories.minutes import AMENDMENT, SOON, mails, make_out, minutes_of, over, sent_a_deputy
from tests.pages import words_of
from tests.unit.documents.reading import in_order

CONFIRMED = MinutesAnswer.CONFIRMED


class TestAboutPeople:
    """Minutes of a case conference are read by whoever was there and has an account."""

    def test_nobody_without_an_account_confirms_by_silence(self, office: Actor) -> None:
        meeting = make_meeting(office, kind=MeetingKind.CASE_CONFERENCE)
        meetings.add_attendee(meeting, "병원", "", "강의사", actor=office, now=BEFORE, email="a@example.org")
        meetings.close_meeting(hold(meeting, office), actor=office, now=AFTER)
        minutes = minutes_of(meeting)
        guest = next(each for each in meeting.attendees if each.name == "강의사")
        (mail,) = (each for each in mails() if each.recipient == "a@example.org")
        assert in_order(mail.body, "이 메일로는 읽으실 수 없습니다", "02-300-1000", "확인한 것으로 보지 않습니다")
        assert "/minutes/read" not in mail.body
        assert word_of(minutes, guest) == "2026. 11. 12.(목)까지 답을 듣지 못함 (참석한 분이 포털에서 읽을 수 없음)"
        for seat in meeting.attendees:
            if seat.user_id:
                actions.say_of_minutes(minutes, seat, CONFIRMED, actor=ANONYMOUS, now=SOON)
        assert [actions.seal_due(actor=SYSTEM, now=when) for when in (SOON, over(minutes))] == [0, 1]

    def test_who_sent_a_deputy_is_not_asked_and_opens_nothing(
        self, client: PortalClient, office: Actor, member: User
    ) -> None:
        minutes, seat = sent_a_deputy(office, member, MeetingKind.CASE_CONFERENCE)
        (mail,) = (each for each in mails() if each.recipient == member.email)
        assert in_order(mail.body, f"{member.name} 님", "박대신 님께 이 글을 전해", "사무국에 전화로 답해 주십시오")
        assert minutes_to_confirm(member.id, day_of(SOON)) == []
        assert "답을 듣지 못함" in word_of(minutes, seat)
        db.session.commit()
        with time_machine.travel(SOON, tick=False):
            assert "세탁기" not in read(client, member, f"/minutes/read/{READING.token_of(seat.id)}")
            assert "읽고 확인하기" not in read(client, member, f"/meetings/{minutes.meeting_id}")


class TestDeputies:
    def test_are_told_by_whom_they_stood_for_and_the_list_says_whose_seat_confirmed(
        self, office: Actor, member: User
    ) -> None:
        minutes, seat = sent_a_deputy(office, member, MeetingKind.WORKING)
        (mail,) = (each for each in mails() if each.recipient == member.email)
        assert in_order(mail.body, f"{member.name} 님", "박대신 님의 이메일을 적어", "/minutes/read/")
        assert [each[1] for each in minutes_to_confirm(member.id, day_of(SOON))] == [seat]
        actions.say_of_minutes(minutes, seat, CONFIRMED, actor=ANONYMOUS, now=SOON, as_deputy=True)
        listed = [(each.name, each.said) for each in confirmations(minutes)]
        assert (f"{member.name} (대리 박대신)", "확인함 2026. 11. 5.(목) 18:00") in listed


class TestPages:
    def test_is_read_and_confirmed_without_signing_in(self, client: PortalClient, office: Actor, user: User) -> None:
        minutes = make_out(office)
        seat = minutes.meeting.attendees[0]
        db.session.commit()
        at = f"/minutes/read/{READING.token_of(seat.id)}"
        with time_machine.travel(SOON, tick=False):
            shown = words_of(client.get(at).get_data(as_text=True))
            assert "세탁기를 한 대 삽니다." in shown
            assert client.post(at, data={"answer": "amends"}).status_code == 422
            item = str(minutes.meeting.items[0].id)
            client.post(at, data={"answer": "amends", "item": item, "words": AMENDMENT})
            client.post(at, data={"answer": "confirmed"})
            amendment = minutes.replies[0]
            assert "고쳐 달라는 말에 답하기" in words_of(read(client, user, "/inbox"))
            send(client, user, f"/minutes/amendments/{amendment.id}", outcome="taken_in")
            page = words_of(read(client, user, f"/meetings/{minutes.meeting_id}"))
        assert f"{seat.name}의 제안] {AMENDMENT}" in page
        assert "확인함 2026. 11. 5.(목)" in page
        assert client.get(f"/minutes/read/{READING.token_of(minutes.id)}").status_code == 404

    def test_sealed_ones_are_told_and_open_for_a_while_and_then_to_whoever_is_signed_in(
        self, client: PortalClient, office: Actor, user: User, member: User
    ) -> None:
        minutes = make_out(office)
        at = f"/minutes/read/{READING.token_of(minutes.meeting.attendees[0].id)}"
        actions.seal_due(actor=SYSTEM, now=over(minutes))
        db.session.commit()
        told = next(mail for mail in mails("minutes_sealed") if mail.recipient == user.email)
        words = ("회의록 2026-000001", minutes.digest, "답이 없어 확인한 것으로 봄", "2026. 12. 13.(일)까지", at)
        assert in_order(told.body, *words)
        with time_machine.travel(over(minutes) + timedelta(days=29), tick=False):
            shown = words_of(client.get(at).get_data(as_text=True))
            assert in_order(shown, minutes.digest, "2026. 12. 13.(일)까지", "세탁기", "확인 명단", "답이 없어")
        with time_machine.travel(over(minutes) + timedelta(days=31), tick=False):
            shut = client.get(at).get_data(as_text=True)
            assert "더 열리지 않습니다" in shut
            assert "세탁기" not in shut
            assert ["세탁기" in read(client, each, at) for each in (user, member)] == [True, True]

    def test_who_spoke_about_people_is_read_by_who_was_there_and_signed_in(
        self, client: PortalClient, office: Actor, member: User
    ) -> None:
        minutes = make_out(office, kind=MeetingKind.CASE_CONFERENCE)
        db.session.commit()
        seat = next(each for each in minutes.meeting.attendees if each.user_id == member.id)
        at = f"/minutes/read/{READING.token_of(seat.id)}"
        with time_machine.travel(SOON, tick=False):
            assert "세탁기" not in client.get(at).get_data(as_text=True)
            assert "세탁기" in read(client, member, at)
            tasks = read(client, member, "/meetings/actions")
            assert "확인할 회의록" in tasks
            assert "지금 할 일이 없습니다" not in tasks
