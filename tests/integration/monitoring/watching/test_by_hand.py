"""What is noted by hand of somebody who is watched, and the quiet times that are kept."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.caseload.models import CareCase
from portal.core.actors import Actor
from portal.core.errors import DomainError, NotFound
from portal.core.permissions import Role
from portal.monitoring.alerts.actions import Tried
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AttemptMeans, AttemptResult
from portal.monitoring.devices.models import Device
from portal.monitoring.watching import actions
from portal.monitoring.watching.models import QuietTime
from portal.monitoring.watching.states import HeardBy
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW
from tests.factories.devices import OFFICE, watch_of
from tests.factories.watching import after, move, sweep

SEEN = Tried(AttemptMeans.DOOR, AttemptResult.SEEN, "본인", "주무시고 계심")


class TestByHand:
    def test_a_sign_of_life_ends_a_silence(self, session: Session, case: CareCase, device: Device) -> None:
        sweep(after(25))
        actions.note_seen(case.household_id, HeardBy.SEEN, after(26), "시장에서 뵘", actor=OFFICE, now=after(27))
        assert watch_of(device).due_at == after(50)
        assert session.scalars(select(Alert)).one().last_activity_at == after(26)

    @pytest.mark.parametrize(("hours", "field"), [(30, "at"), (-24 * 8, "day")])
    def test_is_of_the_last_days(
        self, session: Session, case: CareCase, device: Device, hours: float, field: str
    ) -> None:
        with pytest.raises(DomainError) as refusal:
            actions.note_seen(case.household_id, HeardBy.SPOKE, after(hours), "", actor=OFFICE, now=after(20))
        assert refusal.value.field == field

    def test_nobody_of_the_staff_presses_the_button_for_somebody(
        self, session: Session, case: CareCase, device: Device
    ) -> None:
        with pytest.raises(DomainError):
            actions.note_seen(case.household_id, HeardBy.BUTTON, NOW, "", actor=OFFICE, now=NOW)
        stranger = Actor(make_user(Role.RESIDENT, name="남").id, "남", frozenset({Role.RESIDENT}))
        with pytest.raises(NotFound):
            actions.press_button(case.person, actor=stranger, now=NOW)


class TestQuietTimes:
    def test_are_kept_from_twelve_hours_on(self, session: Session, device: Device) -> None:
        for hours in (1, 12, 30):
            move(device, after(hours))
        assert [(each.began_at, each.ended_at) for each in session.scalars(select(QuietTime))] == [
            (after(12), after(30))
        ]

    def test_are_parted_by_a_sign_that_arrives_late(self, session: Session, device: Device) -> None:
        move(device, after(1))
        move(device, after(40))
        move(device, after(15), now=after(41))
        found = session.scalars(select(QuietTime).order_by(QuietTime.began_at)).all()
        assert [(each.began_at, each.ended_at) for each in found] == [(after(1), after(15)), (after(15), after(40))]
