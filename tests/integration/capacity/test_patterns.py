"""Weekly patterns become slots, and change without losing a booked place."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.consortium.capacity.actions import (
    change_pattern,
    confirm_figures,
    end_pattern,
    extend_capacity,
    post_pattern,
    resume_pattern,
)
from portal.consortium.capacity.entries import PlaceChange, set_places
from portal.consortium.capacity.models import CapacityPattern, Slot
from portal.consortium.capacity.queries import free_slots, slots_of_pattern
from portal.core.clock import at, day_of
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
    pattern_details,
    staff_of,
)


def days_of(pattern: CapacityPattern, now: datetime = NOW) -> list[date]:
    return [day_of(slot.starts_at) for slot in slots_of_pattern(pattern.id, after=now)]


def open_days(pattern: CapacityPattern) -> list[date]:
    return [day_of(slot.starts_at) for slot in slots_of_pattern(pattern.id, after=NOW) if slot.closed_at is None]


class TestPosting:
    def test_makes_slots_up_to_the_horizon(self, session: Session) -> None:
        pattern = make_pattern(make_service(), make_organisation(), horizon_days=16)
        assert days_of(pattern) == [date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9)]

    def test_skips_public_holidays_unless_said_otherwise(self, session: Session) -> None:
        christmas = date(2026, 12, 25)
        now = datetime(2026, 12, 21, tzinfo=UTC)
        service, organisation = make_service(), make_organisation()
        without = make_pattern(service, organisation, weekday=4, horizon_days=7, now=now)
        assert days_of(without, now) == []
        with_holidays = make_pattern(
            service, organisation, weekday=4, starts_at=time(8), on_public_holidays=True, horizon_days=7, now=now
        )
        assert days_of(with_holidays, now) == [christmas]

    def test_keeps_within_the_valid_period(self, session: Session) -> None:
        first, last = date(2026, 12, 1), date(2026, 12, 9)
        pattern = make_pattern(make_service(), make_organisation(), valid_from=first, valid_to=last)
        assert days_of(pattern) == [date(2026, 12, 2), date(2026, 12, 9)]

    def test_makes_no_slot_for_a_time_gone_by_today(self, session: Session) -> None:
        pattern = make_pattern(make_service(), make_organisation(), weekday=0, starts_at=time(8), horizon_days=7)
        assert days_of(pattern) == [date(2026, 11, 30)]

    def test_gives_the_dongs_named_or_all_that_the_member_serves(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        everywhere = make_pattern(service, organisation)
        one = make_pattern(service, organisation, starts_at=time(14), ends_at=time(16), dong_codes=[MANGWON])
        dongs = [
            {dong.dong_code for dong in slots_of_pattern(each.id, after=NOW)[0].dongs} for each in (everywhere, one)
        ]
        assert dongs == [{MANGWON, SEOGYO}, {MANGWON}]

    def test_refuses_a_service_that_the_member_does_not_offer(self, session: Session) -> None:
        organisation, details = make_organisation(), pattern_details(make_service())
        with pytest.raises(DomainError) as refused:
            post_pattern(organisation, details, actor=staff_of(organisation), now=NOW, horizon_days=7)
        assert refused.value.field == "service_id"

    def test_refuses_a_dong_that_the_member_does_not_serve(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            make_pattern(make_service(), make_organisation(dongs=(MANGWON,)), dong_codes=[SEOGYO])
        assert refused.value.field == "dong_codes"

    def test_refuses_times_and_periods_that_end_before_they_begin(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        for wrong, field in (({"ends_at": time(9)}, "ends_at"), ({"valid_to": TODAY - timedelta(days=1)}, "valid_to")):
            with pytest.raises(DomainError) as refused:
                make_pattern(service, organisation, **wrong)
            assert refused.value.field == field

    def test_refuses_the_staff_of_another_member(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        make_offer(service, organisation)
        stranger = staff_of(make_organisation())
        with pytest.raises(NotFound):
            post_pattern(organisation, pattern_details(service), actor=stranger, now=NOW, horizon_days=7)

    def test_an_expired_agreement_makes_no_slots_until_it_is_renewed(self, session: Session) -> None:
        organisation = make_organisation(agreed=False)
        make_agreement(organisation, ends_on=date(2026, 11, 30))
        pattern = make_pattern(make_service(), organisation, horizon_days=16)
        assert days_of(pattern) == [date(2026, 11, 25)]
        make_agreement(organisation, starts_on=date(2026, 12, 1))
        extend_capacity(NOW, horizon_days=16)
        assert days_of(pattern) == [date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9)]


class TestExtending:
    def test_adds_what_is_missing_and_leaves_the_rest(self, session: Session) -> None:
        pattern = make_pattern(make_service(), make_organisation(), horizon_days=7)
        slot = slots_of_pattern(pattern.id, after=NOW)[0]
        slot.capacity = 1
        assert extend_capacity(NOW + timedelta(days=1), horizon_days=14) == 1
        assert extend_capacity(NOW + timedelta(days=1), horizon_days=14) == 0
        assert slot.capacity == 1

    def test_follows_the_areas_of_the_member(self, session: Session) -> None:
        organisation = make_organisation(dongs=(MANGWON,))
        pattern = make_pattern(make_service(), organisation, horizon_days=7)
        organisation.areas.append(type(organisation.areas[0])(dong_code=SEOGYO))
        session.flush()
        extend_capacity(NOW, horizon_days=7)
        session.expire_all()
        assert {dong.dong_code for dong in slots_of_pattern(pattern.id, after=NOW)[0].dongs} == {MANGWON, SEOGYO}

    def test_leaves_ended_patterns_alone(self, session: Session) -> None:
        pattern = make_pattern(make_service(), make_organisation(), horizon_days=7)
        end_pattern(pattern, actor=staff_of(pattern.organisation), now=NOW)
        assert extend_capacity(NOW, horizon_days=28) == 0


class TestEnding:
    def test_withdraws_what_is_free_and_keeps_what_is_booked(self, session: Session) -> None:
        pattern = make_pattern(make_service(), make_organisation(), horizon_days=9)
        first, second = slots_of_pattern(pattern.id, after=NOW)
        first.held, first.confirmed = 0, 1
        end_pattern(pattern, actor=staff_of(pattern.organisation), now=NOW)
        assert [(slot.capacity, slot.confirmed, slot.free) for slot in (first, second)] == [(1, 1, 0), (0, 0, 0)]
        assert free_slots(pattern.service_id, dong_code=None, after=NOW) == []

    def test_can_be_taken_back(self, session: Session) -> None:
        pattern = make_pattern(make_service(), make_organisation(), horizon_days=9)
        staff = staff_of(pattern.organisation)
        end_pattern(pattern, actor=staff, now=NOW)
        resume_pattern(pattern, actor=staff, now=NOW + timedelta(minutes=1), horizon_days=9)
        assert [slot.free for slot in slots_of_pattern(pattern.id, after=NOW)] == [2, 2]

    def test_cannot_be_taken_back_much_later(self, session: Session) -> None:
        pattern = make_pattern(make_service(), make_organisation(), horizon_days=9)
        staff = staff_of(pattern.organisation)
        end_pattern(pattern, actor=staff, now=NOW)
        with pytest.raises(Conflict):
            resume_pattern(pattern, actor=staff, now=NOW + timedelta(hours=1), horizon_days=9)


class TestChanging:
    def test_adjusts_free_slots_and_never_goes_below_what_is_booked(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        pattern = make_pattern(service, organisation, horizon_days=9)
        first, second = slots_of_pattern(pattern.id, after=NOW)
        first.confirmed = 2
        session.flush()
        details = pattern_details(service, places=1)
        new = change_pattern(pattern, details, actor=staff_of(organisation), now=NOW, horizon_days=9)
        assert [(slot.capacity, slot.pattern_id) for slot in (first, second)] == [(2, new.id), (1, new.id)]

    def test_leaves_a_week_that_was_changed_by_hand(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        pattern = make_pattern(service, organisation, horizon_days=9)
        first, second = slots_of_pattern(pattern.id, after=NOW)
        change = PlaceChange("cell", service.id, first.starts_at, first.ends_at, 1)
        set_places(organisation, [change], actor=staff_of(organisation), now=NOW)
        details = pattern_details(service, places=3)
        change_pattern(pattern, details, actor=staff_of(organisation), now=NOW, horizon_days=9)
        assert [slot.capacity for slot in (first, second)] == [1, 3]

    def test_another_time_withdraws_the_old_slots_and_makes_new_ones(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        pattern = make_pattern(service, organisation, horizon_days=9)
        details = pattern_details(service, weekday=3)
        new = change_pattern(pattern, details, actor=staff_of(organisation), now=NOW, horizon_days=9)
        assert open_days(pattern) == []
        assert open_days(new) == [date(2026, 11, 26)]

    def test_changing_back_takes_the_withdrawn_slots_over(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        staff = staff_of(organisation)
        pattern = make_pattern(service, organisation, horizon_days=9)
        other = change_pattern(pattern, pattern_details(service, weekday=3), actor=staff, now=NOW, horizon_days=9)
        again = change_pattern(other, pattern_details(service, places=4), actor=staff, now=NOW, horizon_days=9)
        assert [slot.free for slot in slots_of_pattern(again.id, after=NOW)] == [4, 4]
        assert session.scalar(select(func.count()).select_from(Slot)) == 3


class TestConfirming:
    def test_says_that_the_figures_are_true_now(self, session: Session) -> None:
        pattern = make_pattern(make_service(), make_organisation())
        later = NOW + timedelta(days=9)
        confirm_figures(pattern.organisation, actor=staff_of(pattern.organisation), now=later, horizon_days=28)
        assert pattern.confirmed_at == later
        assert at(date(2026, 12, 30), time(10)) in [slot.starts_at for slot in slots_of_pattern(pattern.id, after=NOW)]
