"""Linked services: passed on with the person's consent, answered, brought to an end, and counted without a price."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.coordinators.desk.queries.household import overview
from portal.coordinators.followers.panels import before_hold
from portal.coordinators.outside.actions import (
    Answer,
    Ending,
    answer_link,
    ask_again,
    finish_link,
    give_up,
    pass_on,
    tell_body,
    withdraw_link,
)
from portal.coordinators.outside.queries import get_link, links_for, links_of_year
from portal.coordinators.outside.states import OutsideOutcome, OutsideState, WithdrawnFor
from portal.coordinators.plans.states import HowOften, PlanState
from portal.core import clock
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.workdays import add_workdays
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.web.agenda import Desk, agenda_of
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_coordinator
from tests.factories.outside import add_linked_line, make_link, make_linked_line, passing
from tests.factories.referrals import make_case, make_consents, make_line, make_person, make_scene

TAKEN, DECLINED = Answer(OutsideState.TAKEN, TODAY), Answer(OutsideState.DECLINED, TODAY, "자리가 없음. 복지관에 물음")
HELPED = Ending(OutsideOutcome.HELPED, TODAY)
LATE = TODAY + timedelta(days=60)


class TestPassingOn:
    def test_needs_an_agreed_plan_and_a_linked_service(self, session: Session) -> None:
        draft, own = make_linked_line(plan_state=PlanState.DRAFT), make_line()
        with pytest.raises(Conflict, match="합의한 계획이 아닙니다"):
            pass_on(draft, passing(), actor=draft.plan.case.coordinator.actor, now=NOW)
        with pytest.raises(DomainError, match="협동조합이 하는 서비스"):
            pass_on(own, passing(), actor=own.plan.case.coordinator.actor, now=NOW)

    def test_needs_what_a_helper_answered_to_be_confirmed(self, session: Session) -> None:
        line = make_linked_line()
        case = line.plan.case
        for consent in consents_of(case.application.person_id):
            consent.confirmed_at = None
        with pytest.raises(Conflict, match="직접 확인"):
            pass_on(line, passing(), actor=case.coordinator.actor, now=NOW)

    def test_needs_that_the_person_agreed_before(self, session: Session) -> None:
        line = make_linked_line()
        told = passing(consented_on=TODAY, asked_on=TODAY - timedelta(days=1))
        with pytest.raises(DomainError, match="늦을 수 없습니다") as refused:
            pass_on(line, told, actor=line.plan.case.coordinator.actor, now=NOW)
        assert refused.value.field == "consented_on"


class TestWhatCame:
    def test_the_line_waits_until_it_runs_and_again_when_it_was_declined(self, session: Session) -> None:
        link = make_link()
        session.commit()
        actor = link.case.coordinator.actor
        assert not overview(link.case, now=NOW).lines[0].needs_referral
        with pytest.raises(DomainError, match="까닭"):
            answer_link(link, Answer(OutsideState.DECLINED, TODAY), actor=actor, now=NOW)
        answer_link(link, DECLINED, actor=actor, now=NOW)
        assert overview(link.case, now=NOW).lines[0].needs_referral
        again = pass_on(link.line, passing(body="마포복지관"), actor=actor, now=NOW)
        answer_link(again, TAKEN, actor=actor, now=NOW)
        finish_link(again, HELPED, actor=actor, now=NOW)
        assert not overview(link.case, now=NOW).lines[0].needs_referral

    def test_the_line_waits_again_when_nothing_was_done(self, session: Session) -> None:
        link = make_link(state=OutsideState.TAKEN)
        session.commit()
        nothing = Ending(OutsideOutcome.NOT_HELPED, TODAY, "대상이 아니라고 함. 복지관에 물음")
        finish_link(link, nothing, actor=link.case.coordinator.actor, now=NOW)
        assert overview(link.case, now=NOW).lines[0].needs_referral

    def test_whoever_hears_nothing_asks_again_on_another_day(self, session: Session) -> None:
        link, later = make_link(), NOW + timedelta(days=10)
        actor, again_on = link.case.coordinator.actor, day_of(NOW) + timedelta(days=14)
        ask_again(link, again_on, "담당자가 휴가", actor=actor, now=later)
        assert (link.state, link.look_again_on) == (OutsideState.ASKED, again_on)
        with pytest.raises(DomainError) as refused:
            ask_again(link, TODAY, "", actor=actor, now=later)
        assert refused.value.field == "again_on"
        give_up(link, "세 번 전화함. 복지관에 물음", actor=actor, now=later)
        assert (link.state, link.closed_on) == (OutsideState.SILENT, day_of(later))
        session.commit()
        assert overview(link.case, now=later).lines[0].needs_referral

    def test_without_help_it_says_what_is_done_instead(self, session: Session) -> None:
        link = make_link(state=OutsideState.TAKEN)
        with pytest.raises(DomainError, match="다음에 할 일"):
            finish_link(link, Ending(OutsideOutcome.NOT_HELPED, TODAY), actor=link.case.coordinator.actor, now=NOW)

    def test_is_asked_for_on_the_desk_first_the_answer_and_then_the_end(self, app: Flask, session: Session) -> None:
        link = make_link()
        session.commit()
        later = Desk(link.case.coordinator.actor, NOW + timedelta(days=60))

        def waiting() -> list[str]:
            with app.test_request_context():
                return [str(one.item.what) for one in agenda_of(later) if one.item.key == f"outside-{link.id}"]

        assert waiting() == ["다른 기관의 답 알아보기"]
        answer_link(link, TAKEN, actor=link.case.coordinator.actor, now=NOW)
        assert link.look_again_on == day_of(NOW) + timedelta(days=14)
        assert waiting() == ["다른 기관에서 어떻게 되었는지 알아보기"]
        withdraw_link(link, WithdrawnFor.MISTAKE, actor=link.case.coordinator.actor, now=NOW)
        assert waiting() == []


def test_is_seen_by_the_coordinator_of_the_household_and_counted(session: Session) -> None:
    link = make_link()
    coordinator: User = link.case.coordinator
    another = make_person("김보름")
    make_consents(another)
    more = make_linked_line(make_case(another, coordinator), how_often=HowOften.WEEKLY)
    make_link(more, state=OutsideState.TAKEN)
    session.commit()
    assert get_link(link.id, viewer=coordinator.actor) is link
    with pytest.raises(NotFound):
        get_link(link.id, viewer=make_coordinator("박바다").actor)
    assert links_for(coordinator.actor, 1).total == 2
    counted = [
        (one.people, one.links, one.taken, one.done, one.late)
        for one in links_of_year(TODAY.year, coordinator.actor, LATE)
    ]
    assert counted == [(1, 1, 0, 0, 1), (1, 1, 1, 0, 1)]


class TestWhenCareEnds:
    def test_nothing_closes_while_a_body_is_asked(self, session: Session) -> None:
        link = make_link()
        coordinator = link.case.coordinator.actor
        with pytest.raises(Conflict, match="다른 기관에 부탁한 일") as refused:
            close_household_case(link.case, ClosureReason.GOAL_MET, "", actor=coordinator, now=NOW)
        assert refused.value.params == {"names": "건강지원(마포구보건소)"}
        withdraw_link(link, WithdrawnFor.NOT_NEEDED, actor=coordinator, now=NOW)
        close_household_case(link.case, ClosureReason.GOAL_MET, "", actor=coordinator, now=NOW)
        with pytest.raises(Conflict, match="종결"):
            pass_on(link.line, passing(), actor=coordinator, now=NOW)

    def test_a_death_takes_it_back(self, session: Session) -> None:
        link = make_link(state=OutsideState.TAKEN)
        close_household_case(link.case, ClosureReason.DIED, "", actor=link.case.coordinator.actor, now=NOW)
        assert (link.state, link.closed_on) == (OutsideState.WITHDRAWN, TODAY)
        assert link.is_to_be_told


class TestGoesNoFurther:
    def test_waits_to_be_told_also_where_it_is_done_and_only_once(self, app: Flask, session: Session) -> None:
        done, runs = make_link(state=OutsideState.TAKEN), None
        actor = done.case.coordinator.actor
        finish_link(done, HELPED, actor=actor, now=NOW)
        runs = make_link(done.line)
        for kind in (ConsentKind.SENSITIVE, ConsentKind.COLLECTION):
            (given,) = [one for one in consents_of(done.case.person_id) if one.kind is kind]
            withdraw_consent(given, actor=OFFICE, now=NOW)
        session.commit()
        assert [(one.state, one.withdrawn_for, one.tell_by) for one in (done, runs)] == [
            (OutsideState.DONE, WithdrawnFor.CONSENT, add_workdays(TODAY, 1)),
            (OutsideState.WITHDRAWN, WithdrawnFor.CONSENT, add_workdays(TODAY, 1)),
        ]
        with app.test_request_context():
            waiting = {one.item.key: str(one.item.what) for one in agenda_of(Desk(actor, NOW))}
        assert waiting[f"outside-{done.id}"] == waiting[f"outside-{runs.id}"] == "다른 기관에 그만 쓰도록 알리기"
        with pytest.raises(Conflict, match="동의가 없습니다"):
            pass_on(done.line, passing(), actor=actor, now=NOW)
        tell_body(done, TODAY, "없애겠다고 함", actor=actor, now=NOW)
        assert not done.is_to_be_told
        with pytest.raises(Conflict, match="이미 말했습니다"):
            tell_body(done, TODAY, "", actor=actor, now=NOW)

    def test_by_hand_it_is_told_already_or_was_never_passed_on(self, session: Session) -> None:
        told, wrong = make_link(), make_link()
        for link, why, told_on in ((told, WithdrawnFor.NOT_NEEDED, TODAY), (wrong, WithdrawnFor.MISTAKE, None)):
            withdraw_link(link, why, actor=link.case.coordinator.actor, now=NOW, told_on=told_on)
        assert [(one.is_to_be_told, one.told_on) for one in (told, wrong)] == [(False, TODAY), (False, None)]
        session.commit()
        assert [one.links for one in links_of_year(TODAY.year, told.case.coordinator.actor, LATE)] == [1]


def test_a_service_that_a_new_plan_leaves_out_stays_in_sight_and_a_hold_names_the_body(
    app: Flask, session: Session
) -> None:
    scene = make_scene()
    link = make_link(add_linked_line(scene.line))
    case = link.case
    link.line.plan.state = PlanState.REPLACED
    session.flush()
    renewed = make_line(case, scene.line.service, number=2).plan
    session.commit()
    seen = overview(case, now=NOW)
    assert (seen.plan, seen.links_elsewhere) == (renewed, [link])
    with app.test_request_context():
        assert "마포구보건소" in before_hold(case)


@pytest.mark.on_sqlite
def test_the_office_reads_and_does_not_act_and_the_person_reads_it_too(client: PortalClient, session: Session) -> None:
    scene = make_scene()
    link = make_link(add_linked_line(scene.line))
    session.commit()
    client.sign_in(make_staff().id)
    shown = client.get(f"/outside/{link.id}").text
    assert "마포구보건소" in shown
    assert "답 적기" not in shown
    assert client.post(f"/outside/{link.id}/withdraw").status_code == 403
    assert scene.resident.user_id is not None
    client.sign_in(scene.resident.user_id)
    mine = client.get("/my/plan").text
    assert "마포구보건소" in mine
    assert mine.count("사례관리") == 2, "as a line and with its body; nobody is said to pay it"


def test_walks_through_the_pages(client: PortalClient, session: Session) -> None:
    line = make_linked_line()
    session.commit()
    household = line.plan.case.household_id
    client.sign_in(line.plan.case.coordinator_id)
    way = client.get(f"/referrals/lines/{line.id}").location
    assert way == f"/outside/lines/{line.id}"
    told = {"body": "마포구보건소", "reached_by": "02-3153-9000", "words": "혈압을 재 주십시오", "asked_on": f"{TODAY}"}
    refused = client.post(way, data=told)
    assert (refused.status_code, "이용자께 여쭌 뒤에만" in refused.text) == (422, True)
    agreed = told | {"consent_by": "phone", "consented_on": f"{TODAY}"}
    link = client.post(way, data=agreed).location
    assert "이미 다른 기관에 부탁하고 기다리는 항목입니다." in client.post(way, data=agreed).text
    assert "마포구보건소" in client.get(f"/households/{household}").text
    again = day_of(clock.now()) + timedelta(days=7)
    answered = {"state": "taken", "answered_on": f"{TODAY}", "look_again_on": f"{again}"}
    client.post(f"{link}/answer", data=answered)
    kept = client.post(f"{link}/ending", data={"outcome": "partly", "closed_on": f"{TODAY}", "words": ""})
    assert (kept.status_code, "무엇이 모자랐는지" in kept.text) == (422, True)
    client.post(f"{link}/ending", data={"outcome": "helped", "closed_on": f"{TODAY}", "words": "고르게 지키심"})
    assert "고르게 지키심" in client.get(link).text
