"""What a visit must know: asked by the coordinator, read by the co-operative as far as it may, kept as it was known."""

import html
from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.coordinators.particulars.actions import write_line_facts, write_referral_facts
from portal.coordinators.plans.actions import agree_plan, write_plan
from portal.coordinators.plans.models import CarePlan
from portal.coordinators.plans.rules import LineDraft
from portal.coordinators.plans.states import AgreedBy, HowOften
from portal.coordinators.referrals.actions import accept_referral, decline_referral, refer_again
from portal.coordinators.referrals.queries import facts_for
from portal.coordinators.referrals.states import DeclineReason, ReferralState
from portal.coordinators.visits.actions import record_nobody_home, record_visit
from portal.coordinators.visits.states import Attempt, ConfirmedBy
from portal.coordinators.visits.written import VisitRecord
from portal.core.errors import Conflict, Forbidden
from portal.core.questions import read_questions
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.web.questions import name_of
from tests.client import PortalClient
from tests.factories.consortium import NOW
from tests.factories.referrals import Scene, make_referral, make_visit
from tests.factories.residents import make_helping

WAY, FOOD = {"가는 길": "왕복"}, {"못 드시는 것": "땅콩"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def asking(scene: Scene) -> Scene:
    scene.line.service.asks = ["*가는 길: 왕복 / 편도", "못 드시는 것"]
    scene.line.service.records = ["*전한 방법: 만남 / 문 앞"]
    return scene


def told(session: Session) -> int:
    return session.query(OutboxMessage).filter_by(kind="referral_facts").count()


def test_words_are_read_once_the_cooperative_knows_whom_it_visits_choices_before(asking: Scene) -> None:
    write_line_facts(asking.line, WAY | FOOD, actor=asking.coordinator, now=NOW)
    referral = make_referral(asking)
    read = {each.name: each.answer for each in facts_for(referral, asking.worker)}
    assert read == {"가는 길": "왕복"}
    accept_referral(referral, actor=asking.worker, now=NOW)
    assert {each.name: each.answer for each in facts_for(referral, asking.worker)} == WAY | FOOD


def test_a_change_reaches_every_visit_to_come_and_tells_who_comes_the_past_stays(
    session: Session, asking: Scene
) -> None:
    write_line_facts(asking.line, WAY | FOOD, actor=asking.coordinator, now=NOW)
    past, coming = make_visit(asking), make_referral(asking, asking.another_slot())
    write_referral_facts(coming, {"가는 길": "편도"}, actor=asking.coordinator, now=NOW)
    assert (coming.known_facts, told(session)) == ({"가는 길": "편도", "못 드시는 것": ""}, 1)
    write_referral_facts(coming, FOOD | {"가는 길": "편도"}, actor=asking.coordinator, now=NOW)
    with time_machine.travel(past.ends_at):
        done = VisitRecord(past.starts_at, past.ends_at, [], ConfirmedBy.IN_PERSON, findings={"전한 방법": "만남"})
        record_visit(past, done, actor=asking.worker, now=past.ends_at)
    write_line_facts(asking.line, WAY | {"못 드시는 것": "우유"}, actor=asking.coordinator, now=past.ends_at)
    assert past.referral.known_facts == WAY | FOOD
    assert (coming.known_facts, told(session)) == ({"가는 길": "편도", "못 드시는 것": "우유"}, 3)
    with pytest.raises(Conflict):
        write_referral_facts(past.referral, WAY, actor=asking.coordinator, now=past.ends_at)
    with pytest.raises(Forbidden):
        write_line_facts(asking.line, WAY, actor=asking.worker, now=NOW)


def test_what_is_known_goes_with_a_plan_written_anew_and_with_the_next_who_is_asked(asking: Scene) -> None:
    write_line_facts(asking.line, FOOD, actor=asking.coordinator, now=NOW)
    referral = make_referral(asking)
    write_referral_facts(referral, FOOD | WAY, actor=asking.coordinator, now=NOW)
    decline_referral(referral, DeclineReason.NO_CAPACITY, actor=asking.worker, now=NOW)
    again = refer_again(referral, asking.another_slot().id, note="", actor=asking.coordinator, now=NOW)
    assert again.known_facts == FOOD | WAY
    assert anew(asking, "도움").lines[0].facts == FOOD


def test_who_is_asked_again_after_nobody_was_home_reads_what_the_line_says_the_past_stays(asking: Scene) -> None:
    write_line_facts(asking.line, WAY, actor=asking.coordinator, now=NOW)
    missed = make_visit(asking)
    with time_machine.travel(missed.ends_at):
        record_nobody_home(missed, [Attempt.RANG], actor=asking.worker, now=missed.ends_at)
    again = refer_again(missed.referral, asking.another_slot().id, note="", actor=asking.coordinator, now=NOW)
    write_line_facts(asking.line, FOOD, actor=asking.coordinator, now=NOW)
    assert (again.known_facts, missed.referral.state) == (FOOD, ReferralState.CLOSED)
    assert missed.referral.known_facts == WAY


def anew(asking: Scene, *needs: str) -> CarePlan:
    """A plan of the same service for each need."""
    line, actor = asking.line, asking.coordinator
    lines = [
        LineDraft(
            need=need, goal=line.goal, service_id=line.service_id, how_often=HowOften.ONCE, until_on=line.until_on
        )
        for need in needs
    ]
    return write_plan(line.plan.case, lines, aim="", ends_on=line.plan.ends_on, actor=actor, now=NOW)


def test_a_plan_agreed_later_knows_what_was_said_meanwhile_and_tells_the_visits_to_come(
    session: Session, asking: Scene
) -> None:
    actor, draft = asking.coordinator, anew(asking, "도움")
    coming = make_referral(asking)
    write_line_facts(draft.lines[0], WAY, actor=actor, now=NOW)
    write_line_facts(asking.line, FOOD, actor=actor, now=NOW)
    assert (draft.lines[0].facts, coming.known_facts, told(session)) == (WAY | FOOD, FOOD, 1)
    agree_plan(draft, AgreedBy.IN_PERSON, actor=actor, now=NOW)
    assert (coming.known_facts, told(session)) == (WAY | FOOD, 2)


def test_answers_stay_with_their_line_where_a_service_stands_twice(asking: Scene) -> None:
    actor = asking.coordinator
    first = anew(asking, "투석", "안과")
    agree_plan(first, AgreedBy.IN_PERSON, actor=actor, now=NOW)
    dialysis = make_referral(replace(asking, line=first.lines[0]))
    write_line_facts(first.lines[0], WAY, actor=actor, now=NOW)
    write_line_facts(first.lines[1], FOOD, actor=actor, now=NOW)
    second = anew(asking, "안과", "투석")
    assert [line.facts for line in second.lines] == [FOOD, WAY]
    assert [line.facts for line in anew(asking, "안과").lines] == [FOOD]
    agree_plan(second, AgreedBy.IN_PERSON, actor=actor, now=NOW)
    assert dialysis.known_facts == WAY


def test_answers_stay_where_a_need_or_goal_of_several_is_reworded_in_the_plan_and_within_a_draft(asking: Scene) -> None:
    actor, first = asking.coordinator, anew(asking, "투석", "안과")
    write_line_facts(first.lines[0], WAY, actor=actor, now=NOW)
    write_line_facts(first.lines[1], FOOD, actor=actor, now=NOW)
    assert [line.facts for line in anew(asking, "투석 동행", "안과").lines] == [WAY, FOOD]
    assert [line.facts for line in anew(asking, "안과에 모시기", "신장내과").lines] == [FOOD, WAY]
    agree_plan(first, AgreedBy.IN_PERSON, actor=actor, now=NOW)
    assert [line.facts for line in anew(asking, "신장내과에 모시기").lines] == [WAY]
    asking.line.goal = "새 목표"
    assert [line.facts for line in anew(asking, "신장내과", "안과", "안과에 모시기").lines] == [WAY, {}, FOOD]


def test_visits_asked_for_two_plans_ago_hear_what_is_answered_where_a_line_was_added(asking: Scene) -> None:
    actor, booked = asking.coordinator, make_visit(asking).referral
    agree_plan(anew(asking, "병원 동행"), AgreedBy.IN_PERSON, actor=actor, now=NOW)
    newest = anew(asking, "안과", "병원")
    agree_plan(newest, AgreedBy.IN_PERSON, actor=actor, now=NOW)
    write_line_facts(newest.lines[0], FOOD, actor=actor, now=NOW)
    write_line_facts(newest.lines[1], WAY, actor=actor, now=NOW)
    assert booked.known_facts == WAY


@pytest.mark.on_sqlite
def test_whoever_refers_a_line_reads_what_an_earlier_plan_booked_of_its_service(
    client: PortalClient, asking: Scene
) -> None:
    make_visit(asking)
    newest = anew(asking, "안과", "병원")
    agree_plan(newest, AgreedBy.IN_PERSON, actor=asking.coordinator, now=NOW)
    assert asking.coordinator.user_id is not None
    client.sign_in(asking.coordinator.user_id)
    for line in newest.lines:
        assert "이 항목으로 이미 연계한 시간" in client.get(f"/referrals/lines/{line.id}").text


@pytest.mark.on_sqlite
def test_the_sheet_asks_what_the_visit_came_to_and_shows_it(client: PortalClient, asking: Scene) -> None:
    write_line_facts(asking.line, WAY | FOOD, actor=asking.coordinator, now=NOW)
    visit = make_visit(asking)
    address, (how,) = f"/visits/{visit.id}/record", read_questions(asking.line.service.records)
    with time_machine.travel(visit.ends_at):
        assert asking.worker.user_id is not None
        client.sign_in(asking.worker.user_id)
        assert "땅콩" in html.unescape(client.get(f"/visits/{visit.id}").text)
        sent = {"whole": "all", "confirmed_by": "in_person", "arrived_at": "10:00", "left_at": "12:00"}
        refused = client.post(address, data=sent)
        assert (refused.status_code, "답을 적어 주십시오." in refused.text) == (422, True)
        assert client.post(address, data=sent | {name_of(how): "문 앞"}).status_code == 303
        assert visit.findings == {"전한 방법": "문 앞"}
        assert "문 앞" in client.get(f"/visits/{visit.id}").text


@pytest.mark.on_sqlite
def test_the_resident_alone_reads_what_was_chosen_and_nobody_the_words(client: PortalClient, asking: Scene) -> None:
    seen, service = "고른 답은 이용자께도 보입니다.", asking.line.service
    helper, visit = make_helping(asking.person).user_id, make_visit(asking)
    assert asking.worker.user_id is not None
    assert asking.resident.user_id is not None
    with time_machine.travel(visit.ends_at):
        client.sign_in(asking.worker.user_id)
        shown = []
        for records in (["남길 것"], ["*전한 방법: 만남 / 문 앞", "남길 것"]):
            service.records = records
            db.session.commit()
            shown.append(seen in client.get(f"/visits/{visit.id}/record").text)
        assert shown == [False, True]
        visit.findings = {"전한 방법": "문 앞", "남길 것": "상한 우유"}
        db.session.commit()
        for reader, reads in ((asking.resident.user_id, True), (helper, False)):
            client.sign_in(reader)
            page = client.get(f"/my/visits/{visit.id}")
            assert (page.status_code, "문 앞" in page.text, "상한 우유" in page.text) == (200, reads, False)


@pytest.mark.on_sqlite
def test_an_answer_to_a_reworded_question_stays_until_it_is_taken_out(client: PortalClient, asking: Scene) -> None:
    write_line_facts(asking.line, WAY | FOOD, actor=asking.coordinator, now=NOW)
    asking.line.service.asks = ["*가는 길: 왕복 / 편도"]
    (way, food), plan = map(name_of, read_questions(["가는 길", "못 드시는 것"])), asking.line.plan
    address = f"/households/{plan.household_id}/plan/lines/{asking.line.id}/facts"
    assert asking.coordinator.user_id is not None
    client.sign_in(asking.coordinator.user_id)
    assert "땅콩" in client.get(address).text
    assert client.post(address, data={way: "편도", food: "땅콩"}).status_code == 303
    assert asking.line.facts == FOOD | {"가는 길": "편도"}
    assert client.post(address, data={way: "편도", food: ""}).status_code == 303
    assert asking.line.facts == {"가는 길": "편도"}
    anew_agreed = anew(asking, "도움")
    agree_plan(anew_agreed, AgreedBy.IN_PERSON, actor=asking.coordinator, now=NOW)
    assert client.get(address).status_code == 409
