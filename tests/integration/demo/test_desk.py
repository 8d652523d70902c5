"""What the demonstration promises to those who try it is there: the full desk, the lovely course, the accounts."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import check_password, try_password_of
from portal.accounts.queries import staff_by_email, users_who_may
from portal.consortium.capacity.queries import running_patterns
from portal.consortium.capacity.rules import is_stale
from portal.coordinators.caseload.queries import candidates
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.states import SeriesState
from portal.coordinators.visits.queries import coming_visits, past_visits
from portal.core.clock import day_of
from portal.core.permissions import Permission, Role
from portal.core.urgency import Weight
from portal.demo.accounts import account_lines, resident_numbers
from portal.demo.corpus import read_data
from portal.demo.staff import PASSWORD, staff
from portal.demo.volunteering import volunteers
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.scope import IS_OPEN, alerts_in_scope
from portal.residents.households.models import Person
from tests.factories.agenda import waiting
from tests.integration.demo.conftest import NOW

CORPORA = ("needs", "goals", "visits", "contacts", "feedback")


class TestFirstCoordinator:
    def test_finds_something_in_every_list_of_the_day(self, seeded: Session) -> None:
        user = staff_by_email("coordinator1@example.kr")
        assert user is not None
        found = Counter(entry.kind for entry in waiting(user.actor, NOW))
        assert {"moves", "contacts", "new", "awaiting", "promises", "broken", "requests"} <= found.keys()
        assert found["visits"] >= 4
        assert found["referrals"] >= 5
        assert found["reviews"] == 1

    def test_finds_every_silent_home_in_their_scope_as_an_alarm(self, seeded: Session) -> None:
        user = staff_by_email("coordinator1@example.kr")
        assert user is not None
        silent = set(seeded.scalars(select(Alert.id).where(alerts_in_scope(user.actor, NOW), IS_OPEN)))
        told = [entry.item for entry in waiting(user.actor, NOW, "alerts")]
        assert {item.key for item in told} == {f"alert-{alert_id}" for alert_id in silent} != set()
        assert {item.weight for item in told} == {Weight.ALARM}

    def test_has_room_for_one_more_household(self, seeded: Session) -> None:
        rooms = {candidate.name: candidate.room for candidate in candidates(now=NOW)}
        assert len(rooms) == 5
        assert rooms["최유진"] >= 1


class TestResident:
    def test_with_the_complete_course_is_visited_tomorrow_and_told_how_it_was(self, seeded: Session) -> None:
        phone = resident_numbers()["complete"]
        person = seeded.scalars(select(Person).where(Person.phone == phone)).one()
        (coming,) = coming_visits(person.household_id, now=NOW)
        assert day_of(coming.starts_at) == day_of(NOW) + timedelta(days=1)
        assert coming.resident_confirmed_at is not None
        assert sum(visit.rating is not None for visit in past_visits(person.household_id, now=NOW)) >= 7


class TestCooperatives:
    def test_one_has_not_confirmed_its_places_lately(self, seeded: Session) -> None:
        stale = {p.organisation.code for p in running_patterns() if is_stale(p.confirmed_at, NOW, confirmed_days=7)}
        assert stale == {"barrier-free"}


def test_regular_visits_run_wait_for_an_answer_and_were_declined(seeded: Session) -> None:
    states = set(seeded.scalars(select(CareSeries.state)))
    assert states >= {SeriesState.RUNNING, SeriesState.ASKED, SeriesState.DECLINED}


class TestAccounts:
    def test_everybody_signs_in_with_the_one_password(self, seeded: Session) -> None:
        people = staff()
        assert len([person for person in people if person.role is Role.COORDINATOR]) == 5
        assert all(
            check_password(person.email, try_password_of(person.email, PASSWORD), now=NOW) is not None
            for person in people
        )
        assert len(users_who_may(Permission.CAPACITY_OWN)) == 9

    def test_the_table_names_them_with_what_to_look_at(self, seeded: Session) -> None:
        lines = list(account_lines())
        assert len(lines) == 2 + len(staff()) + len(volunteers()) + 5
        assert any("010-0000-1001" in line and "/demo/outbox" in line for line in lines)
        assert all(person.look for person in staff())


@pytest.mark.parametrize("subject", CORPORA)
def test_there_are_sentences_enough(subject: str) -> None:
    sentences = [text for texts in read_data("texts.toml")[subject].values() for text in texts]
    assert len(set(sentences)) == len(sentences) >= 15
