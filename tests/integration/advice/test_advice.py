"""Advice is noted, answered with a reason, worked in, and until then stands on the next advisory meeting's agenda."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import disable_user
from portal.consortium.advice import actions, queries
from portal.consortium.advice.models import Advice
from portal.consortium.advice.presentation import name_for, public_name
from portal.consortium.advice.queries import Sought
from portal.consortium.advice.states import AdviceState, AdviceView, FeeRule, Speciality
from portal.consortium.advice.tasks import bring, remind
from portal.consortium.meetings import actions as meetings
from portal.consortium.meetings.models import AgendaProposal, Meeting
from portal.consortium.meetings.states import LeftOver, MeetingKind
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.extensions import db
from tests.factories.accounts import make_user
from tests.factories.advice import NOTED, answered, details, make_advice, make_advisory, make_expert
from tests.factories.meetings import START, hold, make_meeting, make_office, write

NEXT = START + timedelta(days=90)
THEN = NEXT + timedelta(days=90)


@pytest.fixture
def office(session: Session) -> Actor:
    return make_office()


def to_come(office: Actor, *, starts_at: datetime = NEXT) -> Meeting:
    return make_meeting(office, starts_at=starts_at, kind=MeetingKind.ADVISORY)


def brought(meeting: Meeting) -> list[str]:
    return [item.title for item in meeting.items if item.source_kind == "agenda_proposal"]


class TestExperts:
    def test_the_office_keeps_them_and_nobody_else(self, office: Actor) -> None:
        expert = make_expert(office)
        changes = details(fee_rule=FeeRule.NONE, fee=None, speciality=Speciality.HOUSING)
        actions.change_expert(expert, changes, actor=office, now=NOTED)
        assert (expert.fee, expert.speciality) == (None, Speciality.HOUSING)
        with pytest.raises(Forbidden):
            make_expert(make_user(Role.COORDINATOR).actor)

    def test_only_who_agreed_is_named_outside_the_office(self, office: Actor) -> None:
        coordinator = make_user(Role.COORDINATOR).actor
        named, unnamed = make_expert(office), make_expert(office, named_on=None)
        assert public_name(named) == name_for(named, coordinator) == "표은실 (한강대학교)"
        assert public_name(unnamed) == name_for(unnamed, coordinator) == "이름을 밝히지 않은 자문위원(사회복지)"
        assert name_for(unnamed, office) == "표은실 (한강대학교)"

    def test_whoever_takes_the_consent_back_goes_and_what_they_said_stays(self, office: Actor) -> None:
        advice = make_advice(office)
        expert = advice.expert
        actions.erase_expert(expert, actor=office, now=NOTED)
        assert (expert.name, expert.organisation, expert.named_on, expert.until_on) == ("", "", None, day_of(NOTED))
        assert name_for(expert, office) == "이름을 밝히지 않은 자문위원(사회복지)"
        assert (advice.words, queries.experts_to_choose()) == ("두 번째 만남에서 다시 여쭙습니다.", [])
        with pytest.raises(Conflict):
            actions.change_expert(expert, details(), actor=office, now=NOTED)


class TestNoting:
    def test_only_at_an_advisory_meeting_that_was_held_by_whoever_served_then(self, office: Actor) -> None:
        coming = to_come(office)
        with pytest.raises(DomainError) as early:
            make_advice(office, meeting=coming)
        late_comer = make_expert(office, from_on=day_of(START) + timedelta(days=1))
        with pytest.raises(DomainError) as stranger:
            make_advice(office, expert=late_comer, meeting=make_advisory(office))
        assert (early.value.field, stranger.value.field) == ("meeting", "expert")

    def test_what_is_answered_is_not_mended(self, office: Actor) -> None:
        advice = make_advice(office)
        values = actions.AdviceDetails(advice.meeting, advice.expert, "욕구 확인", "다시", advice.due_on)
        actions.change_advice(advice, values, actor=office, now=NOTED)
        assert advice.topic == "욕구 확인"
        actions.answer_advice(advice, answered(AdviceState.DECLINED), actor=office, now=NOTED)
        with pytest.raises(Conflict):
            actions.change_advice(advice, values, actor=office, now=NOTED)


class TestAnswering:
    def test_says_why_who_and_until_when_and_tells_them(self, office: Actor) -> None:
        advice, owner = make_advice(office), make_user(Role.COORDINATOR, name="최유진")
        actions.answer_advice(advice, answered(owner=owner), actor=office, now=NOTED)
        assert (advice.state, advice.owner_name, advice.reason) == (AdviceState.ADOPTED, "최유진", "옳은 말씀입니다.")
        assert queries.open_advice_of(owner.id) == [advice]
        assert [told.user_id for told in db.session.query(StaffNotice)] == [owner.id]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [({"owner": None}, "owner"), ({"due_on": None}, "due_on"), ({"due_on": day_of(START)}, "due_on")],
    )
    def test_what_is_adopted_needs_somebody_and_a_day_to_come(
        self, office: Actor, changes: dict[str, Any], field: str
    ) -> None:
        advice = make_advice(office)
        with pytest.raises(DomainError) as refused:
            actions.answer_advice(advice, replace(answered(), **changes), actor=office, now=NOTED + timedelta(days=1))
        assert refused.value.field == field

    def test_the_owner_says_where_it_was_worked_in_and_may_take_that_back(self, office: Actor) -> None:
        advice, owner = make_advice(office), make_user(Role.COORDINATOR)
        actions.answer_advice(advice, answered(AdviceState.PARTLY, owner=owner), actor=office, now=NOTED)
        with pytest.raises(Forbidden):
            actions.apply_advice(advice, "교육 자료", day_of(NOTED), actor=make_user(Role.COORDINATOR).actor, now=NOTED)
        actions.apply_advice(advice, "교육 자료 4쪽", day_of(NOTED), actor=owner.actor, now=NOTED)
        assert (advice.state, advice.applied_in) == (AdviceState.PARTLY_APPLIED, "교육 자료 4쪽")
        actions.reopen_advice(advice, actor=owner.actor, now=NOTED)
        assert (advice.state, advice.applied_in, advice.applied_on) == (AdviceState.PARTLY, "", None)

    def test_whoever_leaves_hands_it_over(self, office: Actor) -> None:
        advice, owner = make_advice(office), make_user(Role.COORDINATOR)
        actions.answer_advice(advice, answered(owner=owner), actor=office, now=NOTED)
        disable_user(owner, actor=office, now=NOTED)
        assert (advice.owner_id, advice.owner_name) == (office.user_id, office.name)


class TestReminding:
    def test_of_its_day_once_before_and_once_after_until_it_is_worked_in(self, office: Actor) -> None:
        owner = make_user()
        advice = make_advice(office)
        assert remind(NOTED + timedelta(days=60)) == 0, "what is unanswered is nobody's yet, and stands with the office"
        actions.answer_advice(advice, answered(owner=owner), actor=office, now=NOTED)
        day = timedelta(days=1)
        counted = [remind(NOTED + days * day) for days in (7, 8, 9, 10, 11, 12)]
        assert counted == [0, 1, 0, 0, 1, 0]
        told = db.session.scalars(select(StaffNotice).where(StaffNotice.user_id == owner.id).order_by(StaffNotice.id))
        assert [each.words.partition(":")[0] for each in told] == [
            "전문가의 자문을 반영하는 일을 맡으셨습니다",
            "맡으신 자문을 반영할 기한이 다가옵니다",
            "맡으신 자문을 반영할 기한이 지났습니다",
        ]
        assert db.session.scalar(queries.waiting_on(owner.id)) == 1
        actions.apply_advice(advice, "매뉴얼 3장", day_of(NOTED), actor=owner.actor, now=NOTED + 12 * day)
        assert db.session.scalar(queries.waiting_on(owner.id)) == 0
        assert remind(NOTED + 30 * day) == 0

    def test_begins_anew_for_whoever_takes_it_over_and_when_it_is_taken_up_again(self, office: Actor) -> None:
        owner, late = make_user(), NOTED + timedelta(days=11)
        advice = make_advice(office)
        actions.answer_advice(advice, answered(owner=owner), actor=office, now=NOTED)
        assert remind(late) == 1
        disable_user(owner, actor=office, now=late)
        assert remind(late) == 1
        actions.apply_advice(advice, "매뉴얼 3장", day_of(late), actor=office, now=late)
        actions.reopen_advice(advice, actor=office, now=late)
        assert (remind(late), remind(late)) == (1, 0)


class TestTheNextAgenda:
    def test_open_advice_comes_once_by_itself_and_settled_advice_never(self, office: Actor) -> None:
        meeting = make_advisory(office)
        waits, declined, adopted = (make_advice(office, meeting=meeting) for _ in range(3))
        actions.answer_advice(declined, answered(AdviceState.DECLINED), actor=office, now=NOTED)
        actions.answer_advice(adopted, answered(), actor=office, now=NOTED)
        assert bring(NOTED) == 0
        coming = to_come(office)
        working = make_meeting(office, starts_at=NEXT)
        assert [bring(NOTED) for _ in range(2)] == [2, 0]
        assert (brought(coming), brought(working)) == (["자문 반영: 관계 항목"] * 2, [])
        assert set(queries.advice_on(coming.items).values()) == {waits, adopted}

    def test_it_says_what_was_answered_who_owes_it_and_what_the_last_meeting_said(self, office: Actor) -> None:
        advice, coming = make_advice(office), to_come(office)
        actions.answer_advice(advice, answered(), actor=office, now=NOTED)
        actions.bring_open(actor=office, now=NEXT - timedelta(days=1))
        item = coming.items[-1]
        assert item.note == (
            "2026. 11. 5.(목) 자문: 두 번째 만남에서 다시 여쭙습니다.\n"
            "답: 반영하기로 함 - 옳은 말씀입니다.\n김담당, 2026. 11. 15.(일)까지\n기한이 지났습니다."
        )
        write(item, "교육 자료에 넣기로 했습니다.", office)
        meetings.add_decision(item, meetings.Outcome("12월 교육부터 쓴다."), actor=office, now=NEXT)
        meetings.close_meeting(hold(coming, office), actor=office, now=NEXT + timedelta(hours=3))
        after = to_come(office, starts_at=THEN)
        assert actions.bring_open(actor=office, now=NEXT + timedelta(days=1)) == 1
        assert after.items[-1].note.endswith("회의에서 다루었습니다.\n· 결정: 12월 교육부터 쓴다.")

    def test_what_a_meeting_did_not_come_to_or_called_off_comes_to_the_next(self, office: Actor) -> None:
        make_advice(office)
        coming = to_come(office)
        actions.bring_open(actor=office, now=NOTED)
        meetings.cancel_meeting(coming, actor=office, now=NOTED)
        second = to_come(office)
        assert brought(second) == ["자문 반영: 관계 항목"]
        third = to_come(office, starts_at=THEN)
        write(second.items[0], "이야기함", office)
        meetings.close_meeting(hold(second, office), actor=office, now=NEXT + timedelta(hours=3))
        assert [brought(third), actions.bring_open(actor=office, now=NEXT + timedelta(days=1))] == [
            ["자문 반영: 관계 항목"],
            0,
        ]
        assert brought(third) == ["자문 반영: 관계 항목"]

    def test_what_is_settled_while_it_waits_is_withdrawn(self, office: Actor) -> None:
        advice, coming = make_advice(office), to_come(office)
        actions.bring_open(actor=office, now=NOTED)
        meetings.cancel_meeting(coming, actor=office, now=NOTED)
        actions.answer_advice(advice, answered(AdviceState.DECLINED), actor=office, now=NOTED)
        assert db.session.query(AgendaProposal).count() == 0
        assert brought(to_come(office)) == []

    def test_what_is_worked_in_while_it_stands_on_an_agenda_goes_no_further(self, office: Actor) -> None:
        earlier = make_advisory(office, starts_at=START - timedelta(days=28))
        applied, waits = make_advice(office), make_advice(office, meeting=earlier)
        coming, third = to_come(office), to_come(office, starts_at=THEN)
        assert bring(NOTED) == 2
        actions.answer_advice(applied, answered(), actor=office, now=NOTED)
        actions.apply_advice(applied, "교육 자료 4쪽", day_of(NOTED), actor=office, now=NOTED)
        write(coming.items[0], "이야기함", office)
        meetings.close_meeting(hold(coming, office), actor=office, now=NEXT + timedelta(hours=3))
        on = queries.advice_on(coming.items)
        told = {on[item.source_id]: item for item in coming.items if item.source_id in on}
        assert (told[applied].left_over, told[waits].left_over) == (LeftOver.OVER, LeftOver.CARRIED)
        assert told[applied].note.endswith("답: 반영함 - 옳은 말씀입니다.\n반영한 곳: 교육 자료 4쪽, 2026. 11. 5.(목)")
        db.session.expire(third)
        assert set(queries.advice_on(third.items).values()) == {waits}


def test_a_list_is_narrowed_by_how_a_piece_stands_and_who_said_it(office: Actor) -> None:
    meeting, other = make_advisory(office), make_expert(office, name="편도진", speciality=Speciality.HOUSING)
    waits, done = make_advice(office, meeting=meeting), make_advice(office, meeting=meeting, expert=other)
    actions.answer_advice(done, answered(AdviceState.DECLINED), actor=office, now=NOTED)
    later = day_of(NOTED) + timedelta(days=31)

    def found(view: AdviceView, speciality: Speciality | None = None) -> list[Advice]:
        return list(queries.advice_page(Sought(view, speciality), 1, viewer=office, today=later).items)

    assert found(AdviceView.OPEN) == found(AdviceView.LATE) == found(AdviceView.UNANSWERED_YET) == [waits]
    assert (found(AdviceView.DECLINED), found(AdviceView.APPLIED)) == ([done], [])
    assert found(AdviceView.ALL, Speciality.HOUSING) == [done]
    assert queries.advice_listed(Sought(expert_id=other.id), viewer=office, today=later) == []
