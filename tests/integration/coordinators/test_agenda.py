"""What waits for a coordinator stands in one list, the most urgent first, each with the one thing to do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.consortium.meetings.models import Meeting, MeetingAction
from portal.consortium.meetings.states import MeetingKind, MeetingState
from portal.coordinators.desk.queries.household import overview
from portal.coordinators.gate.tasks import look_at_bookings
from portal.coordinators.plans.states import HowOften, PlanState
from portal.coordinators.visits.actions import record_visit
from portal.core.urgency import Rank, Weight
from portal.extensions import db
from portal.monitoring.worries.actions import report_worry
from portal.residents.applications.states import Urgency as Hurry
from portal.web.agenda import AGENDA, AT_MOST, Deed, Entry, Item, Source
from portal.web.worklist import SHOWN_AT_MOST, Worklist, worklist
from tests.factories.agenda import ids_of, waiting
from tests.factories.consortium import MANGWON, NOW, TODAY
from tests.factories.coordinators import make_agreed, make_assessed, make_coordinator, make_paired
from tests.factories.referrals import Scene, make_accepted, make_case, make_line, make_referral, make_visit
from tests.factories.visiting import after, record_of
from tests.integration.coordinators.test_gate import close_day, hold_case

LATER = timedelta(days=3)


def to_refer(scene: Scene) -> list[object]:
    return list(ids_of(scene.coordinator, NOW, "lines"))


def places(scene: Scene, days: int = 0) -> dict[str, Rank]:
    return {entry.kind: entry.urgency for entry in waiting(scene.coordinator, NOW + timedelta(days=days))}


class TestSources:
    def test_tell_contacts_by_how_long_they_are_overdue(self, scene: Scene) -> None:
        case = scene.line.plan.case
        other = make_paired(case.coordinator)
        case.next_contact_on, other.next_contact_on = TODAY, TODAY - LATER
        assert ids_of(scene.coordinator, NOW, "contacts") == [other.id, case.id]
        assert [entry.urgency for entry in waiting(scene.coordinator, NOW, "contacts")] == [
            Rank.AT_ONCE,
            Rank.TODAY,
        ]

    def test_tell_referrals_that_only_wait_from_those_to_act_on(self, scene: Scene) -> None:
        referral = make_referral(scene)
        assert places(scene) == {"awaiting": Rank.WATCHED}
        assert places(scene, days=3) == {"referrals": Rank.AT_ONCE}
        assert ids_of(scene.coordinator, NOW + LATER, "referrals") == [referral.id]

    def test_tell_an_answer_for_the_day_on_which_it_came(self, scene: Scene) -> None:
        make_accepted(scene)
        (entry,) = waiting(scene.coordinator, NOW, "referrals")
        assert (entry.urgency, entry.item.deeds[0].words) == (Rank.TODAY, "예약하기")

    def test_tell_a_broken_booking_once_by_the_day_of_the_visit(self, scene: Scene) -> None:
        make_accepted(scene)
        close_day(scene)
        db.session.flush()
        look_at_bookings(NOW)
        assert places(scene) == {"broken": Rank.WEEK}

    def test_tell_the_visits_of_the_day_and_those_to_be_moved(self, scene: Scene) -> None:
        visit = make_visit(scene)
        visit.move_asked_at, visit.move_wish = NOW, "오후"
        assert ids_of(scene.coordinator, NOW, "moves") == [visit.id]
        assert ids_of(scene.coordinator, NOW, "visits") == []
        assert ids_of(scene.coordinator, NOW + timedelta(days=1), "visits") == [visit.id]

    def test_tell_a_household_that_should_not_wait_before_all_others(self, session: Session) -> None:
        urgent = make_case(urgency=Hurry.URGENT)
        calm = make_paired(urgent.coordinator)
        urgent.state = calm.state
        found = waiting(urgent.coordinator.actor, NOW, "new")
        assert [entry.item.weight for entry in found] == [Weight.ALARM, Weight.TASK]
        assert found[0].urgency is Rank.AT_ONCE

    def test_tell_what_was_promised_at_a_meeting_to_who_promised_it(self, session: Session) -> None:
        mine = make_coordinator()
        meeting = Meeting(
            kind=MeetingKind.WORKING, starts_at=NOW, ends_at=NOW, place="회의실", host="사무국", created_at=NOW
        )
        action = MeetingAction(task="안내문 고치기", owner_name=mine.name, owner_id=mine.id, due_on=TODAY)
        meeting.actions.append(action)
        session.add(meeting)
        assert ids_of(mine.actor, NOW, "promises") == []
        meeting.state, meeting.number, meeting.closed_at = MeetingState.CLOSED, 1, NOW
        session.flush()
        assert ids_of(mine.actor, NOW, "promises") == [action.id]
        assert waiting(make_coordinator("남").actor, NOW) == []

    def test_ask_for_the_review_before_a_plan_ends(self, session: Session) -> None:
        case = make_assessed()
        plan = make_agreed(case)
        days_before = (plan.ends_on - TODAY).days - 30
        actor = case.coordinator.actor
        assert ids_of(actor, NOW + timedelta(days=days_before - 1), "reviews") == []
        assert ids_of(actor, NOW + timedelta(days=days_before), "reviews") == [case.id]

    def test_tell_a_worry_first(self, scene: Scene) -> None:
        scene.line.plan.case.next_contact_on = TODAY - LATER
        report_worry(
            dong_code=MANGWON, whereabouts="시장 옆", what="불이 꺼져 있음", reporter_name="", reporter_phone="",
            now=NOW,
        )  # fmt: skip
        first = waiting(scene.coordinator, NOW)[0]
        assert (first.kind, first.urgency) == ("worries", Rank.AT_ONCE)
        assert "시장" not in f"{first.item}"

    def test_name_nobody_in_full(self, scene: Scene) -> None:
        make_accepted(scene)
        assert all("홍길동" not in f"{entry.item}" for entry in waiting(scene.coordinator, NOW))

    def test_are_asked_by_one_statement(self) -> None:
        assert {"broken", "calls", "contacts", "new", "requests", "worries"} <= {
            kind for kind, _source in AGENDA.items()
        }
        assert all(isinstance(source, Source) for source in AGENDA)


class TestAgreedLines:
    def test_that_nobody_referred_stand_on_the_day_of_the_coordinator(self, scene: Scene) -> None:
        assert to_refer(scene) == [scene.line.id]
        make_referral(scene)
        assert to_refer(scene) == []

    def test_come_back_once_the_visit_was_made(self, scene: Scene) -> None:
        visit = make_visit(scene)
        record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
        assert to_refer(scene) == [scene.line.id]

    def test_of_once_do_not(self, scene: Scene) -> None:
        scene.line.how_often = HowOften.ONCE
        visit = make_visit(scene)
        record_visit(visit, record_of(visit), actor=scene.worker, now=after(visit))
        assert to_refer(scene) == []

    def test_are_nobodys_while_care_rests_or_once_they_are_over(self, scene: Scene) -> None:
        assert ids_of(scene.coordinator, NOW + timedelta(days=900), "lines") == []
        hold_case(scene)
        db.session.flush()
        assert to_refer(scene) == []

    def test_of_a_new_plan_count_what_the_earlier_one_asked(self, scene: Scene) -> None:
        referral = make_accepted(scene)
        scene.line.plan.state = PlanState.REPLACED
        db.session.flush()
        line = make_line(scene.line.plan.case, scene.line.service, number=2)
        assert to_refer(scene) == []
        (planned,) = overview(line.plan.case, now=NOW).lines
        assert (planned.line, planned.referrals, planned.needs_referral) == (line, [referral], False)


def entry(number: int, kind: str = "contacts") -> Entry:
    item = Item(key=f"{kind}-{number}", what="연락", deeds=(Deed("하기", "/do?a=1#there"),), since=NOW, due=TODAY)
    return Entry(kind, item, Rank.TODAY)


def shown_list(entries: Sequence[Entry], **asked: str) -> Worklist:
    return worklist(entries, dict(AGENDA.items()), NOW, address="/today", **asked)


class TestWorkingThrough:
    ENTRIES = (entry(1), entry(2), entry(3, "calls"))

    def test_each_deed_leads_back_to_the_next_item_and_the_last_one_to_the_first(self, session: Session) -> None:
        shown = shown_list(self.ENTRIES)
        ((_urgency, items),) = shown.groups
        back = [item.deeds[0].url for item in items]
        assert back == [
            f"/do?a=1&back=%2Ftoday%3Ffocus%3D{key}#there" for key in ("contacts-2", "calls-3", "contacts-1")
        ]
        assert [item.place for item in items] == [1, 2, 3]

    @pytest.mark.parametrize(("focus", "there"), [("", ""), ("contacts-2", "contacts-2"), ("gone", "contacts-1")])
    def test_the_item_to_go_on_with_takes_the_focus_and_the_first_one_where_it_went(
        self, session: Session, focus: str, there: str
    ) -> None:
        ((_urgency, items),) = shown_list(self.ENTRIES, focus=focus).groups
        assert [item.item.key for item in items if item.takes_focus] == ([there] if there else [])

    def test_is_narrowed_by_kind_and_stays_so(self, session: Session) -> None:
        shown = shown_list(self.ENTRIES, kind="contacts")
        ((_urgency, items),) = shown.groups
        assert [item.item.key for item in items] == ["contacts-1", "contacts-2"]
        assert "kind%3Dcontacts" in items[0].deeds[0].url
        assert (shown.count, shown.total) == (2, 3)
        assert [(kind.name, kind.count) for kind in shown.kinds] == [("contacts", 2), ("calls", 1)]
        assert shown.kinds[1].url == "/today?kind=calls"

    def test_an_unknown_kind_is_none(self, session: Session) -> None:
        assert shown_list(self.ENTRIES, kind="nonsense").count == 3

    def test_of_many_the_first_are_shown_and_the_others_counted(self, session: Session) -> None:
        shown = shown_list([entry(number) for number in range(SHOWN_AT_MOST + 5)])
        assert (shown.left_out, shown.count) == (5, SHOWN_AT_MOST + 5)

    @pytest.mark.parametrize(("count", "ends"), [(AT_MOST - 1, False), (AT_MOST, True)])
    def test_a_kind_that_brings_its_first_ones_alone_says_so(self, session: Session, count: int, ends: bool) -> None:
        entries = [*(entry(number) for number in range(count)), entry(1, "calls")]
        told = ["contacts"] if ends else []
        assert [kind.name for kind in shown_list(entries).ends] == told
        assert [kind.name for kind in shown_list(entries, kind="contacts").ends] == told

    @pytest.mark.parametrize(
        ("minutes", "words"),
        [
            (59, "방금 들어옴"),
            (60, "1시간 기다림"),
            (23 * 60, "23시간 기다림"),
            (24 * 60, "1일 기다림"),
            (50 * 60, "2일 기다림"),
        ],
    )
    def test_how_long_it_waits_is_told_in_hours_then_in_days(self, session: Session, minutes: int, words: str) -> None:
        item = replace(entry(1).item, since=NOW - timedelta(minutes=minutes))
        ((_urgency, items),) = shown_list([Entry("contacts", item, Rank.TODAY)]).groups
        assert items[0].age == words
