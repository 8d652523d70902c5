"""Benefits asked for on somebody's behalf: by when an answer is due, what it may be, who sees it, and the figures."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.steps import history
from portal.coordinators.caseload.queries import case_of_household
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.permissions import Role
from portal.monitoring.aid.actions import Answer, Asking, answer_aid, appeal_aid, ask_for_aid, strike_aid, withdraw_aid
from portal.monitoring.aid.queries import aids_for, get_aid, year_of_aid
from portal.monitoring.aid.rules import answer_due
from portal.monitoring.aid.states import AID_STATES, AidKind, AidState, AmountBand
from portal.monitoring.workplan.counting import count
from portal.monitoring.workplan.states import CountedBy
from portal.web.agenda import Desk, agenda_of
from tests.client import PortalClient
from tests.factories import agenda
from tests.factories.accounts import make_staff
from tests.factories.aid import make_aid
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator

TODAY = day_of(NOW)
GRANTED = Answer(AidState.GRANTED, TODAY, AmountBand.UP_TO_1000)


@pytest.fixture
def coordinator(session: Session) -> User:
    return make_coordinator("남나무")


@pytest.mark.parametrize(
    ("kind", "asked_on", "due_on"),
    [
        (AidKind.EMERGENCY_LIVING, date(2026, 11, 20), date(2026, 11, 25)),
        (AidKind.EMERGENCY_HOUSING, date(2026, 12, 23), date(2026, 12, 29)),
        (AidKind.PENSION, date(2026, 11, 20), date(2026, 12, 20)),
    ],
)
def test_an_emergency_is_answered_within_working_days(kind: AidKind, asked_on: date, due_on: date) -> None:
    assert answer_due(kind, asked_on) == due_on


class TestTheAnswer:
    def test_says_how_much_only_as_a_band(self, coordinator: User) -> None:
        aid = make_aid(coordinator)
        with pytest.raises(DomainError, match="얼마쯤"):
            answer_aid(aid, Answer(AidState.GRANTED, TODAY), actor=coordinator.actor, now=NOW)
        answer_aid(aid, GRANTED, actor=coordinator.actor, now=NOW)
        assert (aid.state, aid.answered_on, aid.band) == (AidState.GRANTED, TODAY, AmountBand.UP_TO_1000)

    def test_a_refusal_says_why_and_what_next(self, coordinator: User) -> None:
        aid = make_aid(coordinator)
        with pytest.raises(DomainError, match="까닭"):
            answer_aid(aid, Answer(AidState.REFUSED, TODAY), actor=coordinator.actor, now=NOW)
        said = Answer(AidState.REFUSED, TODAY, AmountBand.UP_TO_300, "소득이 넘음. 이의신청을 돕기로 함")
        answer_aid(aid, said, actor=coordinator.actor, now=NOW)
        assert (aid.state, aid.band) == (AidState.REFUSED, AmountBand.UNANSWERED)

    @pytest.mark.parametrize("days", [-1, 1])
    def test_came_between_the_asking_and_today(self, coordinator: User, days: int) -> None:
        answer = Answer(AidState.GRANTED, TODAY + timedelta(days=days), AmountBand.UP_TO_300)
        with pytest.raises(DomainError, match="신청한 날부터"):
            answer_aid(make_aid(coordinator), answer, actor=coordinator.actor, now=NOW)

    def test_of_a_refusal_may_be_objected_to_and_comes_again(self, coordinator: User) -> None:
        aid, later = make_aid(coordinator), NOW + timedelta(days=30)
        answer_aid(aid, Answer(AidState.REFUSED, TODAY, words="소득이 넘음"), actor=coordinator.actor, now=NOW)
        appeal_aid(aid, actor=coordinator.actor, now=later)
        due = answer_due(aid.kind, day_of(later))
        assert (aid.state, aid.answered_on, aid.answer_due_on, aid.answer) == (AidState.ASKED, None, due, "")
        assert [step.note for step in history(AID_STATES, aid.id)] == ["", "", "소득이 넘음"]
        answer_aid(aid, replace(GRANTED, answered_on=day_of(later)), actor=coordinator.actor, now=later)
        assert aid.state is AidState.GRANTED

    def test_comes_once(self, coordinator: User) -> None:
        aid = make_aid(coordinator)
        withdraw_aid(aid, actor=coordinator.actor, now=NOW)
        with pytest.raises(Conflict):
            answer_aid(aid, GRANTED, actor=coordinator.actor, now=NOW)


class TestWhoSees:
    def test_the_coordinator_of_the_household_and_the_office(self, coordinator: User) -> None:
        aid, office = make_aid(coordinator), make_staff(Role.OFFICE)
        assert get_aid(aid.id, viewer=coordinator.actor) is get_aid(aid.id, viewer=office.actor)
        with pytest.raises(NotFound):
            get_aid(aid.id, viewer=make_coordinator("박바다").actor)

    def test_what_waits_stands_on_the_desk_until_it_is_answered(self, app: Flask, coordinator: User) -> None:
        aid = make_aid(coordinator)
        later = Desk(coordinator.actor, NOW + timedelta(days=10))

        def waiting() -> list[tuple[Any, str]]:
            with app.test_request_context():
                return [
                    (entry.item.due, str(entry.item.more))
                    for entry in agenda_of(later)
                    if entry.item.key == f"aid-{aid.id}"
                ]

        assert waiting() == [(aid.answer_due_on, "긴급복지 생계비")]
        answer_aid(aid, GRANTED, actor=coordinator.actor, now=NOW)
        assert waiting() == []

    def test_what_the_office_asked_for_waits_on_its_list(self, coordinator: User) -> None:
        office = make_staff(Role.OFFICE)
        asked = make_aid(coordinator).household
        make_aid(coordinator)
        case = case_of_household(asked.id, viewer=office.actor)
        asking = Asking(AidKind.PENSION, "서교동주민센터", TODAY)
        own = ask_for_aid(case, case.household.person, asking, actor=office.actor, now=NOW)
        (item,) = agenda.at_office(office.actor, NOW, "aids")
        assert (item.key, item.due) == (f"aid-{own.id}", own.answer_due_on)


class TestPages:
    def test_asked_answered_and_seen_on_the_household(self, client: PortalClient, coordinator: User) -> None:
        household = make_aid(coordinator).household_id
        client.sign_in(coordinator.id)
        told = {"kind": "energy", "agency": "망원1동 주민센터", "asked_on": f"{TODAY:%Y-%m-%d}", "words": "방이 추움"}
        way = client.post(f"/households/{household}/aid", data=told).location
        assert "에너지바우처" in client.get(f"/households/{household}").text
        blank = client.post(way, data={"state": "granted", "answered_on": f"{TODAY:%Y-%m-%d}", "band": "unanswered"})
        assert (blank.status_code, "얼마쯤인지 골라 주십시오." in blank.text) == (422, True)
        client.post(way, data={"state": "granted", "answered_on": f"{TODAY:%Y-%m-%d}", "band": "in_kind"})
        assert "돈이 아닌 것" in client.get(way).text

    def test_a_day_to_come_is_told_beside_the_field(self, client: PortalClient, coordinator: User) -> None:
        household = make_aid(coordinator).household_id
        client.sign_in(coordinator.id)
        told = {"kind": "energy", "agency": "주민센터", "asked_on": "2099-01-01", "words": "방이 추움"}
        answer = client.post(f"/households/{household}/aid", data=told)
        assert "신청한 날을 오늘까지의 날로 적어 주십시오." in answer.text
        assert "방이 추움" in answer.text


def test_figures_of_a_year_keep_emergencies_apart(coordinator: User) -> None:
    kinds = (AidKind.EMERGENCY_LIVING, AidKind.EMERGENCY_MEDICAL, AidKind.PENSION)
    *_, pension = [make_aid(coordinator, kind=kind) for kind in kinds]
    answer_aid(pension, GRANTED, actor=coordinator.actor, now=NOW)
    found = year_of_aid(TODAY.year, viewer=coordinator.actor)
    assert (found.emergencies, found.emergencies_granted, found.others, found.others_granted) == (2, 0, 1, 1)
    assert year_of_aid(TODAY.year - 1, viewer=coordinator.actor).emergencies == 0
    assert len(aids_for(coordinator.actor, 1).items) == 2
    assert len(aids_for(coordinator.actor, 1, only_open=False).items) == 3
    assert count(CountedBy.EMERGENCY_AID, TODAY.year).year == 2
    strike_aid(pension, actor=coordinator.actor, now=NOW)
    strike_aid(aids_for(coordinator.actor, 1).items[0], actor=coordinator.actor, now=NOW)
    found = year_of_aid(TODAY.year, viewer=coordinator.actor)
    assert (found.emergencies, found.others, found.others_granted) == (1, 0, 0), (
        "what was written wrongly counts nowhere"
    )
    assert count(CountedBy.EMERGENCY_AID, TODAY.year).year == 1
