"""Whom nobody asked to confirm minutes agrees to nothing by silence."""

from datetime import timedelta

import pytest

from portal.accounts.models import User
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.minutes import actions
from portal.consortium.minutes.paper import word_of
from portal.consortium.minutes.queries import not_consulted
from portal.consortium.minutes.states import AmendmentOutcome, MinutesAnswer
from portal.core.actors import ANONYMOUS, Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, Forbidden
from tests.factories.meetings import START, make_held, write
from tests.factories.minutes import SOON, asked_by_nobody, mails, minutes_of, sent_a_deputy

UNHEARD = "2026. 11. 12.(목)까지 답을 듣지 못함 (연락이 닿지 않음)"


class TestSilence:
    """Whom nobody asked agrees to nothing."""

    def test_of_whom_nothing_reached_is_not_heard(self, office: Actor, member: User) -> None:
        minutes, guest = asked_by_nobody(office)
        assert not_consulted(day_of(SOON)) == [(minutes, guest)]
        own = next(each for each in minutes.meeting.attendees if each.user_id == member.id)
        words = [word_of(minutes, seat) for seat in (guest, own)]
        assert words == [UNHEARD, "2026. 11. 12.(목)까지 답이 없어 확인한 것으로 봄"]
        with pytest.raises(Forbidden):
            actions.note_consulted(minutes, guest, actor=member.actor, now=SOON)
        actions.note_consulted(minutes, guest, actor=office, now=SOON)
        assert (not_consulted(day_of(SOON)), word_of(minutes, guest)) == ([], words[1])
        later = SOON + timedelta(hours=1)
        amendment = actions.say_of_minutes(
            minutes, own, MinutesAnswer.AMENDS, actor=member.actor, now=SOON, words="두 대입니다."
        )
        actions.answer_amendment(amendment, AmendmentOutcome.TAKEN_IN, "", actor=office, now=later)
        assert (not_consulted(day_of(SOON)), word_of(minutes, guest)) == ([(minutes, guest)], UNHEARD)
        minutes.last_word_counts = False
        assert word_of(minutes, guest) == words[1]
        minutes.last_word_counts = True
        actions.note_consulted(minutes, guest, actor=office, now=later)
        assert (not_consulted(day_of(SOON)), word_of(minutes, guest)) == ([], words[1])

    def test_nor_is_a_closed_account_or_a_deputy_to_whom_nobody_passed_it_on(self, office: Actor, member: User) -> None:
        minutes, seat = sent_a_deputy(office, member, MeetingKind.WORKING)
        assert word_of(minutes, seat) == UNHEARD
        actions.pass_on(minutes, seat, "d@example.org", actor=ANONYMOUS, now=SOON)
        assert word_of(minutes, seat).endswith("답이 없어 확인한 것으로 봄")
        actions.forget_deputy(minutes, seat, actor=office, now=SOON)
        assert word_of(minutes, seat) == UNHEARD
        meeting = make_held(office, starts_at=START + timedelta(days=28))
        write(meeting.items[0], "세탁기를 한 대 삽니다.", office)
        member.disabled_at = meeting.ends_at
        meetings.close_meeting(meeting, actor=office, now=meeting.ends_at)
        own = next(each for each in meeting.attendees if each.user_id == member.id)
        assert word_of(minutes_of(meeting), own) == "2026. 12. 10.(목)까지 답을 듣지 못함 (연락이 닿지 않음)"

    def test_an_address_that_is_told_later_is_written_to(self, office: Actor) -> None:
        minutes, guest = asked_by_nobody(office)
        meetings.note_address(guest, "a@example.org", actor=office, now=SOON)
        assert [mail.recipient for mail in mails()][-1] == "a@example.org"
        assert guest.consulted_at == SOON
        own = next(each for each in minutes.meeting.attendees if each.user_id == office.user_id)
        with pytest.raises(Conflict, match="계정이나"):
            meetings.note_address(own, "b@example.org", actor=office, now=SOON)
