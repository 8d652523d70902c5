"""A household is not asked for acts of one kind for a while: until when, from when on again, and who says so."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.workdays import next_workday
from portal.monitoring.duties.actions import end_exemption, exempt_household, keep_all
from portal.monitoring.duties.states import DutyAct, DutyOutcome
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_assessed, make_office, make_paired
from tests.factories.duties import WEEKLY, call, duty_of, ended_of, make_policy_edition

LATER = NOW + timedelta(days=1)


class TestExemptions:
    def test_end_what_is_due_and_let_it_come_up_again(self, session: Session) -> None:
        make_policy_edition(WEEKLY)
        case, until = make_assessed(), TODAY + timedelta(days=18)
        exempt_household(case, DutyAct.CONTACT, until, "입원하심", actor=make_office().actor, now=LATER)
        assert ended_of(case) == [DutyOutcome.EXEMPTED]
        assert until < day_of(duty_of(case).due_at) <= until + timedelta(days=4)
        assert case.next_contact_on == day_of(duty_of(case).due_at)

    def test_leave_missed_what_was_overdue(self, session: Session) -> None:
        case, late = make_paired(), NOW + timedelta(days=40)
        until = day_of(late) + timedelta(days=10)
        exempt_household(case, DutyAct.CONTACT, until, "입원하심", actor=make_office().actor, now=late)
        assert ended_of(case) == [DutyOutcome.MISSED]

    def test_can_be_taken_back(self, session: Session) -> None:
        case, office = make_paired(), make_office().actor
        until = TODAY + timedelta(days=30)
        exemption = exempt_household(case, DutyAct.CONTACT, until, "입원하심", actor=office, now=NOW)
        end_exemption(exemption, actor=office, now=LATER)
        assert case.next_contact_on is not None
        assert case.next_contact_on <= TODAY + timedelta(days=5)
        with pytest.raises(Conflict):
            end_exemption(exemption, actor=office, now=LATER)

    def test_of_a_first_visit_taken_back_asks_for_it_on_the_next_working_day(self, session: Session) -> None:
        case, office = make_paired(), make_office().actor
        until = TODAY + timedelta(days=30)
        exemption = exempt_household(case, DutyAct.ASSESSMENT, until, "입원하심", actor=office, now=NOW)
        assert day_of(case.first_visit_due_at) > until
        end_exemption(exemption, actor=office, now=LATER)
        assert day_of(case.first_visit_due_at) == next_workday(day_of(LATER) + timedelta(days=1))

    @pytest.mark.parametrize(
        ("begins", "until", "taken_back", "ended"),
        [
            (3, 45, None, DutyOutcome.EXEMPTED),
            (12, 20, None, DutyOutcome.MISSED),
            (3, 45, 12, DutyOutcome.EXEMPTED),
        ],
        ids=["to its end", "overdue before", "taken back"],
    )
    def test_hold_where_a_policy_asks_until_the_working_day_after(
        self, session: Session, begins: int, until: int, taken_back: int | None, ended: DutyOutcome
    ) -> None:
        make_policy_edition(WEEKLY)
        case, office, until_on = make_assessed(), make_office().actor, TODAY + timedelta(days=until)
        call(case)
        begun_at = NOW + timedelta(days=begins)
        exemption = exempt_household(case, DutyAct.CONTACT, until_on, "입원하심", actor=office, now=begun_at)
        last = taken_back or until
        if taken_back:
            end_exemption(exemption, actor=office, now=NOW + timedelta(days=taken_back))
        for days in (begins, last, last + 1, last + 6):
            keep_all(NOW + timedelta(days=days))
        assert set(ended_of(case)) == {DutyOutcome.DONE, ended}
        again_on = next_workday(TODAY + timedelta(days=last + 1))
        assert day_of(duty_of(case).due_at) == case.next_contact_on == again_on

    @pytest.mark.parametrize(
        ("act", "days", "reason", "field"),
        [
            (DutyAct.CONTACT, -1, "입원", "until_on"),
            (DutyAct.CONTACT, 200, "입원", "until_on"),
            (DutyAct.CONTACT, 3, "", "reason"),
            (DutyAct.REVIEW, 3, "입원", "act"),
        ],
    )
    def test_need_a_reason_and_an_end(self, session: Session, act: DutyAct, days: int, reason: str, field: str) -> None:
        case, until = make_paired(), TODAY + timedelta(days=days)
        with pytest.raises(DomainError) as refusal:
            exempt_household(case, act, until, reason, actor=make_office().actor, now=NOW)
        assert refusal.value.field == field

    def test_are_the_office_s_alone_and_stand_in_the_audit(self, session: Session) -> None:
        case, until = make_paired(), TODAY + timedelta(days=3)
        with pytest.raises(Forbidden):
            exempt_household(case, DutyAct.CONTACT, until, "입원", actor=case.coordinator.actor, now=NOW)
        exempt_household(case, DutyAct.CONTACT, until, "입원", actor=make_office().actor, now=NOW)
        assert session.scalar(select(AuditEntry.event).where(AuditEntry.event == "duty.exempted")) is not None
