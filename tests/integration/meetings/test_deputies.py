"""Whoever is named to come in the place of another is invited, answers, and hears what becomes of the meeting."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from icalendar import Event, vCalAddress
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions
from portal.consortium.meetings.links import ANSWERING, FOR_DEPUTY
from portal.consortium.meetings.models import Attendee
from portal.consortium.meetings.queries import seats_to_remind
from portal.consortium.meetings.rules import CHARTERS
from portal.consortium.meetings.states import InvitationReply, MeetingKind
from portal.core.actors import ANONYMOUS, Actor
from portal.core.errors import Conflict, DomainError
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.truth import untruth
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.meetings import BEFORE, START, make_meeting, make_office, values
from tests.integration.meetings.calendars import event_in, kept_by_khal

DEPUTY, OTHER = "park@example.kr", "jung@example.kr"


@pytest.fixture
def coordinator(session: Session) -> User:
    return make_staff(Role.COORDINATOR, name="김하늘")


@pytest.fixture
def office(session: Session) -> Actor:
    return make_office()


@pytest.fixture
def seat(office: Actor, coordinator: User) -> Attendee:
    meeting = make_meeting(office)
    return next(each for each in meeting.attendees if each.user_id == coordinator.id)


def send_deputy(seat: Attendee, name: str = "박대신", email: str = DEPUTY) -> None:
    sent = {"deputy": name, "deputy_email": email}
    actions.answer_invitation(seat, InvitationReply.DEPUTY, actor=ANONYMOUS, now=BEFORE, **sent)


def mails_to(address: str) -> list[OutboxMessage]:
    db.session.flush()
    to_them = select(OutboxMessage).where(OutboxMessage.recipient == address, OutboxMessage.calendar != "")
    return list(db.session.scalars(to_them.order_by(OutboxMessage.id)))


def attendees_in(event: Event) -> tuple[vCalAddress, ...]:
    return tuple(event.attendees)


def told(address: str) -> list[tuple[str, str, int]]:
    """The kind, method and sequence of each calendar that somebody was mailed."""
    events = [(mail.kind, *event_in(mail.calendar)) for mail in mails_to(address)]
    return [(kind, method, event.sequence) for kind, method, event in events]


class TestInvitation:
    def test_goes_to_the_deputy_whose_entry_is_delegated_by_who_keeps_theirs(
        self, seat: Attendee, coordinator: User, tmp_path: Path
    ) -> None:
        """RFC 5546, 3.2.2.3: one UID; who delegates stays in it as such, and no calendar drops it."""
        send_deputy(seat)
        (mail,) = mails_to(DEPUTY)
        method, event = event_in(mail.calendar)
        first, own = mails_to(coordinator.email or "")
        assert (method, event["UID"]) == ("REQUEST", event_in(first.calendar)[1]["UID"])
        assert "1. 이달의 연계와 방문 현황" in mail.body
        assert FOR_DEPUTY.address_to(seat.id, DEPUTY) in mail.body
        assert "김하늘 님이 대신 오실 분으로 적으셨습니다" in mail.body
        own_method, own_event = event_in(own.calendar)
        assert (own.kind, own_method, own_event["SEQUENCE"], str(own_event["STATUS"])) == (
            "meeting_deputy_named", "REQUEST", 2, "CONFIRMED",
        )  # fmt: skip
        for shown in (event, own_event):
            sender, deputy = attendees_in(shown)
            assert (sender, sender.params["PARTSTAT"]) == (f"mailto:{coordinator.email}", "DELEGATED")
            assert str(sender.params["DELEGATED-TO"]) == f"mailto:{DEPUTY}" == str(deputy)
            assert str(deputy.params["DELEGATED-FROM"]) == f"mailto:{coordinator.email}"
            assert deputy.params["PARTSTAT"] == "NEEDS-ACTION"
        actions.change_meeting(seat.meeting, values(START, place="1층"), actor=make_office(), now=BEFORE)
        actions.cancel_meeting(seat.meeting, actor=make_office(), now=BEFORE)
        files = [tmp_path / f"{number}.ics" for number in range(3)]
        for file, each in zip(files, mails_to(DEPUTY), strict=True):
            file.write_text(each.calendar)
        assert told(DEPUTY) == [
            ("meeting_deputy", "REQUEST", 1), ("meeting_changed", "REQUEST", 3), ("meeting_cancelled", "CANCEL", 4),
        ]  # fmt: skip
        assert kept_by_khal(files, tmp_path, "{status}{start} {location}") == ["CANCELLED 2026-11-05 14:00 1층"]

    def test_is_taken_back_once_somebody_else_comes_or_the_day_is_another(self, seat: Attendee, office: Actor) -> None:
        send_deputy(seat)
        send_deputy(seat)
        assert len(mails_to(DEPUTY)) == 1
        send_deputy(seat, "정대리", OTHER)
        assert told(DEPUTY) == [("meeting_deputy", "REQUEST", 1), ("meeting_taken_back", "CANCEL", 3)]
        assert [untruth(mail, BEFORE) is None for mail in mails_to(DEPUTY)] == [False, True]
        actions.change_meeting(seat.meeting, values(START + timedelta(days=1)), actor=office, now=BEFORE)
        assert told(OTHER) == [("meeting_deputy", "REQUEST", 4), ("meeting_taken_back", "CANCEL", 6)]
        (gone,) = mails_to(OTHER)[1:]
        assert "2026. 11. 5.(목)" in gone.body
        assert (seat.reply, seat.deputy, seat.deputy_email) == (InvitationReply.UNANSWERED, "", "")

    def test_stays_where_only_the_name_is_corrected_and_goes_to_nobody_who_is_asked_already(
        self, seat: Attendee, office: Actor, coordinator: User
    ) -> None:
        """Of one address there is one entry in a calendar, which no invitation and no end of it may take."""
        send_deputy(seat)
        actions.answer_as_deputy(seat, comes=True, actor=ANONYMOUS, now=BEFORE)
        send_deputy(seat, "박대리")
        assert told(DEPUTY) == [("meeting_deputy", "REQUEST", 1), ("meeting_deputy", "REQUEST", 3)]
        assert (seat.deputy, seat.deputy_comes_at) == ("박대리", BEFORE)
        guest = actions.add_attendee(seat.meeting, "", "위원", "정대리", actor=office, now=BEFORE, email=OTHER)
        for email in (OTHER.upper(), coordinator.email or ""):
            with pytest.raises(DomainError, match="이미 이 회의에 초대받은 분") as refused:
                send_deputy(seat, email=email)
            assert refused.value.field == "deputy_email"
        assert (seat.deputy_email, seat.deputy) == (DEPUTY, "박대리")
        actions.note_address(guest, "jung@example.org", actor=office, now=BEFORE)
        (_asked, (_kind, method, taken_back)), (anew,) = told(OTHER), told("jung@example.org")
        assert (method, anew[1], anew[2] - taken_back) == ("CANCEL", "REQUEST", 1)
        actions.remove_attendee(guest, actor=office, now=BEFORE)
        actions.add_attendee(seat.meeting, "", "위원", "박대리", actor=office, now=BEFORE, email=DEPUTY)
        actions.answer_invitation(seat, InvitationReply.COMING, actor=ANONYMOUS, now=BEFORE)
        assert "CANCEL" not in [method for _kind, method, _number in told(DEPUTY)]

    def test_no_seat_that_is_taken_away_takes_the_entry_of_who_is_asked_there_beside(
        self, client: PortalClient, seat: Attendee, office: Actor
    ) -> None:
        send_deputy(seat)
        add = partial(actions.add_attendee, seat.meeting, "", "위원", actor=office, now=BEFORE)
        first, second = add("정위원", email=OTHER), add("조위원", email=OTHER)
        again, third = add("박대신", email=DEPUTY.upper()), add("박위원", email=DEPUTY)
        actions.remove_attendee(first, actor=office, now=BEFORE)
        actions.remove_attendee(again, actor=office, now=BEFORE)
        actions.note_address(third, "third@example.org", actor=office, now=BEFORE)
        assert "CANCEL" not in [each[1] for each in [*told(OTHER), *told(DEPUTY), *told(DEPUTY.upper())]]
        db.session.commit()
        assert office.user_id is not None
        at, words = f"/meetings/{seat.meeting_id}/attendees", "앞 주소로는 초대를 거두는 메일이 갑니다"
        with time_machine.travel(BEFORE, tick=False):
            client.sign_in(office.user_id)
            assert words in client.get(f"{at}/{second.id}/address").text
        actions.remove_attendee(second, actor=office, now=BEFORE)
        assert [each[1] for each in told(OTHER)] == ["REQUEST", "REQUEST", "CANCEL"]

    def test_of_somebody_with_an_account_is_news_to_them(self, seat: Attendee) -> None:
        deputy = make_staff(Role.COORDINATOR, name="박대신")
        send_deputy(seat, email=deputy.email or "")
        urls = db.session.scalars(select(StaffNotice.url).where(StaffNotice.user_id == deputy.id)).all()
        assert FOR_DEPUTY.address_to(seat.id, deputy.email or "") in urls


class TestAnswer:
    def test_is_one_click_and_of_one_who_does_not_come_the_first_is_asked_anew(
        self, client: PortalClient, seat: Attendee, coordinator: User
    ) -> None:
        send_deputy(seat)
        db.session.commit()
        seat_id, link = seat.id, FOR_DEPUTY.path_to(seat.id, DEPUTY)
        with time_machine.travel(BEFORE, tick=False):
            page = client.get(link).text
            assert "박대신 님을 모십니다. 김하늘 님의 대리인이십니다." in page
            assert "대리인의 이메일" not in page
            client.post(f"{link}/coming")
            assert "오신다고 답함" in client.get(ANSWERING.path_of(seat_id)).text
            answer = client.post(f"{link}/declined")
            assert "오지 못하신다고 적었습니다" in client.get(answer.location).text
            assert client.get(link).status_code == 404
        db.session.expire_all()
        found = db.session.get_one(Attendee, seat_id)
        assert (found.reply, found.deputy, found.deputy_email) == (InvitationReply.UNANSWERED, "", "")
        assert ("meeting_taken_back", "CANCEL", 3) in told(DEPUTY)
        asked_anew = [each for each in mails_to(coordinator.email or "") if "오지 못한다고 답하셨습니다" in each.body]
        assert [untruth(each, BEFORE) for each in asked_anew] == [None]
        assert found.reminded_at is None

    def test_who_is_asked_anew_is_reminded_before_the_meeting_unless_it_is_near(self, seat: Attendee) -> None:
        reminded = []
        for near in (START - timedelta(days=21), START - timedelta(days=1)):
            sent = {"deputy": "박대신", "deputy_email": DEPUTY}
            actions.answer_invitation(seat, InvitationReply.DEPUTY, actor=ANONYMOUS, now=near, **sent)
            actions.answer_as_deputy(seat, comes=False, actor=ANONYMOUS, now=near)
            seat.invited_at = START - timedelta(days=30)
            db.session.flush()
            reminded.append(seat in seats_to_remind(START - timedelta(hours=20)))
        assert reminded == [True, False]

    def test_of_one_who_does_not_come_for_somebody_without_an_address_goes_to_the_office(
        self, seat: Attendee, office: Actor
    ) -> None:
        guest = actions.add_attendee(seat.meeting, "", "위원", "정위원", actor=office, now=BEFORE)
        send_deputy(guest)
        actions.answer_as_deputy(guest, comes=False, actor=ANONYMOUS, now=BEFORE)
        path = f"/meetings/{seat.meeting_id}/attendance"
        notices = db.session.scalars(select(StaffNotice).where(StaffNotice.user_id == office.user_id))
        assert [each.words for each in notices if each.url.endswith(path)]
        with pytest.raises(Conflict):
            actions.answer_as_deputy(guest, comes=True, actor=ANONYMOUS, now=BEFORE)


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [
        (MeetingKind.WORKING, 7, "회의를 마치면 회의록을 확인하실 주소도 보냅니다"),
        (MeetingKind.CASE_CONFERENCE, 7, "회의록은 보내지 않습니다"),
        (MeetingKind.WORKING, 0, "초대와 달력 파일을 그분께 바로 보냅니다."),
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
    meeting = make_meeting(make_office(), kind=kind)
    monkeypatch.setitem(CHARTERS, kind, replace(CHARTERS[kind], confirm_days=days))
    session.commit()
    with time_machine.travel(BEFORE, tick=False):
        page = app.test_client().get(ANSWERING.path_of(meeting.attendees[0].id)).get_data(as_text=True)
    assert words in page
    assert ("회의록" in page) == (days > 0)
