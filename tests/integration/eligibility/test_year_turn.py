"""When the year turns everybody who is cared for or waits is answered again, once; whom an age concerns, then."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.benefits.eligibility.changes import FACTS_CHANGED
from portal.benefits.eligibility.queries import checks_of, latest_checks
from portal.benefits.eligibility.states import Answer, Occasion
from portal.benefits.eligibility.tasks import check_as_days_pass
from portal.benefits.programmes.models import Programme
from portal.benefits.programmes.rules import Door, ProgrammeRules
from portal.coordinators.caseload.actions import close_case, pair_household
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import ClosureReason
from portal.core.actors import Actor
from portal.jobs import JOBS
from portal.residents.applications.models import Application
from tests.factories.consortium import NOW
from tests.factories.coordinators import OFFICE, make_coordinator
from tests.factories.programmes import make_edition
from tests.factories.residents import make_application
from tests.sockets import filled_by

NEW_YEAR = date(2027, 1, 1)
FIRST_MORNING = datetime(2026, 12, 31, 15, 5, tzinfo=UTC)
MORNING_AFTER = datetime(2026, 11, 23, 15, 5, tzinfo=UTC)
"""Five past midnight in Seoul."""


@pytest.fixture
def programme(session: Session) -> Programme:
    """For everybody in 2026, for the young from 2027 on."""
    programme = make_edition(rules=ProgrammeRules(others_own_percent=20)).programme
    make_edition(programme, ProgrammeRules(doors=(Door("청년", age_to=34),)), starts_on=NEW_YEAR)
    return programme


def pair(application: Application) -> CareCase:
    return pair_household(application, make_coordinator().id, actor=OFFICE, now=NOW, reason="시험")


class TestTheTurn:
    def test_is_a_job_of_the_worker(self, session: Session) -> None:
        assert "eligibility.new-year" in {job.name for job in JOBS}

    def test_answers_by_the_edition_of_the_new_year(self, session: Session, programme: Programme) -> None:
        person = make_application(now=NOW).person
        assert check_as_days_pass(FIRST_MORNING) == 1
        (check,) = latest_checks(person.id)
        assert (check.occasion, check.day, check.edition.number) == (Occasion.YEAR_TURN, NEW_YEAR, 2)
        assert check.answer is Answer.NOT_ELIGIBLE

    def test_happens_once(self, session: Session, programme: Programme) -> None:
        make_application(now=NOW)
        check_as_days_pass(FIRST_MORNING)
        assert check_as_days_pass(FIRST_MORNING + timedelta(hours=1)) == 0

    def test_leaves_alone_who_was_answered_this_year(self, session: Session, programme: Programme) -> None:
        make_application(now=FIRST_MORNING)
        assert check_as_days_pass(FIRST_MORNING + timedelta(hours=1)) == 0

    def test_leaves_alone_whose_care_is_over(self, session: Session, programme: Programme) -> None:
        application = make_application(now=NOW)
        case = pair(application)
        assert check_as_days_pass(FIRST_MORNING) == 1
        close_case(case, ClosureReason.MOVED_AWAY, "이사하셨습니다.", actor=case.coordinator.actor, now=FIRST_MORNING)
        assert check_as_days_pass(FIRST_MORNING + timedelta(days=366)) == 0

    def test_tells_on_whom_it_changes(self, session: Session, programme: Programme) -> None:
        told: list[tuple[UUID, date]] = []

        def react(person_id: UUID, from_on: date, _actor: Actor, _now: datetime) -> None:
            told.append((person_id, from_on))

        changed = make_application(now=NOW).person
        make_application(now=NOW, birth_on=date(1995, 5, 5))
        with filled_by(FACTS_CHANGED, react):
            check_as_days_pass(FIRST_MORNING)
        assert (changed.id, NEW_YEAR) in told


class TestABirthday:
    @pytest.fixture
    def for_the_old(self, session: Session) -> Programme:
        return make_edition(rules=ProgrammeRules(doors=(Door("어르신", age_from=65),))).programme

    def test_with_an_age_that_a_programme_names_asks_again_on_that_day(self, for_the_old: Programme) -> None:
        person = make_application(now=NOW, birth_on=date(1961, 11, 24)).person
        assert [check.answer for check in latest_checks(person.id)] == [Answer.NOT_ELIGIBLE]
        assert check_as_days_pass(NOW + timedelta(hours=1)) == 0
        assert check_as_days_pass(MORNING_AFTER) == 1
        (check,) = latest_checks(person.id)
        assert (check.occasion, check.day) == (Occasion.BIRTHDAY, date(2026, 11, 24))
        assert check.answer is not Answer.NOT_ELIGIBLE
        assert check_as_days_pass(MORNING_AFTER + timedelta(hours=1)) == 0

    def test_with_another_age_asks_nothing(self, for_the_old: Programme) -> None:
        make_application(now=NOW, birth_on=date(1960, 11, 24))
        assert check_as_days_pass(MORNING_AFTER) == 0

    def test_tells_on_whom_it_changes(self, for_the_old: Programme) -> None:
        told: list[tuple[UUID, date]] = []

        def react(person_id: UUID, from_on: date, _actor: Actor, _now: datetime) -> None:
            told.append((person_id, from_on))

        person = make_application(now=NOW, birth_on=date(1961, 11, 24)).person
        with filled_by(FACTS_CHANGED, react):
            check_as_days_pass(MORNING_AFTER)
        assert told == [(person.id, date(2026, 11, 24))]


class TestArriving:
    def test_an_application_keeps_its_answers_by_the_day_on_which_it_came(
        self, session: Session, programme: Programme
    ) -> None:
        application = make_application(now=NOW)
        (check,) = checks_of(application.id)
        assert (check.answer, check.own_percent) == (Answer.ELIGIBLE, 20)
        assert (check.occasion, check.day) == (Occasion.APPLICATION, date(2026, 11, 23))

    def test_without_a_programme_nothing_is_kept(self, session: Session) -> None:
        assert checks_of(make_application(now=NOW).id) == []
