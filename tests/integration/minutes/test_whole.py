"""Whoever confirms minutes reads all that the seal will cover."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any

import time_machine

from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.actions import Beside, Outcome
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.paper import added_to
from portal.consortium.meetings.voting import Ballot
from portal.consortium.minutes import actions
from portal.consortium.minutes.links import READING
from portal.consortium.minutes.states import AmendmentOutcome, MinutesAnswer
from portal.consortium.papers.actions import add_paper
from portal.consortium.papers.files import FILES as PAPERS
from portal.core.actors import ANONYMOUS, Actor
from portal.core.dates import format_clock, format_day
from portal.core.ids import new_id
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.meetings import AFTER, BEFORE, DUE, START, hold, make_meeting
from tests.factories.minutes import SOON, minutes_of
from tests.pages import words_of

ELSEWHERE = frozenset({"name", "signers"})
"""The title names the kind; who wrote the minutes stands among their facts, who closed the meeting beside the title."""


def leaves(value: Any) -> Iterator[str]:
    """Every text, day and moment that a document is made of."""
    match value:
        case str():
            yield from (" ".join(line.strip().strip("()").split()) for line in value.splitlines() if line.strip())
        case datetime():
            yield format_clock(value)
        case date():
            yield format_day(value)
        case tuple():
            for each in value:
                yield from leaves(each)
        case _ if is_dataclass(value):
            for field in fields(value):
                if field.name not in ELSEWHERE:
                    yield from leaves(getattr(value, field.name))


def rich(office: Actor) -> Meeting:
    """A meeting whose minutes have something of every part."""
    meetings.propose_item("빨래방 시간", "저녁에 닫혀 있습니다.", actor=office, now=BEFORE)
    meeting = make_meeting(office)
    meetings.add_attendee(meeting, "대학교", "교수", "강전문", actor=office, now=BEFORE)
    meeting.attachments, meeting.next_starts_at, meeting.next_place = "예산안 1부", START + timedelta(days=28), "2층"
    hold(meeting, office)
    first, proposed = meeting.items[0], next(each for each in meeting.items if each.title == "빨래방 시간")
    beside = Beside(planned_minutes=20, taken_minutes=25, information="문을 연 곳은 셋입니다.")
    meetings.write_item(first, first.title, "세탁기를 한 대 삽니다.", beside=beside, actor=office, now=AFTER)
    decided = Outcome("저녁에 엽니다.", ballot=Ballot(2, 0, 0), review_on=DUE, reason="일하는 분이 많습니다.")
    meetings.add_decision(proposed, decided, actor=office, now=START)
    meetings.add_task(first, Outcome("견적 받기", meeting.attendees[0], DUE), actor=office, now=START)
    add_paper(meeting, "시간표", PAPERS.seal(b"%PDF-1.7\n%%EOF\n", new_id()), actor=office, now=BEFORE)
    meetings.add_item(meeting, "다루지 못한 것", actor=office, now=START)
    meetings.close_meeting(meeting, actor=office, now=AFTER)
    return meeting


def test_the_page_says_all_that_the_document_says(client: PortalClient, office: Actor) -> None:
    meeting = rich(office)
    minutes, seat = minutes_of(meeting), meeting.attendees[-1]
    for words, item in (("두 대를 삽니다.", meeting.items[0]), ("장소가 빠졌습니다.", None)):
        reply = actions.say_of_minutes(
            minutes, meeting.attendees[0], MinutesAnswer.AMENDS, actor=ANONYMOUS, now=SOON, words=words, item=item
        )
        actions.answer_amendment(reply, AmendmentOutcome.TAKEN_IN, "", actor=office, now=SOON)
    actions.say_of_minutes(minutes, seat, MinutesAnswer.OBJECTED, actor=ANONYMOUS, now=SOON, words="듣지 못했습니다.")
    db.session.commit()
    document = meetings.official_minutes(meeting, added_to(meeting))
    at = f"/minutes/read/{READING.token_of(meeting.attendees[0].id)}"
    with time_machine.travel(SOON, tick=False):
        page = words_of(client.get(at).get_data(as_text=True))
    wanted = set(leaves(document))
    assert {"교수", "예산안 1부", "제안 이유: 저녁에 닫혀 있습니다.", "다음 회의로 넘김", "시간표"} <= wanted
    assert sorted(each for each in wanted if each not in page) == []
