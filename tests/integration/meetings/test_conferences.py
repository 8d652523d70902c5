"""What conferences about people say stays with those who are asked to each of them."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.consortium.meetings import actions
from portal.consortium.meetings.actions import Outcome
from portal.consortium.meetings.queries import planned_meeting, waiting_proposals
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.meetings.undone import left_undone
from portal.core.actors import SYSTEM
from portal.core.clock import day_bounds
from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.extensions import db
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_staff, make_user
from tests.factories.meetings import AFTER, BEFORE, START, hold, make_meeting, make_office, make_task
from tests.pages import words_of

KIND = MeetingKind.CASE_CONFERENCE
REVIEW = date(2027, 1, 4)


@pytest.mark.on_sqlite
def test_nothing_of_one_comes_to_the_next_unless_the_office_chooses_it(client: PortalClient, session: Session) -> None:
    user, asked = make_staff(Role.OFFICE, name="한지원"), make_user(Role.COORDINATOR)
    office = user.actor
    first, off = (make_meeting(office, kind=KIND, starts_at=START - timedelta(days=day)) for day in (0, 1))
    guest = actions.add_attendee(first, "병원", "의료진", "김병원", actor=office, now=BEFORE, email="k@example.kr")
    for meeting, title in ((first, "김씨 어르신 퇴원"), (off, "이씨 어르신 이사")):
        actions.add_item(meeting, title, actor=office, now=BEFORE)
    hold(first, office)
    make_task(first, office, "김씨 병실 알아보기")
    outcome = Outcome("김씨는 두 달 뒤 다시 본다.", review_on=REVIEW)
    actions.add_decision(first.items[0], outcome, actor=office, now=START)
    actions.close_meeting(first, actor=office, now=AFTER)
    actions.cancel_meeting(off, actor=office, now=AFTER)
    second = actions.plan_next_meeting(KIND, actor=office, now=AFTER)
    actions.bring_decisions(actor=SYSTEM, now=day_bounds(REVIEW)[0])
    db.session.expire_all()
    assert guest.name not in {each.name for each in second.attendees}
    assert [item.title for item in second.items] == ["대상 가구의 사정", "개인별지원계획"]
    assert left_undone(KIND) == []
    shown = words_of(read(client, asked, f"/meetings/{second.id}"))
    assert "씨" not in shown
    waiting = waiting_proposals(KIND)
    assert {each.title.split()[0] for each in waiting} == {"김씨", "이씨", "결정"}
    at = f"/meetings/{second.id}"
    assert "이씨 어르신 이사" in words_of(read(client, user, at))
    chosen = next(each for each in waiting if each.title.startswith("이씨"))
    send(client, user, f"{at}/waiting/{chosen.id}/take-up")
    db.session.expire_all()
    assert [item.title for item in second.items][2:] == ["이씨 어르신 이사"]
    with pytest.raises(Conflict):
        actions.take_up(second, chosen, actor=office, now=AFTER)


def test_the_way_to_the_next_one_is_for_whoever_is_asked_there(session: Session) -> None:
    office, asked = make_office(), make_user(Role.COORDINATOR).actor
    meeting = make_meeting(office, kind=KIND)
    stranger = make_user(Role.COORDINATOR).actor
    assert [planned_meeting(KIND, viewer=each) for each in (stranger, asked, office)] == [None, meeting, meeting]
