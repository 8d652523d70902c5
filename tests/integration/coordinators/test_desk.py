"""The desk's lists and what they count, the household's timeline, next steps and closure."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.actions import pair_again
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.coordinators.contacts.actions import record_contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.desk.queries.household import overview
from portal.coordinators.desk.queries.households import CaseList, cases_for
from portal.coordinators.desk.queries.timeline import Kind, timeline
from portal.coordinators.desk.rules import ALL_STATES, Due, Filters, NextKind, Sort
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.actions import withdraw_referral
from portal.core.errors import Conflict
from portal.db.session import db
from tests.factories.consortium import MANGWON, NOW, SEOGYO, TODAY
from tests.factories.coordinators import OFFICE, make_agreed, make_assessed, make_coordinator, make_paired
from tests.factories.referrals import make_person, make_referral, make_scene, make_visit


def listed(viewer: User, number: int = 1, **filters: object) -> CaseList:
    return cases_for(viewer.actor, Filters(today=TODAY, **filters), number)  # type: ignore[arg-type]


def names(found: CaseList) -> list[str]:
    return [row.name for row in found.page.items]


def make_named(coordinator: User, name: str, phone: str = "+821011112222", dong_code: str = MANGWON) -> CareCase:
    return make_paired(coordinator, make_person(name, phone=phone, with_account=False, dong_code=dong_code))


class TestHouseholds:
    def test_are_those_of_the_coordinator(self, session: Session) -> None:
        mine, other = make_coordinator("나"), make_coordinator("남")
        make_named(mine, "홍길동")
        make_named(other, "김철수")
        assert names(listed(mine)) == ["홍길동"]
        assert sorted(row.name for row in cases_for(OFFICE, Filters(today=TODAY), 1).page.items) == ["김철수", "홍길동"]

    @pytest.mark.parametrize("text", ["홍길", "ㅎㄱㄷ", "ㅎㄱ", "5678", "678", "010-1234-5678", "01012345678"])
    def test_are_found_by_name_initials_and_phone(self, session: Session, text: str) -> None:
        mine = make_coordinator()
        make_named(mine, "홍길동", "+821012345678")
        make_named(mine, "남궁민수", "+821099998888")
        assert names(listed(mine, text=text)) == ["홍길동"]

    def test_are_found_by_their_number(self, session: Session) -> None:
        mine = make_coordinator()
        case = make_named(mine, "홍길동")
        make_named(mine, "김철수")
        year, number = case.household.number.split("-")
        assert names(listed(mine, text=f"{year}-{int(number)}")) == ["홍길동"]

    def test_are_found_only_within_the_scope(self, session: Session) -> None:
        make_named(make_coordinator("남"), "홍길동")
        assert names(listed(make_coordinator("나"), text="ㅎㄱㄷ")) == []

    def test_are_narrowed_by_state_dong_and_due_day(self, session: Session) -> None:
        mine = make_coordinator()
        held, near, far = make_named(mine, "가"), make_named(mine, "나"), make_named(mine, "다", dong_code=SEOGYO)
        hold_case(held, "입원", actor=mine.actor, now=NOW)
        near.next_contact_on, far.next_contact_on = TODAY - timedelta(days=1), TODAY
        session.flush()
        assert names(listed(mine, state=CaseState.ON_HOLD)) == ["가"]
        assert names(listed(mine, dong_code=SEOGYO)) == ["다"]
        assert names(listed(mine, due=Due.OVERDUE)) == ["나"]
        assert names(listed(mine, due=Due.TODAY)) == ["나", "다"]

    def test_leave_closed_ones_out_unless_asked(self, session: Session) -> None:
        mine = make_coordinator()
        close_household_case(make_named(mine, "가"), ClosureReason.GOAL_MET, "", actor=mine.actor, now=NOW)
        make_named(mine, "나")
        assert names(listed(mine)) == ["나"]
        assert sorted(names(listed(mine, state=ALL_STATES))) == ["가", "나"]
        assert names(listed(mine, state=CaseState.CLOSED)) == ["가"]

    def test_are_sorted_both_ways_with_those_without_a_day_last(self, session: Session) -> None:
        mine = make_coordinator()
        first, second, held = make_named(mine, "나"), make_named(mine, "가"), make_named(mine, "다")
        first.next_contact_on, second.next_contact_on = TODAY, TODAY + timedelta(days=1)
        hold_case(held, "입원", actor=mine.actor, now=NOW)
        assert names(listed(mine)) == ["나", "가", "다"]
        assert names(listed(mine, backwards=True)) == ["다", "가", "나"]
        assert names(listed(mine, sort=Sort.NAME)) == ["가", "나", "다"]

    def test_take_one_statement(self, session: Session) -> None:
        mine = make_coordinator()
        for number in range(3):
            make_named(mine, f"이웃{number}")
        actor = mine.actor
        session.flush()
        statements: list[str] = []

        def note(*arguments: object) -> None:
            statements.append(str(arguments[2]))

        event.listen(db.engine, "before_cursor_execute", note)
        cases_for(actor, Filters(today=TODAY), 1)
        event.remove(db.engine, "before_cursor_execute", note)
        assert len(statements) == 1

    def test_show_the_last_page_beyond_the_last(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        """As every list does."""
        mine = make_coordinator()
        assert (names(listed(mine, 7)), listed(mine, 7).page.number) == ([], 1)
        monkeypatch.setattr("portal.coordinators.desk.queries.households.PAGE_SIZE", 2)
        for name in ("가가", "나나", "다다"):
            make_named(mine, name)
        found = listed(mine, 7, sort=Sort.NAME)
        assert (names(found), found.page.number) == (["다다"], 2)

    def test_stop_counting_and_paging_where_nobody_looks(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("portal.coordinators.desk.queries.households.COUNTED_AT_MOST", 4)
        monkeypatch.setattr("portal.coordinators.desk.queries.households.PAGE_SIZE", 2)
        mine = make_coordinator()
        for number in range(5):
            make_named(mine, f"이웃{number}")
        found = listed(mine, 99, sort=Sort.NAME)
        assert (found.page.total, found.has_more, found.page.number) == (4, True, 2)
        assert names(found) == ["이웃2", "이웃3"]


def kinds_of(case: CareCase) -> list[Kind]:
    """Without what the resident was told, which `test_timeline_said` looks at."""
    return [event.kind for event in timeline(case, OFFICE).items if event.kind is not Kind.MESSAGE]


class TestTimeline:
    def test_tells_everything_newest_first(self, session: Session) -> None:
        case = make_assessed()
        actor = case.coordinator.actor
        make_agreed(case)
        hold_case(case, "입원", actor=actor, now=NOW + timedelta(hours=1))
        resume_case(case, actor=actor, now=NOW + timedelta(hours=2))
        record_contact(
            case, ContactMeans.CALL, ContactOutcome.WELL, "좋아지심", actor=actor, now=NOW + timedelta(hours=3)
        )
        second = make_coordinator("둘째")
        pair_again(case, second.id, reason="휴직", handover_note="인계", actor=OFFICE, now=NOW + timedelta(hours=4))
        close_household_case(case, ClosureReason.GOAL_MET, "끝", actor=second.actor, now=NOW + timedelta(hours=5))
        found = kinds_of(case)
        told = {event.kind: event.text for event in timeline(case, OFFICE).items}
        assert (told[Kind.HOLD], told[Kind.HANDOVER], told[Kind.CLOSURE]) == ("입원", "인계", "끝")
        assert found[:5] == [Kind.CLOSURE, Kind.HANDOVER, Kind.CONTACT, Kind.RESUMPTION, Kind.HOLD]
        assert set(found[5:]) == {Kind.AGREEMENT, Kind.DRAFT, Kind.ASSESSMENT, Kind.PAIRING, Kind.APPLICATION}

    def test_tells_the_steps_of_referrals(self, session: Session) -> None:
        visit = make_visit(make_scene())
        steps = [event for event in timeline(visit.referral.case, OFFICE).items if event.kind is Kind.REFERRAL]
        assert [str(event.mark) for event in steps] == ["booked", "accepted", "requested"]
        assert all("울림두레" in event.what for event in steps)

    def test_goes_on_in_the_household_s_next_case(self, session: Session) -> None:
        person = make_person()
        first = make_paired(person=person)
        close_household_case(first, ClosureReason.SERVICE_ENDED, "", actor=first.coordinator.actor, now=NOW)
        again = make_paired(make_coordinator("둘째"), person)
        assert kinds_of(again).count(Kind.PAIRING) == 2
        assert Kind.CLOSURE in kinds_of(again)

    def test_is_cut_into_pages(self, session: Session) -> None:
        case = make_paired()
        actor = case.coordinator.actor
        for number in range(40):
            moment = NOW + timedelta(minutes=number)
            record_contact(case, ContactMeans.CALL, ContactOutcome.NO_ANSWER, f"{number}", actor=actor, now=moment)
        first, second = timeline(case, OFFICE), timeline(case, OFFICE, 2)
        assert (len(first.items), first.total, len(second.items)) == (30, 43, 13)
        assert first.items[0].text == "39"
        beyond = timeline(case, OFFICE, 9)
        assert (beyond.number, beyond.items) == (2, second.items)


class TestNextSteps:
    def test_follow_the_course(self, session: Session) -> None:
        case = make_paired()
        assert kinds_next(case) == [NextKind.ASSESS, NextKind.CONTACT]
        case = make_assessed(make_coordinator("둘째"))
        assert kinds_next(case)[0] is NextKind.WRITE_PLAN
        make_agreed(case)
        assert kinds_next(case)[0] is NextKind.REFER

    def test_offer_no_referral_while_one_runs(self, session: Session) -> None:
        scene = make_scene()
        make_referral(scene)
        case = scene.line.plan.case
        assert NextKind.REFER not in kinds_next(case)

    def test_put_what_is_late_first(self, session: Session) -> None:
        case = make_assessed()
        case.next_contact_on = TODAY - timedelta(days=1)
        session.flush()
        assert kinds_next(case) == [NextKind.CONTACT, NextKind.WRITE_PLAN]


def kinds_next(case: CareCase) -> list[NextKind]:
    return [step.kind for step in overview(case, now=NOW).steps]


class TestClosing:
    def test_is_refused_with_the_names_of_what_still_runs(self, session: Session) -> None:
        scene = make_scene()
        referral = make_referral(scene)
        with pytest.raises(Conflict) as refused:
            close_household_case(referral.case, ClosureReason.GOAL_MET, "", actor=scene.coordinator, now=NOW)
        assert referral.number in str(refused.value.params["names"])
        withdraw_referral(referral, actor=scene.coordinator, now=NOW)
        close_household_case(referral.case, ClosureReason.GOAL_MET, "", actor=scene.coordinator, now=NOW)
        assert referral.case.state is CaseState.CLOSED

    def test_ends_the_plan(self, session: Session) -> None:
        case = make_assessed()
        plan = make_agreed(case)
        close_household_case(case, ClosureReason.GOAL_MET, "", actor=case.coordinator.actor, now=NOW)
        assert plan.state is PlanState.ENDED
