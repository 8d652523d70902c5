"""Whoever holds a place now sits on it: after a role, a member, its contact, or what an expert agreed to changed."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import revoke_role
from portal.consortium.advice.actions import change_expert, erase_expert
from portal.consortium.meetings import actions
from portal.consortium.meetings.links import DOING
from portal.consortium.meetings.models import Attendee, Meeting, MeetingAction
from portal.consortium.meetings.states import InvitationReply, MeetingKind
from portal.consortium.meetings.task_links import task_by_link
from portal.consortium.meetings.tasks import remind_of_tasks
from portal.consortium.members.models import Organisation
from portal.core.actors import ANONYMOUS, Actor
from portal.core.clock import day_bounds
from portal.core.errors import Conflict
from portal.core.events import Event, tell
from portal.core.permissions import Role
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.truth import untruth
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.advice import details, make_expert
from tests.factories.consortium import make_organisation
from tests.factories.meetings import AFTER, BEFORE, START, hold, make_closed, make_meeting, make_office
from tests.pages import words_of

UNNAMED = "이름을 밝히지 않은 자문위원(사회복지)"
ASKED_ON = BEFORE.date() - timedelta(days=30)


@pytest.fixture
def office(session: Session) -> Actor:
    return make_office()


def seats(meeting: Meeting) -> list[str]:
    db.session.expire(meeting)
    return [seat.name for seat in meeting.attendees]


def seat_called(meeting: Meeting, name: str) -> Attendee:
    return next(seat for seat in meeting.attendees if seat.name == name)


def heard(address: str) -> list[str]:
    db.session.flush()
    mails = select(OutboxMessage.kind).where(OutboxMessage.recipient == address).order_by(OutboxMessage.id)
    return list(db.session.scalars(mails))


def changed(member: Organisation, office: Actor, **values: object) -> None:
    for name, value in values.items():
        setattr(member, name, value)
    db.session.flush()
    tell(Event.MEMBER_CHANGED, member.id, actor=office, now=BEFORE)


def test_a_renamed_member_keeps_its_seat_and_another_contact_is_asked_in_place_of_the_former(office: Actor) -> None:
    member = make_organisation("울림두레", email="old@ullim.kr", contact_name="오세라")
    meeting = make_meeting(office)
    seat = seat_called(meeting, "오세라")
    actions.answer_invitation(seat, InvitationReply.COMING, actor=ANONYMOUS, now=BEFORE)
    changed(member, office, name="새울림두레")
    assert (seat.organisation, seat.reply, heard("old@ullim.kr")) == (
        "새울림두레", InvitationReply.COMING, ["meeting_invitation"],
    )  # fmt: skip
    changed(member, office, email="sera@ullim.kr")
    assert (heard("sera@ullim.kr"), seat.reply) == (["meeting_invitation"], InvitationReply.COMING)
    changed(member, office, email="new@ullim.kr", contact_name="이새봄")
    assert (seats(meeting), heard("sera@ullim.kr")) == (
        ["한지원", "이새봄"],
        ["meeting_invitation", "meeting_taken_back"],
    )
    assert (heard("new@ullim.kr"), meeting.attendees[-1].reply) == (["meeting_invitation"], InvitationReply.UNANSWERED)
    actions.change_meeting(meeting, _elsewhere(meeting), actor=office, now=BEFORE)
    assert heard("old@ullim.kr") + heard("sera@ullim.kr") == 2 * ["meeting_invitation"] + ["meeting_taken_back"]
    changed(member, office, left_on=date(2026, 11, 1))
    assert seats(meeting) == ["한지원"]


def _elsewhere(meeting: Meeting) -> actions.MeetingValues:
    kept = {name: getattr(meeting, name) for name in ("kind", "starts_at", "ends_at", "host")}
    return actions.MeetingValues(**kept, place="1층")


def test_a_role_taken_back_takes_its_seat_and_leaves_that_of_another_role(office: Actor) -> None:
    member = make_organisation("울림두레", contact_name="오세라")
    coordinator = make_staff(Role.COORDINATOR, name="김하늘")
    worker = make_staff(Role.COOPERATIVE, name="이바다", organisation_id=member.id)
    meeting = make_meeting(office)
    assert seats(meeting) == ["한지원", "김하늘", "이바다"]
    for user in (coordinator, worker):
        revoke_role(user.grants[0], actor=office, now=BEFORE)
    assert seats(meeting) == ["한지원", "오세라"]
    assert heard(coordinator.email or "")[-1] == "meeting_taken_back"


def test_experts_are_asked_while_they_serve_and_agree(office: Actor) -> None:
    agreed = {"asked_on": ASKED_ON, "email": "pyo@example.kr"}
    meeting = make_meeting(office, kind=MeetingKind.ADVISORY)
    make_expert(office, now=BEFORE, name="묻지않음")
    make_expert(office, now=BEFORE, name="임기끝남", until_on=BEFORE.date(), asked_on=ASKED_ON, email="gone@example.kr")
    expert = make_expert(office, now=BEFORE, name="표은실", **agreed)
    assert "표은실" not in seats(make_meeting(office))
    assert (seats(meeting), heard("pyo@example.kr")) == (["한지원", "표은실"], ["meeting_invitation"])
    change_expert(
        expert, details(BEFORE, name="표은실", **agreed | {"email": "eun@example.kr"}), actor=office, now=BEFORE
    )
    assert heard("eun@example.kr") == ["meeting_invitation"]
    change_expert(expert, details(BEFORE, name="표은실"), actor=office, now=BEFORE)
    assert (seats(meeting), heard("eun@example.kr")[1:]) == (["한지원"], ["meeting_taken_back"])


def page_for(client: PortalClient, user_id: UUID, meeting: Meeting) -> str:
    client.sign_in(user_id)
    return words_of(client.get(f"/meetings/{meeting.id}").text)


@pytest.mark.on_sqlite
def test_who_did_not_agree_to_be_named_is_named_to_the_office_alone_and_erased_everywhere(
    client: PortalClient, office: Actor
) -> None:
    agreed = {"asked_on": ASKED_ON, "email": "pyo@example.kr", "named_on": None}
    expert, member = make_expert(office, now=BEFORE, **agreed), make_staff(Role.COORDINATOR, name="김하늘")
    past = hold(make_meeting(office, starts_at=BEFORE - timedelta(days=1), kind=MeetingKind.ADVISORY), office)
    actions.add_task(
        past.items[0], actions.Outcome("검토", past.attendees[-1], date(2026, 12, 1)), actor=office, now=BEFORE
    )
    meeting = make_meeting(office, kind=MeetingKind.ADVISORY)
    other = make_meeting(office)
    actions.add_attendee(other, "한강대학교", "", "표은실", actor=office, now=BEFORE, email="pyo@example.kr")
    db.session.commit()
    assert office.user_id
    with time_machine.travel(BEFORE, tick=False):
        to_office, to_member = (page_for(client, user_id, meeting) for user_id in (office.user_id, member.id))
    assert ("표은실" in to_office, "표은실" in to_member, "한강대학교" in to_member) == (True, False, False)
    assert UNNAMED in to_member
    erase_expert(expert, actor=office, now=BEFORE)
    assert not [each for each in (meeting, other) if "표은실" in seats(each)]
    assert (seats(past)[-1], past.attendees[-1].email, past.actions[0].owner_name) == (UNNAMED, "", UNNAMED)
    actions.close_meeting(past, actor=office, now=AFTER)


def test_by_what_name_an_expert_stands_follows_their_consent_where_nothing_is_closed(office: Actor) -> None:
    agreed = {"asked_on": ASKED_ON, "email": "pyo@example.kr"}
    expert = make_expert(office, now=BEFORE, named_on=None, **agreed)
    held = hold(make_meeting(office, starts_at=BEFORE - timedelta(days=1), kind=MeetingKind.ADVISORY), office)
    outcome = actions.Outcome("검토", held.attendees[-1], date(2026, 12, 1))
    task = actions.add_task(held.items[0], outcome, actor=office, now=BEFORE)
    typed = actions.add_attendee(make_meeting(office), "한강대학교", "", "표은실", actor=office, now=BEFORE)
    assert (held.attendees[-1].named_as, typed.named_as, task.owner_name) == (UNNAMED, UNNAMED, UNNAMED)
    change_expert(expert, details(BEFORE, **agreed), actor=office, now=BEFORE)
    assert (held.attendees[-1].named_as, typed.named_as, task.owner_name) == ("", "", "표은실 (한강대학교)")


def test_where_an_expert_is_reached_goes_with_their_consent_from_every_meeting(office: Actor) -> None:
    agreed = {"asked_on": ASKED_ON, "email": "pyo@example.kr"}
    expert = make_expert(office, now=BEFORE, **agreed)
    closed = make_closed(office, starts_at=BEFORE - timedelta(days=1), kind=MeetingKind.ADVISORY)
    begun, off = (make_meeting(office, kind=MeetingKind.ADVISORY) for _ in range(2))
    actions.cancel_meeting(off, actor=office, now=BEFORE)
    early = START - timedelta(minutes=30)
    actions.begin_meeting(begun, actor=office, now=early)
    change_expert(expert, details(BEFORE), actor=office, now=early)
    assert [each.attendees[-1].email for each in (closed, begun, off)] == ["", "", ""]
    change_expert(expert, details(BEFORE, **agreed), actor=office, now=early)
    erase_expert(expert, actor=office, now=early)
    assert [seats(each)[-1] for each in (closed, begun, off)] == ["표은실", UNNAMED, "한지원"]
    assert closed.attendees[-1].email == ""


def test_whoever_has_no_account_hears_of_their_task_by_mail_where_the_place_is_reached_now(office: Actor) -> None:
    member = make_organisation("울림두레", email="old@ullim.kr", contact_name="오세라")
    meeting = hold(make_meeting(office), office)
    due = date(2026, 12, 1)
    task = actions.add_task(
        meeting.items[0], actions.Outcome("견적", meeting.attendees[-1], due), actor=office, now=AFTER
    )
    actions.close_meeting(meeting, actor=office, now=AFTER)
    changed(member, office, email="new@ullim.kr", contact_name="이새봄")
    on_the_day = day_bounds(due)[0]
    member.left_on = date(2026, 11, 30)
    assert (remind_of_tasks(on_the_day), task.reminded_at, heard("new@ullim.kr")) == (0, None, [])
    member.left_on = None
    assert [remind_of_tasks(on_the_day + timedelta(days=days)) for days in (-9, 0)] == [0, 1]
    assert "meeting_task" in heard("old@ullim.kr")
    (mail,) = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == "new@ullim.kr"))
    assert DOING.address_to(task.id, "new@ullim.kr") in mail.body
    assert task_by_link(DOING.token_to(task.id, "old@ullim.kr"), now=on_the_day) is None
    link = DOING.token_to(task.id, "new@ullim.kr")
    assert [task_by_link(link, now=on_the_day + timedelta(days=days)) for days in (30, 31)] == [task, None]
    assert (mail.kind, "이새봄 님, 회의에서 맡으신 일의 기한이" in mail.body, "할 일: 견적" in mail.body) == (
        "meeting_task_due", True, True,
    )  # fmt: skip
    assert untruth(mail, on_the_day) is None
    actions.finish_by_link(task, actor=ANONYMOUS, now=on_the_day)
    assert (task.outcome, task.done_by) == ("맡은 분이 메일의 주소에서 다 했다고 적음", "이새봄")
    assert untruth(mail, on_the_day) is not None
    with pytest.raises(Conflict):
        actions.finish_by_link(task, actor=ANONYMOUS, now=on_the_day)


def test_the_link_of_a_task_opens_one_button_and_nothing_of_a_conference(client: PortalClient, office: Actor) -> None:
    for kind in (MeetingKind.WORKING, MeetingKind.CASE_CONFERENCE):
        meeting = make_meeting(office, kind=kind)
        guest = actions.add_attendee(meeting, "대학교", "", "강전문", actor=office, now=BEFORE, email=f"{kind}@a.kr")
        hold(meeting, office)
        outcome = actions.Outcome("홍길동 님께 전화하기", guest, date(2026, 11, 20))
        task = actions.add_task(meeting.items[0], outcome, actor=office, now=AFTER)
        actions.close_meeting(meeting, actor=office, now=AFTER)
        db.session.commit()
        link = DOING.path_to(task.id, guest.email)
        with time_machine.travel(AFTER, tick=False):
            page = client.get(link).text
            assert ("홍길동" in page) == (kind is MeetingKind.WORKING)
            assert task.done_at is None
            assert client.post(link, data={"outcome": "세 곳에 물음"}).status_code == 303
            assert "에 한 일로 적었습니다. 더 하실 것이 없습니다." in client.get(link).text
        db.session.expire_all()
        done = db.session.get_one(MeetingAction, task.id)
        told = "세 곳에 물음" if kind is MeetingKind.WORKING else "맡은 분이 메일의 주소에서 다 했다고 적음"
        assert (done.outcome, done.done_by) == (told, "강전문")
