"""Whoever proposed a point sees where it stands, takes it back or has another meeting speak about it; so the office."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions
from portal.consortium.meetings.actions import agenda, proposals
from portal.consortium.meetings.models import AgendaItem, AgendaProposal, Meeting
from portal.consortium.meetings.proposing import standings_of
from portal.consortium.meetings.queries import meeting_to_come, waiting_proposals
from portal.consortium.meetings.states import MeetingKind, MeetingState
from portal.core.clock import now as clock_now
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.extensions import db
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.meetings import BEFORE, hold, make_meeting, write

AT = "/meetings/proposals"


@pytest.fixture
def user(session: Session) -> User:
    return make_staff(Role.OFFICE, name="한지원")


@pytest.fixture
def maker(user: User) -> User:
    return make_staff(Role.COORDINATOR, name="김하늘")


def propose(maker: User, kind: MeetingKind, title: str = "차량") -> AgendaProposal:
    proposal = actions.propose_item(title, "하루 두 집", actor=maker.actor, now=BEFORE, meeting_kind=kind)
    db.session.commit()
    return proposal


class TestTheList:
    def test_has_ones_own_of_every_kind_and_for_the_office_all(
        self, client: PortalClient, user: User, maker: User
    ) -> None:
        propose(maker, MeetingKind.STEERING)
        other = make_staff(Role.COORDINATOR, name="박다른")
        db.session.commit()
        shown = [read(client, each, AT) for each in (maker, user, other)]
        assert ["차량" in each and "다음 회의를 만들면 안건에 오릅니다." in each for each in shown] == [
            True,
            True,
            False,
        ]
        narrowed = [read(client, user, f"{AT}?kind={kind}") for kind in (MeetingKind.STEERING, MeetingKind.WORKING)]
        assert ["차량" in each for each in narrowed] == [True, False]
        assert 'href="/meetings/proposals"' in read(client, maker, "/meetings")

    def test_asks_no_more_for_many_than_for_one(self, user: User, maker: User) -> None:
        make_meeting(user.actor)
        some = [propose(maker, MeetingKind.WORKING, f"차량 {number}") for number in range(3)]

        def asked(rows: list[AgendaProposal]) -> int:
            db.session.expire_all()
            kept, told = [each for each in rows if each.item_id], list[str]()

            def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
                told.append(statement)

            event.listen(db.engine, "before_cursor_execute", note)
            assert all(each.may_withdraw for each in standings_of(kept))
            event.remove(db.engine, "before_cursor_execute", note)
            return len(told)

        assert asked(some) == asked(some[:1])

    def test_tells_what_became_of_it(self, client: PortalClient, user: User, maker: User) -> None:
        soon = clock_now() + timedelta(days=3)
        meeting = make_meeting(user.actor, starts_at=soon)
        proposal = propose(maker, MeetingKind.WORKING)
        assert "안건에 오름" in read(client, maker, AT)
        hold(meeting, user.actor)
        write(next(each for each in meeting.items if each.id == proposal.item_id), "사기로 함", user.actor)
        actions.close_meeting(meeting, actor=user.actor, now=meeting.ends_at)
        db.session.commit()
        shown = read(client, maker, AT)
        assert ("다룸" in shown, "거두기" in shown, "옮기기" in shown) == (True, False, False)

    def test_says_no_word_about_people(self, client: PortalClient, user: User, maker: User) -> None:
        proposal = propose(maker, MeetingKind.CASE_CONFERENCE, "김씨 퇴원")
        for viewer in (user, maker):
            shown = read(client, viewer, AT)
            assert ("김씨" in shown, "사람에 대하여 이야기할 안건" in shown) == (False, True)
        read(client, user, f"{AT}/{proposal.id}/move", 404)
        with pytest.raises(Conflict):
            actions.move_proposal(proposal, MeetingKind.WORKING, actor=user.actor, now=BEFORE)


class TestMoving:
    def test_puts_it_on_the_agenda_of_that_kind_or_lets_it_wait(
        self, client: PortalClient, user: User, maker: User
    ) -> None:
        soon = clock_now() + timedelta(days=3)
        working = make_meeting(user.actor, starts_at=soon)
        proposal = propose(maker, MeetingKind.STEERING)
        send(client, maker, f"{AT}/{proposal.id}/move", kind=MeetingKind.WORKING.value)
        db.session.expire_all()
        assert [item.title for item in working.items].count("차량") == 1
        send(client, user, f"{AT}/{proposal.id}/move", kind=MeetingKind.GENERAL.value)
        db.session.expire_all()
        assert "차량" not in [item.title for item in working.items]
        assert [item.position for item in working.items] == list(range(1, len(working.items) + 1))
        assert waiting_proposals(MeetingKind.GENERAL) == [proposal]

    def test_leads_to_no_meeting_about_people(self, client: PortalClient, user: User, maker: User) -> None:
        proposal = propose(maker, MeetingKind.STEERING)
        assert MeetingKind.CASE_CONFERENCE.words not in read(client, maker, f"{AT}/{proposal.id}/move")
        with pytest.raises(DomainError, match="옮기지 않습니다"):
            actions.move_proposal(proposal, MeetingKind.CASE_CONFERENCE, actor=maker.actor, now=BEFORE)

    def test_is_refused_where_something_is_written_or_it_comes_by_itself(self, user: User, maker: User) -> None:
        meeting = make_meeting(user.actor)
        proposal = propose(maker, MeetingKind.WORKING)
        brought = actions.propose_item(
            "결정",
            "다시",
            actor=user.actor,
            now=BEFORE,
            source=("decision", proposal.id),
            meeting_kind=MeetingKind.GENERAL,
        )
        write(next(each for each in meeting.items if each.id == proposal.item_id), "이야기함", user.actor)
        for each in (proposal, brought):
            with pytest.raises(Conflict):
                actions.move_proposal(each, MeetingKind.STEERING, actor=user.actor, now=BEFORE)
            with pytest.raises(Conflict):
                actions.withdraw_proposal(each, actor=user.actor, now=BEFORE)

    @pytest.mark.parametrize("is_moved", [False, True])
    def test_lets_it_wait_where_the_meeting_is_called_off_meanwhile(
        self, user: User, maker: User, monkeypatch: pytest.MonkeyPatch, *, is_moved: bool
    ) -> None:
        meeting, moved = make_meeting(user.actor), propose(maker, MeetingKind.GENERAL)
        called_off = update(Meeting).where(Meeting.id == meeting.id).values(state=MeetingState.CANCELLED)

        def find(kind: MeetingKind, now: datetime) -> Meeting | None:
            """The other one calls it off after it was found."""
            found = meeting_to_come(kind, now)
            db.session.execute(called_off.execution_options(synchronize_session=False))
            return found

        for place in (agenda, proposals):
            monkeypatch.setattr(place, "meeting_to_come", find)
        if is_moved:
            actions.move_proposal(moved, MeetingKind.WORKING, actor=maker.actor, now=BEFORE)
        proposal = moved if is_moved else propose(maker, MeetingKind.WORKING)
        assert (proposal.item_id, waiting_proposals(MeetingKind.WORKING)) == (None, [proposal])


class TestTakingBack:
    def test_takes_it_off_the_agenda_and_out_of_what_waits(self, client: PortalClient, user: User, maker: User) -> None:
        meeting = make_meeting(user.actor)
        proposals = [propose(maker, kind) for kind in (MeetingKind.WORKING, MeetingKind.GENERAL)]
        for each in proposals:
            send(client, maker, f"{AT}/{each.id}/withdraw")
        db.session.expire_all()
        assert "차량" not in [item.title for item in meeting.items]
        assert waiting_proposals(MeetingKind.GENERAL) == []
        assert "제안한 안건이 없습니다." in read(client, maker, AT)

    def test_sees_what_was_written_before_its_meeting_was_held(self, user: User, maker: User) -> None:
        make_meeting(user.actor)
        proposal = propose(maker, MeetingKind.WORKING)
        item = db.session.get_one(AgendaItem, proposal.item_id)
        assert item.discussion == ""
        written = update(AgendaItem).where(AgendaItem.id == item.id).values(discussion="이야기함")
        db.session.execute(written.execution_options(synchronize_session=False))
        with pytest.raises(Conflict):
            actions.withdraw_proposal(proposal, actor=maker.actor, now=BEFORE)

    def test_is_nobody_elses(self, client: PortalClient, maker: User) -> None:
        proposal, other = propose(maker, MeetingKind.GENERAL), make_staff(Role.COORDINATOR, name="박다른")
        db.session.commit()
        send(client, other, f"{AT}/{proposal.id}/withdraw", 404)
        with pytest.raises(Forbidden):
            actions.withdraw_proposal(proposal, actor=other.actor, now=BEFORE)
