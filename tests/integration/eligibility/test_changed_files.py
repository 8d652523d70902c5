"""A file that changes asks the programmes again, where they look at what changed."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.benefits.eligibility.changes import FACTS_CHANGED
from portal.benefits.eligibility.queries import latest_checks
from portal.benefits.eligibility.states import Answer, Occasion
from portal.benefits.programmes.models import Programme
from portal.benefits.programmes.rules import Door, ProgrammeRules
from portal.core.actors import Actor
from portal.residents.applications.models import Application
from portal.residents.households.actions import change_facts
from portal.residents.households.rules import Values
from portal.residents.households.states import Fact
from tests.factories.consortium import MANGWON, NOW, OFFICE, SEOGYO, TODAY
from tests.factories.programmes import make_edition
from tests.factories.residents import make_application
from tests.sockets import filled_by


@pytest.fixture
def programme(session: Session) -> Programme:
    return make_edition(rules=ProgrammeRules(doors=(Door("청년", age_to=34),))).programme


@pytest.fixture
def application(programme: Programme) -> Application:
    return make_application(now=NOW, pets="개")


def told_by(application: Application, fact: Fact, values: Values) -> list[tuple[UUID, date]]:
    told: list[tuple[UUID, date]] = []

    def react(person_id: UUID, from_on: date, _actor: Actor, _now: object) -> None:
        told.append((person_id, from_on))

    with filled_by(FACTS_CHANGED, react):
        change_facts(application.person, {fact: values}, from_on=TODAY, reason="", actor=OFFICE, now=NOW)
    return told


def test_another_birth_date_is_another_answer(application: Application) -> None:
    assert latest_checks(application.person_id)[0].answer is Answer.NOT_ELIGIBLE
    told = told_by(application, Fact.BIRTH, {"birth_on": date(1999, 1, 1)})
    (check,) = latest_checks(application.person_id)
    assert (check.answer, check.occasion) == (Answer.ELIGIBLE, Occasion.FACTS_CHANGED)
    assert told == [(application.person_id, TODAY)]


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        (Fact.ADDRESS, {"address": "성산로 1", "address_detail": "", "postcode": "", "dong_code": SEOGYO}),
        (Fact.ALONE, {"lives_alone": False}),
    ],
)
def test_another_dong_and_company_are_told_on(application: Application, fact: Fact, values: Values) -> None:
    assert told_by(application, fact, values) == [(application.person_id, TODAY)]


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        (Fact.ADDRESS, {"address": "월드컵로 9", "address_detail": "", "postcode": "", "dong_code": MANGWON}),
        (Fact.PETS, {"pets": "고양이"}),
    ],
)
def test_what_no_programme_looks_at_asks_nothing(application: Application, fact: Fact, values: Values) -> None:
    assert told_by(application, fact, values) == []
    assert latest_checks(application.person_id)[0].occasion is Occasion.APPLICATION
