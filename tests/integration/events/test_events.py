"""Anybody takes a place without an account; none is given twice, and what guests gave is destroyed after the event."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.events import actions, queries
from portal.consortium.events.actions import GuestDetails
from portal.consortium.events.links import PLACE
from portal.consortium.events.models import EventGuest, OpenEvent
from portal.consortium.events.states import EventStanding, GuestStanding
from portal.consortium.events.truth import untruth_of_place
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.privacy.retention.actions import destroy_what_is_over
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW, OFFICE
from tests.factories.events import OVER, details, enter_by_phone, make_event, make_guest
from tests.pages import words_of


def mails(session: Session, kind: str = "event_place") -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.created_at, OutboxMessage.id)
    return list(session.scalars(query))


def test_the_last_place_is_given_once_and_moves_on_when_it_is_given_back(session: Session) -> None:
    event = make_event(places=1)
    first, second, third = (make_guest(event, name, f"{name}@example.kr") for name in ("가나", "다라", "마바"))
    assert [each.standing for each in (first, second, third)] == [
        GuestStanding.SEATED, GuestStanding.WAITING, GuestStanding.WAITING
    ]  # fmt: skip
    actions.withdraw_guest(first, now=NOW)
    actions.withdraw_guest(first, now=NOW)
    assert (second.standing, third.standing, event.taken) == (GuestStanding.SEATED, GuestStanding.WAITING, 1)
    told = mails(session)
    assert [each.recipient.partition("@")[0] for each in told] == ["가나", "다라", "마바", "가나", "다라"]
    assert [untruth_of_place(each, NOW) is None for each in told] == [False, False, True, True, True]
    assert "자리가 났습니다" in told[-1].subject


def test_more_places_let_those_move_up_who_wait_longest(session: Session) -> None:
    event = make_event(places=1)
    guests = [make_guest(event, name, f"{name}@example.kr") for name in ("가나", "다라", "마바")]
    actions.save_event(event, details(places=2), actor=OFFICE, now=NOW)
    assert [each.standing for each in guests].count(GuestStanding.SEATED) == 2
    assert guests[1].standing is GuestStanding.SEATED
    with pytest.raises(DomainError, match="적게"):
        actions.save_event(event, details(places=1), actor=OFFICE, now=NOW)


def test_whoever_registers_again_has_one_place_and_hears_again(session: Session) -> None:
    event = make_event()
    guest = make_guest(event)
    assert make_guest(event, email="NEIGHBOUR@example.kr").id == guest.id
    assert (event.taken, len(mails(session))) == (1, 2)
    actions.withdraw_guest(guest, now=NOW)
    assert (make_guest(event).id, guest.standing, event.taken) == (guest.id, GuestStanding.SEATED, 1)


def test_two_who_share_an_address_have_a_place_each(session: Session) -> None:
    event = make_event()
    one, other = make_guest(event, "김이웃"), make_guest(event, "박이웃")
    assert (one.id != other.id, event.taken) == (True, 2)
    assert ["김이웃 님" in mails(session)[0].body, "박이웃 님" in mails(session)[1].body] == [True, True]


def test_what_began_stays_on_its_day_and_nothing_moves_into_the_past(session: Session) -> None:
    event = make_event()
    with pytest.raises(DomainError, match="지난 때로"):
        actions.save_event(event, details(starts_at=NOW - timedelta(days=300)), actor=OFFICE, now=NOW)
    with pytest.raises(DomainError, match="바꿀 수 없습니다"):
        actions.save_event(event, details(starts_at=OVER + timedelta(days=300)), actor=OFFICE, now=OVER)
    actions.save_event(event, details(title="새 이름"), actor=OFFICE, now=OVER)
    assert event.title == "새 이름"


def test_guests_hear_of_another_day_and_of_its_end(session: Session) -> None:
    event = make_event()
    make_guest(event)
    later = NOW + timedelta(days=9)
    actions.save_event(event, details(starts_at=later), actor=OFFICE, now=NOW)
    actions.call_off_event(event, "태풍이 옵니다.", actor=OFFICE, now=NOW)
    subjects = [each.subject.split("] ")[-1].split(":")[0] for each in mails(session)]
    assert subjects == ["행사에 자리를 잡았습니다", "행사 일정이 바뀌었습니다", "행사가 취소되었습니다"]
    assert [untruth_of_place(each, NOW) is None for each in mails(session)] == [False, False, True]
    assert ["취소하실 수" in each.body or "취소할 수" in each.body for each in mails(session)] == [True, True, False]
    with pytest.raises(Conflict, match="취소된 행사"):
        make_guest(event, email="late@example.kr")


def test_nobody_joins_before_it_is_announced_or_once_it_began(session: Session) -> None:
    draft = actions.save_event(None, details(), actor=OFFICE, now=NOW)
    with pytest.raises(Conflict, match="알리지 않은"):
        make_guest(draft)
    event = make_event()
    guest = make_guest(event)
    with pytest.raises(Conflict, match="이미 시작한"):
        actions.withdraw_guest(guest, now=OVER)
    with pytest.raises(Conflict, match="이미 시작한"):
        actions.register_guest(event, name="늦은이", email="late@example.kr", home="", now=OVER)


def test_thanks_go_once_to_those_who_came_after_the_proceedings(session: Session) -> None:
    event = make_event()
    came, _absent = make_guest(event), make_guest(event, email="absent@example.kr")
    actions.note_presence(event, {came.id}, actor=OFFICE, now=OVER)
    with pytest.raises(Conflict, match="먼저 적어"):
        actions.thank_guests(event, actor=OFFICE, now=OVER)
    actions.publish_proceedings(event, "서로 돌보는 동네를 이야기했습니다.", actor=OFFICE, now=OVER)
    assert actions.thank_guests(event, actor=OFFICE, now=OVER) == 1
    with pytest.raises(Conflict, match="이미"):
        actions.thank_guests(event, actor=OFFICE, now=OVER)
    (thanks,) = mails(session, "event_thanks")
    assert (thanks.recipient, untruth_of_place(thanks, OVER)) == (came.email, None)


def test_whoever_came_without_a_place_had_one(session: Session) -> None:
    event = make_event(places=1)
    seated, waiting = make_guest(event), make_guest(event, "기다린이", "waits@example.kr")
    actions.note_presence(event, {waiting.id}, actor=OFFICE, now=OVER)
    assert (seated.standing, waiting.standing) == (GuestStanding.SEATED, GuestStanding.CAME)
    told = len(mails(session))
    walked_in = enter_by_phone(event, "그냥온이", now=OVER)
    assert (walked_in.standing, len(mails(session))) == (GuestStanding.CAME, told)
    assert (event.places, event.taken, event.waiting, event.came) == (3, 3, 0, 2)
    with pytest.raises(Conflict, match="이미 없앤"):
        enter_by_phone(event, "늦은이", now=event.ends_at + timedelta(days=31))


def test_what_follows_an_event_waits_until_it_is_done_or_its_guests_are_gone(session: Session) -> None:
    event = make_event()
    guest = make_guest(event)
    assert (queries.events_to_finish(NOW), queries.events_to_finish(OVER)) == ([], [event])
    assert queries.events_to_finish(event.ends_at + timedelta(days=31)) == []
    actions.note_presence(event, {guest.id}, actor=OFFICE, now=OVER)
    actions.publish_proceedings(event, "이야기", actor=OFFICE, now=OVER)
    assert queries.events_to_finish(OVER) == [event]
    actions.thank_guests(event, actor=OFFICE, now=OVER)
    assert queries.events_to_finish(OVER) == []


def test_only_the_office_does_all_that(session: Session) -> None:
    event, other = make_event(), make_user(Role.COORDINATOR).actor
    guest = make_guest(event)
    for act in (
        lambda: actions.save_event(event, details(), actor=other, now=NOW),
        lambda: actions.call_off_event(event, "태풍이 옵니다.", actor=other, now=NOW),
        lambda: actions.note_presence(event, (), actor=other, now=OVER),
        lambda: actions.publish_proceedings(event, "가", actor=other, now=OVER),
        lambda: actions.enter_guest(event, GuestDetails("가", "a@example.kr", "", ""), actor=other, now=NOW),
        lambda: actions.withdraw_for(guest, actor=other, now=NOW),
        lambda: actions.note_call(guest, actor=other, now=NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def numbers(event: OpenEvent) -> tuple[int, int, int, int | None]:
    return event.registered, event.waiting, event.withdrawn, event.came


def test_guests_are_destroyed(session: Session) -> None:
    """Also those whom the office entered; numbers stay, and nobody came is told apart from nobody noted it."""
    event = make_event()
    came, gone = make_guest(event), make_guest(event, "가나")
    enter_by_phone(event)
    make_guest(event, "다라")
    actions.withdraw_guest(gone, now=NOW)
    assert numbers(event) == (4, 1, 1, None)
    actions.note_presence(event, {came.id}, actor=OFFICE, now=OVER)
    session.commit()
    destroy_what_is_over(event.ends_at + timedelta(days=29))
    assert len(queries.guests_of(event)) == 4
    late = event.ends_at + timedelta(days=31)
    destroy_what_is_over(late)
    session.expire_all()
    assert session.scalars(select(EventGuest)).all() == []
    with pytest.raises(Conflict, match="이미 없앤"):
        actions.note_presence(event, (), actor=OFFICE, now=late)
    assert (event.taken, *numbers(event)) == (2, 4, 1, 1, 1)
    assert queries.standing_of(event, OVER) is EventStanding.HELD


def test_the_office_gives_and_takes_back_places_by_telephone(session: Session) -> None:
    """The same line for all: none is given twice, and who has no e-mail is left to be called."""
    event = make_event(places=1)
    first, waiting = enter_by_phone(event, "가나"), enter_by_phone(event, "다라", "+82212345678")
    assert (first.standing, waiting.standing, event.taken) == (GuestStanding.SEATED, GuestStanding.WAITING, 1)
    assert enter_by_phone(event, "가나").id == first.id
    assert (mails(session), queries.guests_to_call(NOW), first.entered_by_id) == ([], [], OFFICE.user_id)
    actions.withdraw_for(first, actor=OFFICE, now=NOW)
    with pytest.raises(Conflict, match="이미 취소한"):
        actions.withdraw_for(first, actor=OFFICE, now=NOW)
    assert (waiting.standing, event.taken) == (GuestStanding.SEATED, 1)
    assert (queries.guests_to_call(NOW), queries.guests_to_call(event.starts_at)) == ([waiting], [])
    actions.note_call(waiting, actor=OFFICE, now=NOW)
    assert queries.guests_to_call(NOW) == []
    actions.call_off_event(event, "태풍이 옵니다.", actor=OFFICE, now=NOW)
    assert queries.guests_to_call(NOW) == [waiting]
    with pytest.raises(DomainError, match="하나는 적어"):
        enter_by_phone(make_event(), phone="")


def test_the_office_takes_on_whoever_has_an_e_mail_and_both_hear(session: Session) -> None:
    event = make_event(places=1)
    first = enter_by_phone(event, "가나", email="one@example.kr")
    make_guest(event, "다라", "two@example.kr")
    actions.withdraw_for(first, actor=OFFICE, now=NOW)
    told = [(each.recipient, each.subject.split("] ")[-1].split(":")[0]) for each in mails(session)]
    assert told[0] == ("one@example.kr", "행사에 자리를 잡았습니다")
    assert set(told[2:]) == {
        ("one@example.kr", "행사 신청을 취소했습니다"),
        ("two@example.kr", "행사에 자리가 났습니다"),
    }
    assert "사실과 다르면" in next(each.body for each in mails(session) if "취소했습니다" in each.subject)


@pytest.mark.on_sqlite
class TestPages:
    @pytest.fixture
    def event(self, session: Session) -> Iterator[OpenEvent]:
        with time_machine.travel(NOW):
            event = make_event(places=1)
            session.commit()
            yield event

    def given(self, **values: str) -> dict[str, Any]:
        return {"name": "김이웃", "email": "neighbour@example.kr", "home": "", "agrees": "y"} | values

    def test_takes_a_place_and_gives_it_back_by_the_link(self, client: PortalClient, event: OpenEvent) -> None:
        assert "마포형 통합돌봄 포럼" in words_of(client.get("/events").get_data(as_text=True))
        answer = client.post(f"/events/{event.id}", data=self.given())
        assert answer.location == "/events/registered"
        assert "메일로 알려 드립니다" in words_of(client.get("/events/registered").get_data(as_text=True))
        guest = db.session.scalars(select(EventGuest)).one()
        address = "/" + PLACE.address_of(guest.id).split("/", 3)[3]
        assert "자리 있음" in words_of(client.get(address).get_data(as_text=True))
        assert guest.standing is GuestStanding.SEATED
        client.post(f"{address}/withdrawal")
        assert "취소함" in words_of(client.get(address).get_data(as_text=True))
        assert client.get("/events/place/forged").status_code == 404

    @pytest.mark.parametrize(
        ("field", "message"), [("agrees", "동의하셔야"), ("email", "이메일을 적어"), ("name", "이름을 적어")]
    )
    def test_says_beside_the_field_what_is_missing(
        self, client: PortalClient, event: OpenEvent, field: str, message: str
    ) -> None:
        answer = client.post(f"/events/{event.id}", data={**self.given(home="망원동"), field: ""})
        assert message in words_of(answer.get_data(as_text=True))
        assert 'value="망원동"' in answer.get_data(as_text=True)

    def test_a_draft_is_nobodys(self, client: PortalClient, session: Session) -> None:
        draft = actions.save_event(None, details(), actor=OFFICE, now=NOW)
        session.commit()
        assert client.get(f"/events/{draft.id}").status_code == 404
        assert draft.title not in words_of(client.get("/events").get_data(as_text=True))

    def test_the_office_enters_somebody_with_their_consent_and_calls_them(
        self, client: PortalClient, event: OpenEvent, session: Session
    ) -> None:
        office, desk = make_user(Role.OFFICE), f"/open-events/{event.id}"
        make_guest(event, "먼저")
        session.commit()
        client.sign_in(office.id)
        at, given = f"{desk}/guests/new", {"name": "전화댁", "phone": "02-123-4567", "email": "", "home": ""}
        assert "동의하신 분만" in words_of(client.post(at, data=given).get_data(as_text=True))
        client.post(at, data=given | {"agrees": "y"})
        page = words_of(client.get(desk).get_data(as_text=True))
        assert f"전화로 ({office.name})" in page
        assert "모두 2명: 자리 1명, 대기 1명, 취소 0명" in page
        first = session.scalars(select(EventGuest).where(EventGuest.name == "먼저")).one()
        client.post(f"{desk}/guests/{first.id}/withdrawal")
        assert "행사 참가자에게 전화로 알리기" in words_of(client.get("/inbox").get_data(as_text=True))
        called = session.scalars(select(EventGuest).where(EventGuest.name == "전화댁")).one()
        client.post(f"{desk}/guests/{called.id}/call")
        assert "행사 참가자에게 전화로 알리기" not in words_of(client.get("/inbox").get_data(as_text=True))

    def test_numbers_stay_and_papers_go_with_the_guests(
        self, client: PortalClient, event: OpenEvent, session: Session
    ) -> None:
        actions.note_presence(event, {make_guest(event).id}, actor=OFFICE, now=OVER)
        office, desk = make_user(Role.OFFICE), f"/open-events/{event.id}"
        session.commit()
        with time_machine.travel(OVER + timedelta(days=31)):
            destroy_what_is_over(OVER + timedelta(days=31))
            client.sign_in(office.id)
            page = words_of(client.get(desk).get_data(as_text=True))
        assert "모두 1명: 자리 1명, 대기 0명, 취소 0명" in page
        assert "온 사람 1명" in " ".join(page.split())
        assert [word for word in ("PDF", "온 사람 적기", "감사 메일 보내기", "김이웃") if word in page] == []
