"""What follows when somebody who works here leaves: nothing that was theirs is left without somebody."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user, enable_user, invite_staff, revoke_role, withdraw_invitation
from portal.accounts.models import RoleGrant, User
from portal.consortium.meetings.actions import close_meeting
from portal.consortium.meetings.models import MeetingAction
from portal.consortium.meetings.undone import open_actions_of
from portal.consortium.members.queries import members_nobody_enters, unentered_since
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.states import ClosureReason
from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.duty.models import Shift, StaffNotice
from portal.duty.queries import on_call_at
from portal.duty.states import Matter
from portal.extensions import db
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, make_organisation
from tests.factories.coordinators import make_office
from tests.factories.meetings import START, make_held, make_meeting, make_task
from tests.factories.messages import make_shift
from tests.factories.referrals import Scene

SOON = NOW + timedelta(days=3)


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(name="박사무")


@pytest.fixture
def leaver(session: Session) -> User:
    return make_staff(Role.COORDINATOR, name="오세라")


class TestTasks:
    @pytest.fixture
    def task(self, office: User, leaver: User) -> MeetingAction:
        """Of a closed meeting, which never changes but for whose desk it stands on."""
        meeting = make_held(office.actor)
        task = make_task(meeting, office.actor)
        task.owner_id = leaver.id
        close_meeting(meeting, actor=office.actor, now=meeting.ends_at)
        return task

    def test_stand_on_the_desk_of_whoever_closed_the_account(
        self, office: User, leaver: User, task: MeetingAction
    ) -> None:
        named = task.owner_name
        disable_user(leaver, actor=office.actor, now=NOW)
        assert open_actions_of(office.id) == [task]
        assert (open_actions_of(leaver.id), task.owner_name) == ([], named)

    def test_that_are_done_stay_with_who_did_them(self, office: User, leaver: User, task: MeetingAction) -> None:
        task.done_at = START
        db.session.flush()
        disable_user(leaver, actor=office.actor, now=NOW)
        assert task.owner_id == leaver.id


class TestMeetings:
    def test_that_have_not_begun_ask_them_no_more(self, office: User, leaver: User) -> None:
        coming, begun = make_meeting(office.actor, starts_at=SOON), make_meeting(office.actor, starts_at=NOW)
        for meeting in (coming, begun):
            assert leaver.id in {seat.user_id for seat in meeting.attendees}
        disable_user(leaver, actor=office.actor, now=NOW)
        assert leaver.id not in {seat.user_id for seat in coming.attendees}
        assert leaver.id in {seat.user_id for seat in begun.attendees}


class TestHouseholds:
    def test_who_accompanies_households_hands_them_over_before_the_account_closes(self, scene: Scene) -> None:
        user = scene.line.plan.case.coordinator
        with pytest.raises(Conflict, match="가구를 담당하고"):
            disable_user(user, actor=make_office().actor, now=NOW)
        assert user.disabled_at is None

    def test_nor_is_the_role_taken_before(self, scene: Scene) -> None:
        user_id = scene.line.plan.case.coordinator_id
        grant = db.session.scalars(select(RoleGrant).where(RoleGrant.user_id == user_id)).one()
        with pytest.raises(Conflict):
            revoke_role(grant, actor=make_office().actor, now=NOW)

    def test_whose_households_are_closed_may_go(self, scene: Scene) -> None:
        case = scene.line.plan.case
        close_case(case, ClosureReason.GOAL_MET, "", actor=scene.coordinator, now=NOW)
        disable_user(case.coordinator, actor=make_office().actor, now=NOW)
        assert case.coordinator.disabled_at == NOW


class TestShifts:
    def test_end_and_later_ones_are_taken_off(self, office: User, leaver: User) -> None:
        make_shift(leaver, NOW - timedelta(hours=1))
        make_shift(leaver, SOON, SOON + timedelta(hours=8))
        other = make_shift(office, SOON, SOON + timedelta(hours=8))
        disable_user(leaver, actor=office.actor, now=NOW)
        assert on_call_at(NOW) is None
        assert db.session.scalars(select(Shift).where(Shift.ends_at > NOW)).all() == [other]


class TestMembers:
    def told(self, user: User) -> list[str]:
        db.session.flush()
        mine = select(StaffNotice.words).where(StaffNotice.user_id == user.id, StaffNotice.matter == Matter.MEMBER)
        return list(db.session.scalars(mine))

    def test_of_which_the_last_person_leaves_stand_on_a_list_and_the_office_hears(self, office: User) -> None:
        member = make_organisation(name="울림두레")
        first, last = (make_staff(Role.COOPERATIVE, organisation_id=member.id) for _ in range(2))
        disable_user(first, actor=office.actor, now=NOW)
        assert (members_nobody_enters(NOW), self.told(office)) == ([], [])
        disable_user(last, actor=office.actor, now=SOON)
        assert members_nobody_enters(SOON) == [member]
        assert unentered_since([member]) == {member.id: SOON}
        assert self.told(office) == ["울림두레에 로그인할 수 있는 사람이 없습니다. 담당자를 초대해 주십시오."]

    def test_whose_last_role_is_taken_back_as_well(self, office: User) -> None:
        member = make_organisation()
        worker = make_staff(Role.COOPERATIVE, organisation_id=member.id)
        revoke_role(worker.grants[0], actor=office.actor, now=NOW)
        assert members_nobody_enters(NOW) == [member]
        assert len(self.told(office)) == 1

    def test_leave_it_once_somebody_is_invited_and_come_back_with_the_invitation(self, office: User) -> None:
        member = make_organisation()
        assert members_nobody_enters(NOW) == [member]
        assert unentered_since([member]) == {member.id: member.entered_at}
        invited = invite_staff("new@example.kr", "이새봄", Role.COOPERATIVE, member.id, actor=office.actor, now=NOW)
        assert members_nobody_enters(NOW) == []
        assert members_nobody_enters(invited.expires_at) == [member]
        withdraw_invitation(invited, actor=office.actor, now=NOW)
        assert members_nobody_enters(NOW) == [member]

    def test_leave_it_when_the_account_is_opened_again(self, office: User) -> None:
        member = make_organisation()
        worker = make_staff(Role.COOPERATIVE, organisation_id=member.id)
        disable_user(worker, actor=office.actor, now=NOW)
        enable_user(worker, actor=office.actor, now=NOW)
        assert members_nobody_enters(NOW) == []

    def test_the_lead_and_who_is_no_member_need_nobody(self, session: Session) -> None:
        make_organisation(is_lead=True)
        make_organisation(left_on=NOW.date() - timedelta(days=1))
        assert members_nobody_enters(NOW) == []


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.usefixtures("now")
class TestPages:
    def test_the_office_sees_the_list_on_its_members_and_among_what_waits(
        self, client: PortalClient, office: User, session: Session
    ) -> None:
        member = make_organisation(name="울림두레")
        session.commit()
        client.sign_in(office.id)
        for address in ("/members", "/inbox"):
            page = client.get(address).get_data(as_text=True)
            assert "아무도 로그인할 수 없는 조합" in page
            assert f"/members/{member.id}" in page
