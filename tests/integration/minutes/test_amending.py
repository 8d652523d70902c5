"""What one confirmed is what is sealed: whoever confirmed hears what was amended since, and may object."""

from datetime import timedelta

import pytest

from portal.accounts.models import User
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.minutes import actions
from portal.consortium.minutes.paper import signatures, word_of
from portal.consortium.minutes.states import AmendmentOutcome, MinutesAnswer
from portal.core.actors import ANONYMOUS, SYSTEM, Actor
from portal.core.errors import Conflict
from portal.extensions import db
from tests.factories.minutes import AMENDMENT, SOON, mails, make_amendment, make_out, over
from tests.unit.documents.reading import in_order

CONFIRMED, OBJECTED, _AMENDS = MinutesAnswer
SIGNATURE = "10,10 20,20;30,30 40,40"
LATER = SOON + timedelta(days=1)


class TestAmendedSince:
    def test_nobody_has_signed_what_came_later(self, office: Actor, member: User) -> None:
        minutes = make_out(office)
        reply = make_amendment(minutes)
        signer = next(each for each in minutes.meeting.attendees if each is not reply.seat)
        actions.say_of_minutes(minutes, signer, CONFIRMED, actor=ANONYMOUS, now=SOON, signature=SIGNATURE)
        actions.say_of_minutes(minutes, reply.seat, CONFIRMED, actor=ANONYMOUS, now=SOON)
        actions.answer_amendment(reply, AmendmentOutcome.TAKEN_IN, "", actor=office, now=LATER)
        (mail,) = mails("minutes_amended")
        address = db.session.get_one(User, signer.user_id).email
        assert mail.recipient == address
        assert in_order(mail.body, AMENDMENT, "먼저 확인하신 것은 그대로 실립니다", "11. 12.(목)까지", "/minutes/read/")
        assert actions.seal_due(actor=SYSTEM, now=LATER) == 0
        said = "서명함 2026. 11. 5.(목) 18:00"
        since = "2026. 11. 6.(금)에 고친 뒤에는 답하지 않음"
        assert word_of(minutes, signer) == f"{said}, {since}"
        assert word_of(minutes, reply.seat) == f"확인함 2026. 11. 5.(목) 18:00, {since}"
        for seat in (signer, reply.seat):
            actions.say_of_minutes(minutes, seat, CONFIRMED, actor=ANONYMOUS, now=LATER)
            with pytest.raises(Conflict, match="이미 확인"):
                actions.say_of_minutes(minutes, seat, CONFIRMED, actor=ANONYMOUS, now=LATER)
        assert word_of(minutes, signer) == "확인함 2026. 11. 6.(금) 18:00"
        assert actions.seal_due(actor=SYSTEM, now=LATER) == 1

    def test_who_objects_to_it_has_signed_no_more(self, office: Actor, member: User) -> None:
        minutes = make_out(office)
        reply = make_amendment(minutes)
        signer = next(each for each in minutes.meeting.attendees if each is not reply.seat)
        actions.say_of_minutes(minutes, signer, CONFIRMED, actor=ANONYMOUS, now=SOON, signature=SIGNATURE)
        answered_at = over(minutes)
        actions.answer_amendment(reply, AmendmentOutcome.TAKEN_IN, "", actor=office, now=answered_at)
        actions.say_of_minutes(minutes, signer, OBJECTED, actor=ANONYMOUS, now=answered_at, words="한 대였습니다.")
        assert (word_of(minutes, signer), signatures(minutes)) == ("이의를 남김", {})
        minutes.last_word_counts = False
        assert signatures(minutes) == {signer.id: SIGNATURE}

    def test_who_wanted_it_hears_why_not(self, office: Actor) -> None:
        reply = make_amendment(make_out(office))
        actions.answer_amendment(reply, AmendmentOutcome.NOT_TAKEN_IN, "한 대였습니다.", actor=office, now=LATER)
        (mail,) = mails("minutes_answered")
        assert in_order(mail.body, AMENDMENT, "받아들이지 않음", "한 대였습니다.", "이의로 회의록에 실립니다")
        assert mails("minutes_amended") == []
        apart = make_amendment(make_out(office, kind=MeetingKind.CASE_CONFERENCE))
        after_it = over(apart.minutes)
        actions.answer_amendment(apart, AmendmentOutcome.NOT_TAKEN_IN, "아닙니다.", actor=office, now=after_it)
        told = mails("minutes_answered")[-1].body
        assert ("로그인하여 읽으십니다" in told, "까지" in told) == (True, False)
