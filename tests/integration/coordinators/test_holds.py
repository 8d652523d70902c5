"""While care rests nobody comes; what is booked after its end stays, what was held comes back to the coordinator."""

from datetime import timedelta

import pytest

from portal.coordinators.caseload.holding import change_hold, hold_case, resume_case
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.gate.broken import broken_for
from portal.coordinators.referrals.queries import referrals_to_act_on
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.visits.states import VisitState
from portal.coordinators.visits.tasks import send_reminders
from portal.core.errors import Conflict, DomainError
from tests.factories.consortium import NOW, TODAY
from tests.factories.referrals import Scene, counts, make_accepted, make_referral, make_visit
from tests.factories.visiting import messages
from tests.integration.coordinators.test_followers import hold


class TestHold:
    def test_calls_visits_off_and_holds_what_was_asked(self, scene: Scene) -> None:
        visit = make_visit(scene)
        asked = make_referral(scene, scene.another_slot())
        accepted = make_accepted(scene, scene.another_slot(days=3))
        hold(scene)
        assert (visit.state, visit.referral.state) == (VisitState.CANCELLED_IN_TIME, ReferralState.CANCELLED)
        assert (asked.state, accepted.state) == (ReferralState.ON_HOLD, ReferralState.ON_HOLD)
        assert [counts(each.slot_id) for each in (visit, asked, accepted)] == [(0, 0)] * 3
        assert len(messages("visit_cancelled")) + len(messages("referral_withdrawn")) >= 3
        assert broken_for(scene.coordinator, now=NOW) == []

    def test_that_ends_lets_later_visits_be_and_reminds_nobody_meanwhile(self, scene: Scene) -> None:
        soon, later = make_visit(scene), make_visit(scene, scene.another_slot(days=9))
        until_on = TODAY + timedelta(days=7)
        hold_case(scene.line.plan.case, "입원", until_on=until_on, actor=scene.coordinator, now=NOW)
        assert (soon.state, later.state) == (VisitState.CANCELLED_IN_TIME, VisitState.BOOKED)
        assert broken_for(scene.coordinator, now=NOW) == []
        assert send_reminders(NOW + timedelta(days=6)) == 0

    def test_has_a_day_to_call_on_the_list_of_that_day(self, scene: Scene) -> None:
        case = scene.line.plan.case
        hold_case(case, "입원", actor=scene.coordinator, now=NOW)
        assert case.next_contact_on == TODAY + timedelta(days=7)
        assert case.hold_until_on is None

    def test_is_called_no_later_than_it_ends(self, scene: Scene) -> None:
        case, end = scene.line.plan.case, TODAY + timedelta(days=3)
        with pytest.raises(DomainError) as refused:
            hold_case(case, "입원", until_on=end, call_on=end + timedelta(days=1), actor=scene.coordinator, now=NOW)
        assert refused.value.field == "call_on"
        hold_case(case, "입원", until_on=end, actor=scene.coordinator, now=NOW)
        assert case.next_contact_on == end

    def test_once_over_puts_what_was_held_on_the_list_of_the_coordinator(self, scene: Scene) -> None:
        asked = make_referral(scene)
        hold(scene)
        assert referrals_to_act_on(scene.coordinator, now=NOW) == []
        resume_case(scene.line.plan.case, actor=scene.coordinator, now=NOW)
        assert referrals_to_act_on(scene.coordinator, now=NOW) == [asked]


class TestAnotherEnd:
    """The hospital keeps somebody longer, or lets them go sooner."""

    def test_later_rests_what_is_booked_until_then(self, scene: Scene) -> None:
        case, later = scene.line.plan.case, make_visit(scene, scene.another_slot(days=9))
        hold_case(case, "입원", until_on=TODAY + timedelta(days=7), actor=scene.coordinator, now=NOW)
        until_on, call_on = TODAY + timedelta(days=14), TODAY + timedelta(days=10)
        change_hold(case, "수술", until_on=until_on, call_on=call_on, actor=scene.coordinator, now=NOW)
        assert (later.state, counts(later.slot_id)) == (VisitState.CANCELLED_IN_TIME, (0, 0))
        assert (case.hold_until_on, case.next_contact_on, case.hold_reason) == (until_on, call_on, "수술")
        resume_case(case, actor=scene.coordinator, now=NOW)
        assert case.state is CaseState.PLANNED

    def test_unknown_again_rests_all_that_is_to_come(self, scene: Scene) -> None:
        case, later = scene.line.plan.case, make_visit(scene, scene.another_slot(days=9))
        hold_case(case, "입원", until_on=TODAY + timedelta(days=3), actor=scene.coordinator, now=NOW)
        change_hold(case, "중환자실", until_on=None, call_on=None, actor=scene.coordinator, now=NOW)
        assert later.state is VisitState.CANCELLED_IN_TIME
        assert case.next_contact_on == TODAY + timedelta(days=7)

    def test_is_of_a_hold_that_runs_and_ends_no_earlier_than_today(self, scene: Scene) -> None:
        case, actor = scene.line.plan.case, scene.coordinator
        with pytest.raises(Conflict):
            change_hold(case, "수술", until_on=None, call_on=None, actor=actor, now=NOW)
        hold_case(case, "입원", actor=actor, now=NOW)
        with pytest.raises(DomainError) as refused:
            change_hold(case, "퇴원", until_on=TODAY - timedelta(days=1), call_on=None, actor=actor, now=NOW)
        assert refused.value.field == "until_on"
