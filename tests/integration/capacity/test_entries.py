"""A member writes single cells of its week, posts single slots and closes days."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.consortium.capacity.actions import close_day, hold_place, reopen_day
from portal.consortium.capacity.entries import PlaceChange, post_slot, set_places
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import BOOKING_NAMES, closed_days, free_slots, slots_between, slots_of_pattern
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.core.clock import at
from portal.core.errors import Conflict, DomainError, NotFound
from tests.factories.consortium import (
    MANGWON,
    NOW,
    SEOGYO,
    TODAY,
    make_agreement,
    make_offer,
    make_organisation,
    make_pattern,
    make_service,
    make_slot,
    staff_of,
)
from tests.sockets import filled_by

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def named_bookings() -> Iterator[dict[UUID, list[str]]]:
    """Names of bookings by slot, as the referrals would tell them."""
    names: dict[UUID, list[str]] = {}
    with filled_by(BOOKING_NAMES, lambda slot_id: names.get(slot_id, [])):
        yield names


def offering(*, agreed: bool = True) -> tuple[Service, Organisation]:
    service, organisation = make_service(), make_organisation(agreed=agreed)
    make_offer(service, organisation)
    return service, organisation


def change(service: Service, places: int | None, *, day: date = TOMORROW, start: time = time(10)) -> PlaceChange:
    return PlaceChange("cell", service.id, at(day, start), at(day, time(12)), places)


def write(organisation: Organisation, *changes: PlaceChange) -> None:
    set_places(organisation, changes, actor=staff_of(organisation), now=NOW)


def only_slot(organisation: Organisation, day: date = TOMORROW) -> Slot:
    (slot,) = slots_between(organisation.id, day, day)
    return slot


class TestCells:
    def test_a_number_makes_a_slot_in_all_dongs_of_the_member(self, session: Session) -> None:
        service, organisation = offering()
        write(organisation, change(service, 3))
        slot = only_slot(organisation)
        assert (slot.capacity, {each.dong_code for each in slot.dongs}) == (3, {MANGWON, SEOGYO})

    def test_zero_is_entered_and_nothing_is_not(self, session: Session) -> None:
        service, organisation = offering()
        write(organisation, change(service, 0))
        assert (only_slot(organisation).capacity, only_slot(organisation).closed_at) == (0, None)
        write(organisation, change(service, None))
        assert only_slot(organisation).closed_at is not None

    def test_shrinking_below_what_is_taken_names_the_bookings(
        self, session: Session, named_bookings: dict[UUID, list[str]]
    ) -> None:
        slot = make_slot(capacity=3, held=1, confirmed=1)
        named_bookings[slot.id] = ["2026-000001", "2026-000002"]
        for places in (1, None):
            with pytest.raises(Conflict) as refused:
                write(slot.organisation, change(slot.service, places))
            assert refused.value.field == "cell"
            assert refused.value.params == {"taken": 2, "names": "2026-000001, 2026-000002"}
        write(slot.organisation, change(slot.service, 2))
        assert (slot.capacity, slot.free) == (2, 0)

    def test_an_expired_agreement_makes_no_new_offer(self, session: Session) -> None:
        service, organisation = offering(agreed=False)
        make_agreement(organisation, ends_on=TODAY)
        with pytest.raises(Conflict) as refused:
            write(organisation, change(service, 1))
        assert "협약" in refused.value.message

    def test_an_expired_agreement_still_lets_a_cell_be_emptied(self, session: Session) -> None:
        organisation = make_organisation(agreed=False)
        slot = make_slot(organisation=organisation)
        write(organisation, change(slot.service, None))
        assert slot.closed_at is not None

    def test_a_time_gone_by_cannot_be_changed(self, session: Session) -> None:
        service, organisation = offering()
        with pytest.raises(Conflict):
            write(organisation, change(service, 1, day=TODAY, start=time(8)))

    def test_a_closed_day_takes_no_places(self, session: Session) -> None:
        service, organisation = offering()
        close_day(organisation, TOMORROW, "총회", actor=staff_of(organisation), now=NOW)
        with pytest.raises(Conflict):
            write(organisation, change(service, 1))

    @pytest.mark.parametrize("places", [-1, 100])
    def test_numbers_out_of_range_are_refused(self, session: Session, places: int) -> None:
        service, organisation = offering()
        with pytest.raises(DomainError):
            write(organisation, change(service, places))

    def test_the_cells_of_another_member_are_not_there(self, session: Session) -> None:
        service, organisation = offering()
        with pytest.raises(NotFound):
            set_places(organisation, [change(service, 1)], actor=staff_of(make_organisation()), now=NOW)


class TestSingleSlots:
    def test_a_slot_may_be_posted_for_one_dong(self, session: Session) -> None:
        service, organisation = offering()
        wanted = PlaceChange("starts_at", service.id, at(TOMORROW, time(9)), at(TOMORROW, time(11)), 1, [MANGWON])
        post_slot(organisation, wanted, actor=staff_of(organisation), now=NOW)
        assert free_slots(service.id, dong_code=SEOGYO, after=NOW) == []
        assert [slot.capacity for slot in free_slots(service.id, dong_code=MANGWON, after=NOW)] == [1]

    def test_two_cannot_begin_together(self, session: Session) -> None:
        slot = make_slot()
        with pytest.raises(Conflict) as refused:
            post_slot(slot.organisation, change(slot.service, 1), actor=staff_of(slot.organisation), now=NOW)
        assert refused.value.field == "starts_at"

    def test_the_end_must_be_later_than_the_beginning(self, session: Session) -> None:
        service, organisation = offering()
        with pytest.raises(DomainError) as refused:
            post_slot(organisation, change(service, 1, start=time(12)), actor=staff_of(organisation), now=NOW)
        assert refused.value.field == "ends_at"


class TestClosedDays:
    def test_closing_stops_offers_and_tells_what_stands(
        self, session: Session, named_bookings: dict[UUID, list[str]]
    ) -> None:
        slot = make_slot(capacity=3, confirmed=1)
        named_bookings[slot.id] = ["2026-000007"]
        names = close_day(slot.organisation, TOMORROW, "교육", actor=staff_of(slot.organisation), now=NOW)
        assert names == ["2026-000007"]
        assert (slot.confirmed, slot.capacity, slot.free) == (1, 3, 0)
        with pytest.raises(Conflict):
            hold_place(slot.id)

    def test_patterns_leave_a_closed_day_out(self, session: Session) -> None:
        service, organisation = offering()
        close_day(organisation, date(2026, 11, 25), "교육", actor=staff_of(organisation), now=NOW)
        pattern = make_pattern(service, organisation, horizon_days=9)
        assert [slot.starts_at for slot in slots_of_pattern(pattern.id, after=NOW)] == [at(date(2026, 12, 2), time(10))]

    def test_reopening_offers_again_what_was_offered(self, session: Session) -> None:
        service, organisation = offering()
        staff = staff_of(organisation)
        pattern = make_pattern(service, organisation, horizon_days=4)
        single = make_slot(service, organisation, day=date(2026, 11, 25), starts_at=time(8))
        close_day(organisation, date(2026, 11, 25), "교육", actor=staff, now=NOW)
        (closed,) = closed_days(organisation.id, TODAY)
        reopen_day(closed, organisation, actor=staff, now=NOW, horizon_days=4)
        assert [slot.free for slot in (single, *slots_of_pattern(pattern.id, after=NOW))] == [2, 2]

    def test_reopening_does_not_bring_back_what_was_taken_away_before(self, session: Session) -> None:
        service, organisation = offering()
        staff = staff_of(organisation)
        slot = make_slot(service, organisation)
        write(organisation, change(service, None))
        close_day(organisation, TOMORROW, "교육", actor=staff, now=NOW)
        (closed,) = closed_days(organisation.id, TODAY)
        reopen_day(closed, organisation, actor=staff, now=NOW, horizon_days=4)
        assert slot.free == 0

    def test_a_day_gone_by_cannot_be_closed(self, session: Session) -> None:
        organisation = make_organisation()
        with pytest.raises(DomainError) as refused:
            close_day(organisation, TODAY - timedelta(days=1), "", actor=staff_of(organisation), now=NOW)
        assert refused.value.field == "day"
