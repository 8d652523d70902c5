"""Which places are free, where and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.consortium.capacity.queries import free_days, free_slots, free_this_week
from portal.consortium.catalogue.availability import FreeDay
from portal.consortium.members.queries import member_may_offer
from portal.consortium.members.rules import may_offer
from tests.factories.consortium import (
    MANGWON,
    NOW,
    SEOGYO,
    TODAY,
    make_agreement,
    make_offer,
    make_organisation,
    make_service,
    make_slot,
)

DAY = timedelta(days=1)


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    """The statements that are sent inside."""
    sent: list[str] = []
    bind = session.get_bind()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(bind, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(bind, "before_cursor_execute", note)


class TestFreeSlots:
    def test_are_soonest_first_and_only_those_with_a_place(self, session: Session) -> None:
        service = make_service()
        later = make_slot(service, day=TODAY + 3 * DAY)
        sooner = make_slot(service, day=TODAY + DAY)
        make_slot(service, day=TODAY + DAY, capacity=1, held=1)
        make_slot(service, day=TODAY + DAY, closed_at=NOW)
        make_slot(service, day=TODAY - DAY)
        make_slot(day=TODAY + DAY)
        assert free_slots(service.id, dong_code=None, after=NOW) == [sooner, later]
        assert free_slots(service.id, dong_code=None, after=NOW, before=later.starts_at) == [sooner]
        assert free_slots(service.id, dong_code=None, after=NOW, organisation_id=later.organisation_id) == [later]

    def test_are_those_of_the_dong(self, session: Session) -> None:
        service = make_service()
        slot = make_slot(service, dongs=(MANGWON,))
        assert free_slots(service.id, dong_code=MANGWON, after=NOW) == [slot]
        assert free_slots(service.id, dong_code=SEOGYO, after=NOW) == []

    def test_leave_out_members_that_may_not_offer_on_that_day(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation(agreed=False)
        make_agreement(organisation, ends_on=TODAY + 2 * DAY)
        last = make_slot(service, organisation, day=TODAY + 2 * DAY, starts_at=time(23), ends_at=time(23, 30))
        make_slot(service, organisation, day=TODAY + 3 * DAY, starts_at=time(0), ends_at=time(1))
        assert free_slots(service.id, dong_code=None, after=NOW) == [last]

    def test_leave_out_services_that_the_member_offers_no_more(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        make_offer(service, organisation, valid_to=TODAY + DAY)
        last = make_slot(service, organisation, day=TODAY + DAY)
        make_slot(service, organisation, day=TODAY + 2 * DAY)
        assert free_slots(service.id, dong_code=None, after=NOW) == [last]

    def test_are_found_in_one_statement(self, session: Session) -> None:
        service = make_service()
        for _ in range(3):
            make_slot(service)
        with counting(session) as sent:
            names = [slot.organisation.name for slot in free_slots(service.id, dong_code=MANGWON, after=NOW)]
        assert (len(names), len(sent)) == (3, 1)


class TestTheRuleAndTheStatement:
    def test_agree_on_who_may_offer(self, session: Session) -> None:
        terms: tuple[dict[str, Any], ...] = (
            {},
            {"ends_on": TODAY},
            {"ends_on": TODAY - DAY},
            {"ends_on": TODAY - DAY, "renews_automatically": True},
            {"starts_on": TODAY + DAY},
            {"insurance_ends_on": None},
            {"insurance_ends_on": TODAY - DAY},
            {"insurance_ends_on": TODAY},
        )
        members = [make_organisation(agreed=False), make_organisation(left_on=TODAY - DAY), make_organisation()]
        members.append(make_organisation(joined_on=TODAY + DAY))
        for values in terms:
            members.append(make_organisation(agreed=False))
            make_agreement(members[-1], **values)
        by_statement = [bool(session.scalar(member_may_offer(each.id, TODAY).select())) for each in members]
        assert by_statement == [may_offer(each, TODAY) for each in members]
        assert set(by_statement) == {True, False}


class TestTheComingWeek:
    def test_counts_places_by_service_in_one_statement(self, session: Session) -> None:
        cleaning, laundry = make_service(position=1), make_service(position=2)
        make_service(withdrawn_on=TODAY)
        make_slot(cleaning, capacity=3, held=1, confirmed=1)
        make_slot(cleaning, capacity=2, dongs=(SEOGYO,))
        make_slot(cleaning, day=TODAY + 7 * DAY, starts_at=time(9), capacity=5)
        with counting(session) as sent:
            found = free_this_week(None, now=NOW)
        assert [(each.service.id, each.places) for each in found] == [(cleaning.id, 3), (laundry.id, 0)]
        assert len(sent) == 1
        assert [each.places for each in free_this_week(MANGWON, now=NOW)] == [1, 0]

    def test_tells_the_days(self, session: Session) -> None:
        service = make_service()
        make_slot(service, day=date(2026, 11, 25), starts_at=time(8), capacity=1)
        make_slot(service, day=date(2026, 11, 25), capacity=2)
        make_slot(service, day=date(2026, 11, 24), starts_at=time(23), ends_at=time(23, 30), capacity=4)
        assert free_days(service.id, MANGWON, NOW) == [
            FreeDay(date(2026, 11, 24), 4),
            FreeDay(date(2026, 11, 25), 3),
        ]
