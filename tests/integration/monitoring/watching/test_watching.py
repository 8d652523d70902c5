"""Whose silence is noticed when, who is left alone, and that a fault of things is told apart from a person at risk."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.db.inserting import table_of
from portal.monitoring.alerts.actions import Tried, look_after
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, AttemptMeans, AttemptResult
from portal.monitoring.devices.actions import step_device
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind, DeviceVerb, Trouble
from portal.monitoring.watching import actions
from portal.monitoring.watching.models import Absence
from portal.monitoring.watching.states import AbsenceKind, SaidBy
from portal.residents.consents.actions import agree_again, withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.households.actions import note_death
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_paired
from tests.factories.devices import OFFICE, make_device, take, told, watch_of
from tests.factories.watching import MINUTE, after, levels, move, sweep, to_call

SEEN = Tried(AttemptMeans.DOOR, AttemptResult.SEEN, "본인", "주무시고 계심")


class TestSilence:
    def test_is_told_at_its_hours_and_rises(self, session: Session, device: Device) -> None:
        sweep(after(24) - MINUTE)
        assert levels(session) == []
        for hours, level in ((24, AlertLevel.ATTENTION), (36, AlertLevel.CAUTION), (48, AlertLevel.DANGER)):
            sweep(after(hours))
            assert levels(session) == [level]
        assert watch_of(device).due_at is None
        alert = session.scalars(select(Alert)).one()
        assert (alert.silent_since, "움직임 감지기" in alert.what) == (NOW, True)

    def test_swept_twice_opens_one_alert(self, session: Session, device: Device) -> None:
        for _ in range(3):
            sweep(after(25))
        assert levels(session) == [AlertLevel.ATTENTION]

    def test_ends_with_a_sign_of_life_which_the_alert_is_told(self, session: Session, device: Device) -> None:
        sweep(after(25))
        move(device, after(26))
        alert = session.scalars(select(Alert)).one()
        assert (alert.last_activity_at, alert.ended_at) == (after(26), None)
        assert watch_of(device).due_at == after(50)

    @pytest.mark.parametrize(("outcome", "ends"), [(ContactOutcome.WORRYING, True), (ContactOutcome.NO_ANSWER, False)])
    def test_ends_with_a_contact_in_which_they_were_met(
        self, session: Session, case: CareCase, device: Device, outcome: ContactOutcome, ends: bool
    ) -> None:
        actor = case.coordinator.actor
        record_contact(case, ContactMeans.VISIT, outcome, "들름", actor=actor, now=after(20))
        sweep(after(24))
        assert levels(session) == ([] if ends else [AlertLevel.ATTENTION])
        sweep(after(44))
        assert levels(session) == [AlertLevel.ATTENTION if ends else AlertLevel.CAUTION]

    def test_is_not_ended_by_what_was_before_it(self, session: Session, device: Device) -> None:
        move(device, after(2))
        sweep(after(27))
        move(device, after(1), now=after(28))
        assert session.scalars(select(Alert)).one().last_activity_at is None
        assert watch_of(device).told is AlertLevel.ATTENTION

    def test_is_not_ended_by_a_device_that_is_merely_on(self, session: Session, device: Device) -> None:
        take(device.supplier, told(device, after(23), "alive"), now=after(23))
        sweep(after(24))
        assert levels(session) == [AlertLevel.ATTENTION]

    @pytest.mark.parametrize(
        ("ending", "told"),
        [(AlertEnding.SAFE, [AlertLevel.DANGER, AlertLevel.ATTENTION]), (AlertEnding.DIED, [AlertLevel.DANGER])],
    )
    def test_counts_anew_once_somebody_knows_how_they_are(
        self, session: Session, device: Device, ending: AlertEnding, told: list[AlertLevel]
    ) -> None:
        """Whoever was seen after the last level and never moves again is looked for again; the dead are not."""
        sweep(after(48))
        look_after(session.scalars(select(Alert)).one(), SEEN, ending=ending, actor=OFFICE, now=after(49))
        sweep(after(73) - MINUTE)
        assert levels(session) == [AlertLevel.DANGER]
        sweep(after(73))
        assert levels(session) == told

    @pytest.mark.parametrize(
        ("ending", "kind"),
        [
            (AlertEnding.OUT, AbsenceKind.OUTING),
            (AlertEnding.HOSPITAL, AbsenceKind.HOSPITAL),
            (AlertEnding.EMERGENCY, AbsenceKind.HOSPITAL),
        ],
    )
    def test_of_whoever_is_away_is_none_until_they_are_back(
        self, session: Session, device: Device, ending: AlertEnding, kind: AbsenceKind
    ) -> None:
        sweep(after(48))
        alert, heard = session.scalars(select(Alert)).one(), Tried(AttemptMeans.CALL, AttemptResult.SPOKE, "본인")
        with pytest.raises(DomainError) as refusal:
            look_after(alert, heard, ending=ending, actor=OFFICE, now=after(49))
        assert refusal.value.field == "until_on"
        until_on = day_of(after(49)) + timedelta(days=3)
        look_after(alert, heard, ending=ending, until_on=until_on, actor=OFFICE, now=after(49))
        absence = session.scalars(select(Absence)).one()
        back_at, told_kind = absence.ends_at, absence.kind
        assert told_kind is kind
        assert day_of(back_at - MINUTE) == until_on
        for moment in (after(73), back_at, back_at + timedelta(hours=23)):
            sweep(moment)
            assert levels(session) == [AlertLevel.DANGER]
        sweep(back_at + timedelta(hours=33))
        assert levels(session) == [AlertLevel.DANGER, AlertLevel.ATTENTION]

    def test_a_call_for_help_is_danger_at_once(self, session: Session, device: Device) -> None:
        take(device.supplier, told(device, after(1), "help"), now=after(1))
        assert levels(session) == [AlertLevel.DANGER]

    def test_a_broken_device_can_call_for_help(self, session: Session, device: Device) -> None:
        step_device(device, DeviceVerb.BREAK, actor=OFFICE, now=after(1))
        take(device.supplier, told(device, after(2), "help"), now=after(2))
        assert levels(session) == [AlertLevel.DANGER]

    def test_of_one_device_says_something_of_the_device_while_another_speaks(
        self, session: Session, case: CareCase, device: Device
    ) -> None:
        door = make_device(case, DeviceKind.DOOR)
        for hours in range(4, 60, 4):
            take(door.supplier, told(door, after(hours), "door"), now=after(hours))
            sweep(after(hours))
        session.refresh(device)
        assert levels(session) == []
        assert (device.trouble, door.trouble) == (Trouble.SILENT, None)
        move(device, after(60))
        session.refresh(device)
        assert device.trouble is None

    def test_by_night_waits_for_the_morning(self, session: Session, case: CareCase, device: Device) -> None:
        held = next(each for each in consents_of(case.person_id) if each.kind is ConsentKind.NIGHT_WATCHING)
        withdraw_consent(held, actor=OFFICE, now=NOW)
        move(device, after(12))  # 21:00 in Seoul
        move(device, after(12.5))
        sweep(after(36.5) + timedelta(hours=1))
        assert levels(session) == [AlertLevel.ATTENTION], "21:30 on the next day is no night"

    def test_on_a_day_off_waits_where_somebody_chose_so(self, session: Session, case: CareCase, device: Device) -> None:
        actions.watch_weekends(case.household_id, False, actor=OFFICE, now=NOW)
        friday = NOW + timedelta(days=4, hours=3)
        move(device, friday)
        sweep(friday + timedelta(hours=50))
        assert levels(session) == []
        sweep(NOW + timedelta(days=7))
        assert levels(session) == [AlertLevel.DANGER]


class TestWhoIsLeftAlone:
    def test_whoever_is_away_until_they_are_back(self, session: Session, case: CareCase, device: Device) -> None:
        absence = actions.tell_absence(
            case.household_id, AbsenceKind.OUTING, after(1), after(72), "", told_by=SaidBy.STAFF, actor=OFFICE, now=NOW
        )
        for hours in (25, 50, 71, 95):
            sweep(after(hours))
            assert levels(session) == []
        sweep(absence.ends_at + timedelta(hours=24))
        assert levels(session) == [AlertLevel.ATTENTION]

    def test_silence_counts_from_an_earlier_return(self, session: Session, case: CareCase, device: Device) -> None:
        absence = actions.tell_absence(
            case.household_id, AbsenceKind.FAMILY, NOW, after(72), "", told_by=SaidBy.STAFF, actor=OFFICE, now=NOW
        )
        sweep(after(25))
        actions.end_absence(absence, actor=OFFICE, now=after(30))
        sweep(after(54) - MINUTE)
        assert levels(session) == []
        sweep(after(54))
        assert levels(session) == [AlertLevel.ATTENTION]

    def test_who_was_said_to_be_back_by_somebody_else_meanwhile_is_not_said_so_again(
        self, session: Session, case: CareCase
    ) -> None:
        absence = actions.tell_absence(
            case.household_id, AbsenceKind.FAMILY, NOW, after(72), "", told_by=SaidBy.STAFF, actor=OFFICE, now=NOW
        )
        session.execute(update(table_of(Absence)).values(ends_at=after(30)))
        with pytest.raises(DomainError, match="이미 지난 때입니다"):
            actions.end_absence(absence, actor=OFFICE, now=after(31))
        assert absence.ends_at == after(30)

    def test_an_absence_that_comes_to_nothing_leaves_silence_as_it_is(
        self, session: Session, case: CareCase, device: Device
    ) -> None:
        absence = actions.tell_absence(
            case.household_id, AbsenceKind.OUTING, after(20), after(40), "", told_by=SaidBy.STAFF, actor=OFFICE, now=NOW
        )
        actions.end_absence(absence, actor=OFFICE, now=after(10))
        sweep(after(24))
        assert levels(session) == [AlertLevel.ATTENTION]

    def test_whoever_took_their_consent_back(self, session: Session, case: CareCase, device: Device) -> None:
        held = next(each for each in consents_of(case.person_id) if each.kind is ConsentKind.WATCHING)
        withdraw_consent(held, actor=OFFICE, now=after(1))
        sweep(after(100))
        assert levels(session) == []
        agree_again(case.person, ConsentKind.WATCHING, actor=OFFICE, now=after(101))
        sweep(after(102))
        assert levels(session) == [], "silence counts from the consent"
        sweep(after(125))
        assert levels(session) == [AlertLevel.ATTENTION]

    def test_whose_care_rests(self, session: Session, coordinator: User, case: CareCase, device: Device) -> None:
        hold_case(case, "입원", actor=coordinator.actor, now=after(1))
        sweep(after(100))
        assert levels(session) == []
        resume_case(case, actor=coordinator.actor, now=after(101))
        sweep(after(102))
        assert levels(session) == []
        sweep(after(125))
        assert levels(session) == [AlertLevel.ATTENTION]

    def test_whose_care_has_ended(self, session: Session, coordinator: User, case: CareCase, device: Device) -> None:
        close_case(case, ClosureReason.GOAL_MET, "", actor=coordinator.actor, now=after(1))
        sweep(after(100))
        assert levels(session) == []

    def test_whoever_comes_into_care_again_until_then(
        self, session: Session, coordinator: User, case: CareCase, device: Device
    ) -> None:
        """A device that was unplugged meanwhile tells nothing of them; what was told of the silence before is over."""
        sweep(after(48))
        look_after(session.scalars(select(Alert)).one(), SEEN, ending=AlertEnding.SAFE, actor=OFFICE, now=after(49))
        watch_of(device).told = AlertLevel.DANGER
        close_case(case, ClosureReason.GOAL_MET, "", actor=coordinator.actor, now=after(101))
        make_paired(coordinator, case.person, now=after(500))
        before = levels(session)
        sweep(after(501))
        sweep(after(524) - MINUTE)
        assert levels(session) == before
        sweep(after(524))
        assert levels(session) == [*before, AlertLevel.ATTENTION]

    def test_the_dead(self, session: Session, coordinator: User, case: CareCase, device: Device) -> None:
        note_death(case.person, reason="따님의 전화", actor=coordinator.actor, now=after(1))
        sweep(after(100))
        assert levels(session) == []

    def test_whose_device_came_back_when_nobody_is_to_be_watched_any_more(
        self, session: Session, case: CareCase, device: Device
    ) -> None:
        step_device(device, DeviceVerb.RETURN, actor=OFFICE, now=after(1))
        held = next(each for each in consents_of(case.person_id) if each.kind is ConsentKind.WATCHING)
        withdraw_consent(held, actor=OFFICE, now=after(2))
        sweep(after(100))
        assert (levels(session), to_call(session, after(100))) == ([], [])
