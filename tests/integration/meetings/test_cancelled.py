"""A meeting that was called off says when and why; its papers and points are where they belong; nobody is reminded."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.queries import waiting_proposals
from portal.consortium.meetings.states import LeftOver, MeetingKind
from portal.consortium.meetings.tasks import ask_once_more
from portal.consortium.papers.actions import add_paper
from portal.consortium.papers.files import FILES
from portal.core.actors import SYSTEM
from portal.core.clock import day_bounds
from portal.core.ids import new_id
from portal.core.permissions import Role
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.truth import untruth
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.meetings import AFTER, BEFORE, START, make_held, make_meeting

WHY = "그날 눈이 많이 온다고 합니다."
REVIEW = date(2027, 1, 4)


@pytest.fixture
def user(session: Session) -> User:
    return make_staff(Role.OFFICE, name="한지원")


@pytest.fixture
def asked(user: User) -> User:
    return make_staff(Role.COORDINATOR, name="김하늘")


def mails(kind: str) -> list[OutboxMessage]:
    db.session.flush()
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)))


class TestThePage:
    def test_says_when_by_whom_and_why_as_the_mail_does(self, client: PortalClient, user: User, asked: User) -> None:
        meeting = make_meeting(user.actor)
        at = f"/meetings/{meeting.id}"
        db.session.commit()
        with time_machine.travel(BEFORE, tick=False):
            assert "까닭" in send(client, user, f"{at}/cancel", 422, why="")
            send(client, user, f"{at}/cancel", why=WHY)
        shown = read(client, asked, at)
        for words in ("취소된 회의입니다.", "2026. 11. 2.(월) 14:00에 한지원 님이 취소했습니다.", f"까닭: {WHY}"):
            assert words in shown
        (mail,) = [each for each in mails("meeting_cancelled") if each.recipient == asked.email]
        assert f"까닭: {WHY}" in mail.body

    def test_of_a_conference_asks_no_words(self, client: PortalClient, user: User, asked: User) -> None:
        meeting = make_meeting(user.actor, kind=MeetingKind.CASE_CONFERENCE)
        at = f"/meetings/{meeting.id}"
        db.session.commit()
        assert 'name="why"' not in read(client, user, f"{at}/cancel")
        send(client, user, f"{at}/cancel", why=WHY)
        assert WHY not in read(client, asked, at)

    def test_stands_in_the_list_of_those_for_whoever_may_read_it(
        self, client: PortalClient, user: User, asked: User
    ) -> None:
        for kind in (MeetingKind.WORKING, MeetingKind.CASE_CONFERENCE):
            meeting = make_meeting(user.actor, kind=kind)
            actions.cancel_meeting(meeting, actor=user.actor, now=BEFORE)
        stranger = make_staff(Role.COORDINATOR, name="박다른")
        db.session.commit()
        assert "취소한 회의" in read(client, asked, "/meetings")
        lists = [read(client, each, "/meetings?state=cancelled") for each in (user, asked, stranger)]
        assert ["실무회의" in each and "2026. 11. 2.(월)" in each for each in lists] == [True] * 3
        assert ["통합지원회의" in each for each in lists] == [True, True, False]


def test_its_papers_open_to_those_who_were_asked_and_to_no_link(client: PortalClient, user: User, asked: User) -> None:
    meeting = make_meeting(user.actor)
    paper = add_paper(meeting, "예산안", FILES.seal(b"%PDF-1.7\n%%EOF\n", new_id()), actor=user.actor, now=BEFORE)
    actions.cancel_meeting(meeting, actor=user.actor, now=BEFORE)
    stranger = make_staff(Role.COORDINATOR, name="박다른")
    db.session.commit()
    assert "취소된 회의의 자료입니다." in read(client, asked, f"/meetings/{meeting.id}")
    at = f"/meetings/{meeting.id}/papers/{paper.id}"
    for viewer, status in ((user, 200), (asked, 200), (stranger, 404)):
        client.sign_in(viewer.id)
        assert client.get(at).status_code == status


def test_what_it_was_to_speak_about_is_where_it_came_from(user: User) -> None:
    """What was proposed, carried over or comes again on its day waits; whatever the office typed goes on as it was."""
    office = user.actor
    earlier = make_held(office, starts_at=START - timedelta(days=28))
    decided = actions.Outcome("두 달 해 본다.", review_on=REVIEW)
    actions.add_decision(earlier.items[0], decided, actor=office, now=earlier.starts_at)
    left = actions.add_item(earlier, "세탁기 사기", actor=office, now=earlier.starts_at)
    actions.close_meeting(earlier, actor=office, now=earlier.ends_at)
    assert left.left_over is LeftOver.CARRIED
    meeting = make_meeting(office, starts_at=day_bounds(REVIEW)[1])
    actions.propose_item("차량", "하루 두 집", actor=office, now=AFTER)
    actions.bring_decisions(actor=SYSTEM, now=day_bounds(REVIEW)[0])
    brought = ["세탁기 사기", "차량", "결정 다시 살펴보기: 두 달 해 본다."]
    assert points(meeting)[-3:] == brought
    actions.add_item(meeting, "새 전화기", actor=office, now=AFTER)
    actions.cancel_meeting(meeting, actor=office, now=AFTER)
    assert sorted(each.title for each in waiting_proposals(MeetingKind.WORKING)) == sorted(brought)
    following = make_meeting(office, starts_at=START + timedelta(days=90))
    assert sorted(points(following)[-4:]) == sorted([*brought, "새 전화기"])
    assert waiting_proposals(MeetingKind.WORKING) == []


def test_a_reminder_that_was_queued_is_not_sent(user: User, asked: User) -> None:
    meeting, soon = make_meeting(user.actor), START - timedelta(hours=30)
    assert ask_once_more(soon) > 0
    queued = mails("meeting_reminder")
    assert [untruth(each, soon) for each in queued] == [None] * len(queued)
    actions.cancel_meeting(meeting, actor=user.actor, now=soon)
    assert None not in [untruth(each, soon) for each in queued]
    assert ask_once_more(soon) == 0


def points(meeting: Meeting) -> list[str]:
    db.session.expire(meeting)
    return [item.title for item in meeting.items]
