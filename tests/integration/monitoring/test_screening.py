"""Asking the isolation questionnaire, what follows from it, and its editions."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.caseload.models import CareCase
from portal.core.errors import Conflict, DomainError
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.monitoring.screening.actions import Asked, record_screening, strike_screening
from portal.monitoring.screening.editions import shipped
from portal.monitoring.screening.queries import Sought, has_agreed, risk_of, risks_on, watched
from portal.monitoring.screening.states import RiskLevel, ScreenedBy
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.resemblances.actions import join_people, undo_join
from tests.client import PortalClient
from tests.factories import agenda
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import OFFICE, make_coordinator, make_office, make_paired
from tests.factories.referrals import make_consents, make_person
from tests.factories.resemblances import make_pair
from tests.factories.screening import EARLIER, make_screening, replies_of

MONTH = timedelta(days=30)


def waiting(case: CareCase, days: int) -> list[str]:
    """What of the questionnaire waits for the coordinator so many days later."""
    entries = agenda.waiting(case.coordinator.actor, NOW + timedelta(days=days), "screenings")
    return [entry.item.what for entry in entries]


def withdraw(case: CareCase) -> None:
    (consent,) = (each for each in consents_of(case.person_id) if each.kind is ConsentKind.SENSITIVE)
    withdraw_consent(consent, actor=OFFICE, now=NOW)


class TestAnswering:
    def test_keeps_score_level_and_the_day_of_the_next_look(self, session: Session) -> None:
        screening = make_screening(make_paired(), 9)
        assert (screening.score, screening.level) == (9, RiskLevel.HIGH)
        assert screening.next_on == TODAY + MONTH

    def test_what_was_answered_is_sealed(self, session: Session) -> None:
        screening = make_screening(make_paired(), 9)
        session.flush()
        connection = session.connection()
        kept = connection.exec_driver_sql("SELECT replies FROM screening").scalar_one()
        assert "yes" not in kept
        assert screening.replies[0] == "yes"

    def test_needs_an_answer_to_each_question(self, session: Session) -> None:
        case = make_paired()
        replies = replies_of(shipped(), 3)
        del replies[2]
        with pytest.raises(DomainError, match="답이 없는 문항"):
            record_screening(case, Asked(1, replies, TODAY, ScreenedBy.CALL), actor=case.coordinator.actor, now=NOW)

    def test_a_day_to_come_is_refused(self, session: Session) -> None:
        with pytest.raises(DomainError, match="아직 오지 않은 날"):
            make_screening(make_paired(), asked_on=TODAY + timedelta(days=1))

    def test_sooner_is_allowed_and_later_is_not(self, session: Session) -> None:
        case = make_paired()
        assert make_screening(case, 9, next_on=TODAY + timedelta(days=7)).next_on == TODAY + timedelta(days=7)
        with pytest.raises(DomainError):
            make_screening(case, 9, next_on=TODAY + timedelta(days=31))

    def test_is_for_those_who_accompany_the_household(self, session: Session, client: PortalClient) -> None:
        case = make_paired()
        client.sign_in(make_coordinator("다른분").id)
        assert client.get(f"/households/{case.household_id}/screening").status_code == 404
        client.sign_in(make_staff(Role.COOPERATIVE).id)
        assert client.get(f"/households/{case.household_id}/screening").status_code == 403

    def test_what_was_answered_never_changes(self, session: Session) -> None:
        screening = make_screening(make_paired(), 9)
        screening.score = 1
        with pytest.raises(FrozenRow):
            session.flush()
        session.rollback()


class TestConsent:
    def test_nobody_is_asked_without_it(self, session: Session) -> None:
        case = make_paired()
        withdraw(case)
        with pytest.raises(Conflict, match="동의하지 않으신"):
            make_screening(case)

    def test_a_text_that_does_not_name_it_is_none(self, session: Session) -> None:
        case = make_paired()
        (consent,) = (each for each in consents_of(case.person_id) if each.kind is ConsentKind.SENSITIVE)
        assert has_agreed(case.person_id)
        consent.edition = 1
        session.flush()
        assert not has_agreed(case.person_id)

    def test_what_a_helper_said_waits_for_the_person(self, session: Session) -> None:
        person = make_person()
        make_consents(person, waiting=(ConsentKind.SENSITIVE,))
        assert not has_agreed(person.id)

    def test_staff_read_it_aloud_and_write_down_the_answer(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        withdraw(case)
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        page = client.get(at).text
        assert "고립 위험 점검에 답하신 내용과 점수" in page
        assert client.get(f"{at}/questions/1").location == at
        client.post(f"{at}/agree")
        assert has_agreed(case.person_id)
        assert client.get(f"{at}/questions/1").status_code == 200

    def test_withdrawn_nothing_waits_and_what_was_found_stays(self, session: Session) -> None:
        case = make_paired()
        make_screening(case, 9)
        assert waiting(case, 31) == ["고립 위험 다시 점검"]
        withdraw(case)
        assert waiting(case, 31) == []
        assert risk_of(case.person_id, TODAY) is RiskLevel.HIGH


class TestRisk:
    def test_is_unknown_of_whom_nobody_asked(self, session: Session) -> None:
        case = make_paired()
        assert risk_of(case.person_id, TODAY) is None
        make_screening(case, 5)
        assert risk_of(case.person_id, TODAY - timedelta(days=1)) is None

    def test_is_that_of_the_newest_day(self, session: Session) -> None:
        case = make_paired()
        make_screening(case, 2)
        make_screening(case, 11, asked_on=EARLIER)
        assert risk_of(case.person_id, TODAY) is RiskLevel.LOW
        assert risk_of(case.person_id, EARLIER) is RiskLevel.HIGH
        assert session.execute(risks_on(TODAY)).all() == [(case.household_id, case.person_id, RiskLevel.LOW)]

    def test_of_two_on_one_day_the_later_one_counts(self, session: Session) -> None:
        case = make_paired()
        make_screening(case, 2)
        make_screening(case, 11, now=NOW + timedelta(minutes=5))
        assert risk_of(case.person_id, TODAY) is RiskLevel.HIGH

    def test_a_struck_one_counts_for_nothing(self, session: Session) -> None:
        case = make_paired()
        make_screening(case, 2, asked_on=EARLIER)
        wrong = make_screening(case, 11)
        strike_screening(wrong, case, actor=case.coordinator.actor, now=NOW)
        assert risk_of(case.person_id, TODAY) is RiskLevel.LOW
        with pytest.raises(Conflict):
            strike_screening(wrong, case, actor=case.coordinator.actor, now=NOW)

    def test_comes_along_when_two_files_are_joined_and_goes_back(self, session: Session) -> None:
        case = make_paired()
        make_screening(case, 9)
        other = make_person()
        pair = make_pair(case.application.person, other)
        join_people(pair, other, facts=(), reason="같은 분", actor=make_staff().actor, now=NOW)
        assert risk_of(other.id, TODAY) is RiskLevel.HIGH
        undo_join(pair, "아님", actor=make_staff().actor, now=NOW)
        assert (risk_of(other.id, TODAY), risk_of(case.person_id, TODAY)) == (None, RiskLevel.HIGH)


class TestLookingAgain:
    def test_waits_on_today_from_its_day_on(self, session: Session) -> None:
        case = make_paired()
        make_screening(case, 9)
        assert (waiting(case, 29), waiting(case, 30)) == ([], ["고립 위험 다시 점검"])

    def test_waits_for_nobody_else(self, session: Session) -> None:
        case = make_paired()
        make_screening(case, 9)
        other = make_coordinator("다른분").actor
        assert agenda.waiting(other, NOW + timedelta(days=40), "screenings") == []

    def test_rests_while_care_rests(self, session: Session) -> None:
        case = make_paired()
        make_screening(case, 9)
        hold_case(case, "입원", actor=case.coordinator.actor, now=NOW)
        assert waiting(case, 31) == []

    def test_is_over_once_somebody_asked_again(self, session: Session) -> None:
        case = make_paired()
        make_screening(case, 9, asked_on=EARLIER, next_on=EARLIER + MONTH)
        assert waiting(case, 0) == ["고립 위험 다시 점검"]
        make_screening(case, 3)
        assert waiting(case, 0) == []

    def test_the_list_is_narrowed_to_a_level_to_those_due_and_to_those_whom_nobody_asked(
        self, session: Session
    ) -> None:
        coordinator = make_coordinator()
        high, unasked = make_paired(coordinator), make_paired(coordinator)
        make_screening(high, 9)

        def found(sought: Sought, days: int = 0) -> list[CareCase]:
            day = TODAY + timedelta(days=days)
            return [row.case for row in watched(coordinator.actor, day, sought, 1).items]

        assert found(Sought()) == [high, unasked]
        assert found(Sought(level=RiskLevel.HIGH)) == [high]
        assert found(Sought(level=RiskLevel.LOW)) == []
        assert found(Sought(only_unasked=True)) == [unasked]
        assert (found(Sought(only_due=True)), found(Sought(only_due=True), 30)) == ([], [high])
        late, office = NOW + timedelta(days=40), make_office().actor
        due = [item.due for item in agenda.at_office(office, late, "screenings")]
        assert due == [TODAY + timedelta(days=30)]
        hold_case(high, "입원", actor=coordinator.actor, now=NOW)
        assert (found(Sought(only_due=True), 30), waiting(high, 40)) == ([], [])
        assert agenda.at_office(office, late, "screenings") == []
