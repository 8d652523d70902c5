"""Places are counted by the database: never more than there are, never fewer than none."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.consortium.capacity.actions import confirm_place, hold_place, release_confirmed, release_hold
from portal.consortium.capacity.models import Slot
from portal.core.errors import Conflict
from portal.db.constraints import broken_constraint, refusal_of
from tests.factories.consortium import (
    NOW,
    TODAY,
    make_agreement,
    make_offer,
    make_organisation,
    make_service,
    make_slot,
)


class TestHold:
    def test_takes_a_free_place(self, session: Session) -> None:
        slot = make_slot(capacity=2)
        hold_place(slot.id)
        assert (slot.held, slot.confirmed, slot.free) == (1, 0, 1)

    def test_refuses_when_all_are_taken(self, session: Session) -> None:
        slot = make_slot(capacity=2, held=1, confirmed=1)
        with pytest.raises(Conflict) as refused:
            hold_place(slot.id)
        assert refused.value.field == "slot"
        assert slot.held == 1

    def test_refuses_a_closed_slot(self, session: Session) -> None:
        slot = make_slot(closed_at=NOW)
        with pytest.raises(Conflict):
            hold_place(slot.id)

    def test_refuses_a_member_whose_agreement_has_expired(self, session: Session) -> None:
        organisation = make_organisation(agreed=False)
        make_agreement(organisation, ends_on=TODAY)
        slot = make_slot(organisation=organisation, day=TODAY + timedelta(days=1))
        with pytest.raises(Conflict) as refused:
            hold_place(slot.id)
        assert "새 자리를 내지 않습니다" in refused.value.message

    def test_refuses_after_the_offer_of_the_service_has_ended(self, session: Session) -> None:
        service, organisation = make_service(), make_organisation()
        make_offer(service, organisation, valid_to=TODAY)
        slot = make_slot(service, organisation, day=TODAY + timedelta(days=1))
        with pytest.raises(Conflict):
            hold_place(slot.id)


class TestConfirmAndRelease:
    def test_confirming_turns_a_hold_into_a_booking(self, session: Session) -> None:
        slot = make_slot(capacity=1, held=1)
        confirm_place(slot.id)
        assert (slot.held, slot.confirmed, slot.free) == (0, 1, 0)

    def test_confirming_works_on_a_closed_day(self, session: Session) -> None:
        slot = make_slot(capacity=1, held=1, closed_at=NOW)
        confirm_place(slot.id)
        assert slot.confirmed == 1

    def test_releasing_gives_the_place_back(self, session: Session) -> None:
        slot = make_slot(capacity=2, held=1, confirmed=1)
        release_hold(slot.id)
        release_confirmed(slot.id)
        assert (slot.held, slot.confirmed, slot.free) == (0, 0, 2)

    @pytest.mark.parametrize("act", [confirm_place, release_hold, release_confirmed])
    def test_nothing_held_or_booked_is_refused(self, session: Session, act: object) -> None:
        slot = make_slot(capacity=2)
        assert callable(act)
        with pytest.raises(Conflict) as refused:
            act(slot.id)
        assert refused.value.field == "slot"


class TestTheDatabase:
    def test_refuses_more_than_there_are(self, session: Session) -> None:
        slot = make_slot(capacity=1, held=1)
        with pytest.raises(IntegrityError) as broken:
            session.execute(update(Slot).where(Slot.id == slot.id).values(confirmed=1))
        assert broken_constraint(broken.value) == "ck_slot_capacity"
        assert refusal_of(broken.value).field == "slot"

    def test_refuses_fewer_than_none(self, session: Session) -> None:
        slot = make_slot(capacity=1)
        with pytest.raises(IntegrityError) as broken:
            session.execute(update(Slot).where(Slot.id == slot.id).values(held=-1))
        assert broken_constraint(broken.value) == "ck_slot_counts"

    def test_refuses_two_slots_that_begin_together(self, session: Session) -> None:
        slot = make_slot()
        with pytest.raises(IntegrityError) as broken:
            make_slot(slot.service, slot.organisation)
        assert refusal_of(broken.value).field == "starts_at"
