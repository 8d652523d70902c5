"""Files that look alike: found at every entry, kept apart with a reason, asked about once."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.audit.steps import history
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.db.job_runs import JobRun
from portal.extensions import db
from portal.residents.applications.states import Intake
from portal.residents.households.actions import change_facts
from portal.residents.households.models import Person
from portal.residents.households.queries import FOUND_AT_MOST
from portal.residents.households.states import Fact, Trait
from portal.residents.resemblances.actions import find_alike, keep_apart, look_again
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.queries import waiting_pairs, waiting_pairs_of
from portal.residents.resemblances.states import RESEMBLANCE_STATES, ResemblanceState, ResemblanceVerb
from portal.residents.resemblances.tasks import NEWCOMERS, look_at_newcomers
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.resemblances import make_pair
from tests.factories.residents import make_application, make_person

PHONE = "+821012345678"
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def known(session: Session) -> Person:
    return make_person("홍길동", phone=PHONE, now=NOW)


def waiting() -> list[Resemblance]:
    return list(waiting_pairs().items)


class TestFinding:
    @pytest.mark.parametrize("intake", [Intake.ONLINE, Intake.PHONE, Intake.PAPER])
    def test_whoever_applies_is_compared_at_every_entry(self, known: Person, intake: Intake) -> None:
        newcomer = make_application(name="홍 길동 님", intake=intake, actor=OFFICE, now=NOW).person
        (pair,) = waiting()
        assert (pair.other, pair.person) == (known, newcomer)
        assert {Trait.NAME, Trait.BIRTH} <= pair.common

    def test_a_changed_file_is_compared_again(self, known: Person) -> None:
        other = make_person("김다른", birth_on=date(1960, 1, 1), address="성산로 1")
        change_facts(other, {Fact.PHONE: {"phone": PHONE}}, from_on=TODAY, reason="", actor=OFFICE, now=NOW)
        (pair,) = waiting_pairs_of(other.id)
        assert pair.common == {Trait.PHONE}

    def test_two_who_could_not_see_each_other_are_found_by_the_worker(self, known: Person) -> None:
        make_person("홍길동", now=NOW)
        assert waiting() == []
        assert look_at_newcomers(NOW) == 1
        assert look_at_newcomers(NOW) == 0

    def test_they_are_found_after_days_without_a_worker(self, known: Person, session: Session) -> None:
        make_person("홍길동", now=NOW)
        session.add(JobRun(name=NEWCOMERS, started_at=NOW, looked_until=NOW))
        session.flush()
        assert look_at_newcomers(NOW + timedelta(days=9)) == 1

    def test_a_number_of_many_hides_nobody(self, known: Person) -> None:
        """A welfare office may give its own number for everybody whom it brings."""
        for number in range(FOUND_AT_MOST + 5):
            make_person(f"이웃{number}", birth_on=date(1960, 1, 1), phone=PHONE, address=f"성산로 {number}", now=LATER)
        newcomer = make_application(phone=PHONE, now=LATER).person
        assert known in {pair.other for pair in waiting_pairs_of(newcomer.id)}

    def test_a_pair_is_noted_once(self, known: Person) -> None:
        newcomer = make_application(now=NOW).person
        assert find_alike(newcomer, now=NOW) == find_alike(known, now=NOW) == []

    def test_somebody_else_is_nobody_s_pair(self, known: Person) -> None:
        make_application(name="박다름", birth_on=date(1970, 1, 1), now=NOW)
        assert waiting() == []


class TestKeepingApart:
    def test_says_why_and_is_not_asked_again(self, known: Person) -> None:
        pair = make_pair(known, make_person("홍길동", now=NOW))
        keep_apart(pair, "동명이인", actor=OFFICE, now=NOW)
        assert (pair.state, pair.reason) == (ResemblanceState.APART, "동명이인")
        assert waiting() == []
        assert find_alike(pair.person, now=NOW) == []
        assert [step.verb for step in history(RESEMBLANCE_STATES, pair.id)] == [
            ResemblanceVerb.FIND,
            ResemblanceVerb.KEEP_APART,
        ]

    def test_needs_a_reason(self, known: Person) -> None:
        with pytest.raises(DomainError) as refused:
            keep_apart(make_pair(known, make_person(now=NOW)), "", actor=OFFICE, now=NOW)
        assert refused.value.field == "reason"

    def test_may_be_asked_once_more(self, known: Person) -> None:
        pair = make_pair(known, make_person(now=NOW))
        keep_apart(pair, "동명이인", actor=OFFICE, now=NOW)
        look_again(pair, actor=OFFICE, now=NOW)
        assert waiting() == [pair]

    def test_twice_is_once(self, known: Person) -> None:
        pair = make_pair(known, make_person(now=NOW))
        keep_apart(pair, "동명이인", actor=OFFICE, now=NOW)
        with pytest.raises(Conflict):
            keep_apart(pair, "또", actor=OFFICE, now=NOW)

    def test_is_for_the_office(self, known: Person) -> None:
        pair = make_pair(known, make_person(now=NOW))
        with pytest.raises(Forbidden):
            keep_apart(pair, "동명이인", actor=Actor(None, "한지원", frozenset({Role.COORDINATOR})), now=NOW)
        db.session.rollback()
