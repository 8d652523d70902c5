"""What the page of an invitation says of where a deputy is reached."""

from dataclasses import replace

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal.consortium.meetings.links import ANSWERING
from portal.consortium.meetings.rules import CHARTERS
from portal.consortium.meetings.states import MeetingKind
from tests.factories.meetings import BEFORE, make_meeting, make_office


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [
        (MeetingKind.WORKING, 7, "회의록을 확인하실 주소를 그분께 바로 보냅니다"),
        (MeetingKind.CASE_CONFERENCE, 7, "회의록은 보내지 않습니다"),
        (MeetingKind.WORKING, 0, ""),
    ],
)
def test_the_address_of_a_deputy_is_asked_for_what_it_is_used_for(
    app: Flask,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    kind: MeetingKind,
    days: int,
    words: str,
) -> None:
    """Where nobody confirms the minutes there is no use for it, and it is not asked for."""
    meeting = make_meeting(make_office(), kind=kind)
    monkeypatch.setitem(CHARTERS, kind, replace(CHARTERS[kind], confirm_days=days))
    session.commit()
    with time_machine.travel(BEFORE, tick=False):
        page = app.test_client().get(ANSWERING.path_of(meeting.attendees[0].id)).get_data(as_text=True)
    assert ("대리인의 이메일" in page) == bool(words)
    assert words in page
    assert ("바로 보냅니다" in page) == (kind is MeetingKind.WORKING and days > 0)
