"""An open event that is not held is called off with a reason; who registered hears of it, and calendars follow."""

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.events import actions, queries
from portal.consortium.events.links import PLACE
from portal.consortium.events.models import EventGuest
from portal.consortium.events.states import EventStanding
from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.notifications.models import OutboxMessage
from portal.privacy.retention.actions import destroy_what_is_over
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW, OFFICE
from tests.factories.events import OVER, details, enter_by_phone, make_event, make_guest
from tests.integration.events.test_events import mails
from tests.pages import words_of


def entries(messages: list[OutboxMessage]) -> list[tuple[str, str, int]]:
    """What calendars read: the method, how the event stands and its place in the order of changes."""
    read = [Calendar.from_ical(each.calendar) for each in messages if each.calendar]
    events = [(each["method"], each.walk("VEVENT")[0]) for each in read]
    assert len({str(event["uid"]) for _, event in events}) == 1
    return [(str(method), str(event["status"]), int(str(event["sequence"]))) for method, event in events]


class TestCallingOff:
    def test_all_hear_why_and_calendars_follow(self, session: Session) -> None:
        event = make_event(places=1)
        seated, _waiting = make_guest(event), make_guest(event, "다라", "two@example.kr")
        by_phone = enter_by_phone(event, "마바")
        actions.save_event(event, details(starts_at=NOW + timedelta(days=9), places=1), actor=OFFICE, now=NOW)
        by_phone.call_since = None
        actions.call_off_event(event, "태풍이 옵니다.", actor=OFFICE, now=NOW)
        told = [each for each in mails(session) if "취소되었습니다" in each.subject]
        assert {each.recipient for each in told} == {seated.email, "two@example.kr"}
        assert all("열지 않는 까닭: 태풍이 옵니다." in each.body for each in told)
        assert [bool(each.calendar) for each in told if each.recipient == "two@example.kr"] == [False]
        assert queries.guests_to_call(NOW) == [by_phone]
        assert entries([each for each in mails(session) if each.recipient == seated.email]) == [
            ("REQUEST", "CONFIRMED", 0),
            ("REQUEST", "CONFIRMED", 1),
            ("CANCEL", "CANCELLED", 2),
        ]

    def test_a_place_that_is_given_back_leaves_the_calendar(self, session: Session) -> None:
        guest = make_guest(make_event())
        actions.withdraw_guest(guest, now=NOW)
        assert entries(mails(session))[-1] == ("CANCEL", "CANCELLED", 1)

    def test_afterwards_too_while_nothing_tells_that_it_was_held(self, session: Session) -> None:
        event = make_event()
        guest, by_phone = make_guest(event), enter_by_phone(event, "마바")
        actions.call_off_event(event, "강사가 오지 못했습니다.", actor=OFFICE, now=OVER)
        assert queries.standing_of(event, OVER) is EventStanding.CALLED_OFF
        assert (mails(session)[-1].recipient, mails(session)[-1].not_after_at) == (guest.email, None)
        assert queries.guests_to_call(OVER) == [by_phone]
        assert queries.events_to_finish(OVER) == []
        assert queries.announced_events(OVER, past=True).items == [], "figures and lists do not count it as held"
        destroy_what_is_over(OVER + timedelta(days=31))
        assert session.scalars(select(EventGuest)).all() == []
        held = make_event()
        actions.note_presence(held, {make_guest(held).id}, actor=OFFICE, now=OVER)
        with pytest.raises(Conflict, match="연 행사"):
            actions.call_off_event(held, "없던 일", actor=OFFICE, now=OVER)


@pytest.mark.on_sqlite
@time_machine.travel(NOW)
def test_the_office_calls_it_off_with_a_reason_that_anybody_reads(client: PortalClient, session: Session) -> None:
    event = make_event(places=1)
    by_phone, desk = enter_by_phone(event, "전화댁"), f"/open-events/{event.id}"
    office = make_user(Role.OFFICE)
    session.commit()
    client.sign_in(office.id)
    assert "까닭을 적어" in words_of(client.post(f"{desk}/calling-off", data={}).get_data(as_text=True))
    client.post(f"{desk}/calling-off", data={"because": "태풍이 옵니다."})
    page = client.get(desk).get_data(as_text=True)
    assert "태풍이 옵니다." in words_of(page)
    assert f"{by_phone.id}/call" in page, "who has no e-mail is telephoned, and that is noted"
    for address in (f"/events/{event.id}", "/" + PLACE.address_of(by_phone.id).split("/", 3)[3]):
        shown = words_of(client.get(address).get_data(as_text=True))
        assert "취소된 행사입니다." in shown
        assert "태풍이 옵니다." in shown
        assert "참가 신청" not in shown
