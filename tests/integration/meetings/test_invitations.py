"""Who is asked to a meeting: mails with a calendar file, answers by a link, one reminder, and who came."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user
from portal.accounts.models import User
from portal.accounts.queries import get_user
from portal.config import Settings
from portal.consortium.meetings import actions
from portal.consortium.meetings.links import ANSWERING
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.queries import outlook
from portal.consortium.meetings.states import InvitationReply, MeetingKind, Presence
from portal.core.actors import ANONYMOUS, Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.events import Event, tell
from portal.core.permissions import Role
from portal.extensions import db
from portal.jobs import Worker
from portal.notifications.carriers import carriers_of
from portal.notifications.models import OutboxMessage
from portal.notifications.tasks import drain
from portal.notifications.truth import untruth
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import make_organisation
from tests.factories.meetings import BEFORE, START, hold, make_meeting, values
from tests.integration.meetings.calendars import calendars_of, event_in, kept_by_khal, read_by_node_ical
from tests.integration.notifications.test_carriers import Letterbox, mail_settings, smtp_server

pytestmark = pytest.mark.on_postgresql

SOON = START - timedelta(days=1)
GUEST = "kang@example.kr"


@pytest.fixture
def staff(session: Session) -> User:
    return make_staff(name="한지원")


@pytest.fixture
def office(staff: User) -> Actor:
    return staff.actor


@pytest.fixture
def coordinator(session: Session) -> User:
    return make_staff(Role.COORDINATOR, name="김하늘")


def seat(meeting: Meeting, user: User) -> Attendee:
    return next(each for each in meeting.attendees if each.user_id == user.id)


def place_of(user: User) -> Attendee:
    """Of somebody who is asked to one meeting."""
    return db.session.scalars(select(Attendee).where(Attendee.user_id == user.id)).one()


def mails(kind: str, *, to: str | None = None) -> list[OutboxMessage]:
    db.session.flush()
    found = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return [each for each in db.session.scalars(found) if to in (None, each.recipient)]


@pytest.fixture
def sent(session: Session, settings: Settings, office: Actor, coordinator: User) -> list[EmailMessage]:
    """The mails of one invitation: asked, moved by a day, called off."""
    letterbox = Letterbox()
    moved = values(START + timedelta(days=1), place="1층")
    with smtp_server(letterbox) as port:
        meeting = make_meeting(office)
        acts: tuple[Callable[[], object], ...] = (
            lambda: None,
            lambda: actions.change_meeting(meeting, moved, actor=office, now=BEFORE),
            lambda: actions.cancel_meeting(meeting, actor=office, now=BEFORE),
        )
        for act in acts:
            act()
            session.commit()
            drain(carriers_of(mail_settings(settings, port)), lambda: BEFORE)
    return [mail for mail in letterbox.mails if mail["To"] == coordinator.email]


class TestMails:
    def test_go_out_as_an_invitation_that_calendars_follow(self, sent: list[EmailMessage], coordinator: User) -> None:
        """Asked, moved, called off: one event, whose sequence rises."""
        found = [calendars_of(mail) for mail in sent]
        assert all(shown == attached for shown, attached in found)
        assert [method for (method, _event), _file in found] == ["REQUEST", "REQUEST", "CANCEL"]
        events = [event for (_method, event), _file in found]
        assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
        assert len({str(event["UID"]) for event in events}) == 1
        assert [event.DTSTART for event in events] == [START, START + timedelta(days=1), START + timedelta(days=1)]
        assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
        assert (str(events[0]["ATTENDEE"]), str(events[0]["LOCATION"])) == (f"mailto:{coordinator.email}", "3층 회의실")
        assert "1. 이달의 연계와 방문 현황" in str(events[0]["DESCRIPTION"])
        body = sent[0].get_body(("plain",))
        assert body is not None
        assert "김하늘 님, 컨소시엄 사무국에서 실무회의에 모십니다." in body.get_content()
        assert ANSWERING.address_of(place_of(coordinator).id) in body.get_content()

    def test_are_followed_by_calendars_of_others(self, sent: list[EmailMessage], tmp_path: Path) -> None:
        """As they are sent, and none of what khal keeps is there twice."""
        files = [tmp_path / f"{number}.ics" for number in range(len(sent))]
        for file, mail in zip(files, sent, strict=True):
            file.write_bytes(list(mail.walk())[-1].get_payload(decode=True))  # type: ignore[arg-type]
        read_there = read_by_node_ical(files)
        assert [(each["method"], int(each["sequence"]), each["status"]) for each in read_there] == [
            ("REQUEST", 0, "CONFIRMED"), ("REQUEST", 1, "CONFIRMED"), ("CANCEL", 2, "CANCELLED"),
        ]  # fmt: skip
        assert [each["start"] for each in read_there] == [f"2026-11-{day}T05:00:00.000Z" for day in ("05", "06", "06")]
        assert {each["summary"] for each in read_there} == {"마포 돌봄 컨소시엄 실무회의"}
        assert kept_by_khal(files, tmp_path, "{status}{start} {location}") == ["CANCELLED 2026-11-06 14:00 1층"]

    def test_reach_contacts_and_guests_and_nobody_else(self, office: Actor) -> None:
        member = make_organisation("울림두레")
        meeting = make_meeting(office)
        guest = actions.add_attendee(meeting, "대학교", "교수", "강전문", actor=office, now=BEFORE, email=GUEST)
        unknown = actions.add_attendee(meeting, "구청", "", "이주무", actor=office, now=BEFORE)
        assert {member.email, guest.email} < {mail.recipient for mail in mails("meeting_invitation")}
        assert (guest.invited_at, unknown.invited_at) == (BEFORE, None)

    def test_of_a_case_conference_say_nothing_of_whom_it_is_about(
        self, client: PortalClient, office: Actor, coordinator: User
    ) -> None:
        meeting = make_meeting(office, kind=MeetingKind.CASE_CONFERENCE)
        actions.add_item(meeting, "홍길동 님의 낙상", actor=office, now=BEFORE)
        actions.change_meeting(meeting, values(START, meeting.kind, "1층"), actor=office, now=BEFORE)
        (mail,) = mails("meeting_changed", to=coordinator.email)
        assert "홍길동" not in mail.body + mail.calendar
        assert "홍길동" not in client.get(f"/meetings/invited/{ANSWERING.token_of(seat(meeting, coordinator).id)}").text

    def test_that_are_not_so_any_more_stay(self, office: Actor, coordinator: User) -> None:
        meeting = make_meeting(office)
        (first,) = mails("meeting_invitation", to=coordinator.email)
        actions.change_meeting(meeting, values(START, place="1층"), actor=office, now=BEFORE)
        (second,) = mails("meeting_changed", to=coordinator.email)
        assert [untruth(mail, BEFORE) is None for mail in (first, second)] == [False, True]
        actions.change_meeting(meeting, values(START, place="1층"), actor=office, now=BEFORE)
        assert len(mails("meeting_changed", to=coordinator.email)) == 1
        actions.remove_attendee(seat(meeting, coordinator), actor=office, now=BEFORE)
        (last,) = mails("meeting_taken_back")
        method, event = event_in(last.calendar)
        assert (method, event["SEQUENCE"], last.recipient) == ("CANCEL", 2, coordinator.email)
        assert [untruth(mail, BEFORE) is None for mail in (second, last)] == [False, True]


class TestWhoIsAsked:
    def test_whoever_leaves_is_asked_no_more(self, office: Actor, coordinator: User) -> None:
        meeting = make_meeting(office)
        disable_user(coordinator, actor=office, now=BEFORE)
        assert coordinator.id not in {each.user_id for each in meeting.attendees}

    @pytest.mark.parametrize(("days", "stays"), [(-1, False), (0, True)])
    def test_nor_is_a_member_after_its_last_day(self, office: Actor, days: int, stays: bool) -> None:
        member = make_organisation("떠나는협동조합")
        meeting = make_meeting(office)
        member.left_on = day_of(START) + timedelta(days=days)
        tell(Event.MEMBER_CHANGED, member.id, actor=office, now=BEFORE)
        again = make_meeting(office, starts_at=START + timedelta(hours=4))
        for each in (meeting, again):
            assert (member.name in {seat.organisation for seat in each.attendees}) is stays
        assert len(mails("meeting_taken_back", to=member.email)) == (not stays)


@pytest.fixture
def link(office: Actor, coordinator: User) -> str:
    token = ANSWERING.token_of(seat(make_meeting(office), coordinator).id)
    db.session.commit()
    return f"/meetings/invited/{token}"


def replied(user: User) -> tuple[InvitationReply, str]:
    db.session.expire_all()
    found = place_of(user)
    return found.reply, found.deputy


class TestAnswers:
    def test_are_given_by_a_button_and_not_by_opening_the_link(
        self, client: PortalClient, link: str, coordinator: User, staff: User
    ) -> None:
        with time_machine.travel(BEFORE, tick=False):
            page = client.get(link).text
            assert "김하늘 님을 모십니다." in page
            assert "이달의 연계와 방문 현황" in page
            assert client.get(f"{link}/coming").status_code == 405
            assert replied(coordinator) == (InvitationReply.UNANSWERED, "")
            assert client.post(f"{link}/coming").status_code == 303
            assert replied(coordinator) == (InvitationReply.COMING, "")
            assert client.post(link, data={"deputy": ""}).status_code == 422
            assert client.post(link, data={"deputy": "박대신"}).status_code == 303
            assert replied(coordinator) == (InvitationReply.DEPUTY, "박대신")
            assert "대리 박대신" in client.get(link).text
            meeting = db.session.scalars(select(Meeting)).one()
            shown = read(client, staff, f"/meetings/{meeting.id}")
            assert "2명 가운데 참석 0명, 대리 1명, 불참 0명" in shown
            assert "대리 박대신" in shown
            send(client, staff, f"{link}/declined")
            assert replied(coordinator) == (InvitationReply.DECLINED, "")

    def test_staff_see_the_page_in_their_own_frame(self, client: PortalClient, link: str, coordinator: User) -> None:
        assert '<body class="resident"' in client.get(link).text
        client.sign_in(coordinator.id)
        assert '<body class="staff"' in client.get(link).text

    def test_a_wrong_link_says_whom_to_call(self, client: PortalClient, link: str) -> None:
        for wrong in (link + "x", link[:-30], "/meetings/invited/x"):
            for answer in (client.get(wrong), client.post(f"{wrong}/coming")):
                assert answer.status_code == 404
                assert "사무국에 전화로 답해 주십시오" in answer.text

    def test_none_is_taken_once_the_meeting_has_begun(self, client: PortalClient, link: str, coordinator: User) -> None:
        with time_machine.travel(START, tick=False):
            page = client.get(link).text
            assert "이미 시작한 회의입니다." in page
            assert "참석합니다" not in page
            client.post(f"{link}/coming")
        assert replied(coordinator)[0] is InvitationReply.UNANSWERED

    def test_to_another_time_is_none(self, office: Actor, coordinator: User) -> None:
        meeting = make_meeting(office)
        own = seat(meeting, coordinator)
        actions.answer_invitation(own, InvitationReply.COMING, actor=ANONYMOUS, now=BEFORE)
        actions.change_meeting(meeting, values(START, place="1층"), actor=office, now=BEFORE)
        assert own.reply is InvitationReply.COMING
        actions.change_meeting(meeting, values(START + timedelta(days=1)), actor=office, now=BEFORE)
        assert (own.reply, own.replied_at) == (InvitationReply.UNANSWERED, None)

    def test_tell_whether_the_quorum_is_reached(self, office: Actor, coordinator: User) -> None:
        make_staff(Role.COORDINATOR)
        meeting = make_meeting(office, kind=MeetingKind.GENERAL)
        assert (outlook(meeting).needed, outlook(meeting).missing) == (2, 2)
        actions.answer_invitation(seat(meeting, coordinator), InvitationReply.COMING, actor=office, now=BEFORE)
        assert outlook(meeting).missing == 1


def test_whoever_has_not_answered_is_asked_once_more(session: Session, office: Actor, coordinator: User) -> None:
    meeting = make_meeting(office)
    actions.answer_invitation(seat(meeting, coordinator), InvitationReply.DECLINED, actor=ANONYMOUS, now=BEFORE)
    session.commit()
    for hours in (0, 26, 28, 30):
        assert "meetings.remind" in Worker().run_due(BEFORE + timedelta(hours=hours))
    (mail,) = mails("meeting_reminder")
    assert office.user_id is not None
    assert (mail.recipient, mail.created_at) == (get_user(office.user_id).email, BEFORE + timedelta(hours=26))
    assert untruth(mail, SOON) is None
    actions.answer_invitation(seat(meeting, get_user(office.user_id)), InvitationReply.COMING, actor=office, now=SOON)
    assert untruth(mail, SOON) is not None


class TestPresence:
    def test_nobody_is_there_before_it_is_held(self, office: Actor) -> None:
        meeting = make_meeting(office)
        here = {meeting.attendees[0].id: Presence.ATTENDED}
        with pytest.raises(DomainError, match="아직 시작하지 않은"):
            actions.record_attendance(meeting, here, actor=office, now=SOON)
        assert {each.presence for each in meeting.attendees} == {Presence.ASKED}
        hold(meeting, office)
        actions.change_meeting(meeting, values(START + timedelta(days=1)), actor=office, now=START)
        assert {each.presence for each in meeting.attendees} == {Presence.ASKED}

    def test_is_noted_as_people_answered(self, client: PortalClient, office: Actor, staff: User) -> None:
        users = [make_staff(Role.COORDINATOR, name=name) for name in ("가람", "나리", "다솜")]
        meeting = make_meeting(office)
        answers = (InvitationReply.DECLINED, InvitationReply.COMING)
        for user, reply in zip(users, answers, strict=False):
            actions.answer_invitation(seat(meeting, user), reply, actor=ANONYMOUS, now=BEFORE)
        with time_machine.travel(SOON, tick=False):
            assert "누가 오셨는지는 회의가 시작할 때부터" in read(client, staff, f"/meetings/{meeting.id}/attendance")
        with time_machine.travel(START, tick=False):
            send(client, staff, f"/meetings/{meeting.id}/attendance/as-answered")
            assert "답하지 않은 분이 2명 남았습니다." in read(client, staff, f"/meetings/{meeting.id}/attendance")
        db.session.expire_all()
        assert [seat(meeting, user).presence for user in users] == [Presence.EXCUSED, Presence.ATTENDED, Presence.ASKED]
        with pytest.raises(DomainError, match="적지 않은 분"):
            actions.close_meeting(meeting, actor=office, now=START)
