"""Asking the isolation questionnaire, what follows from it, and its editions."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.caseload.actions import hold_case
from portal.coordinators.caseload.models import CareCase
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.monitoring.screening.actions import DRAFTS, Asked, keep_reply, record_screening, strike_screening
from portal.monitoring.screening.editing import begin_edition, publish_edition, write_edition
from portal.monitoring.screening.editions import questionnaire, questionnaire_in_force, shipped
from portal.monitoring.screening.models import Screening, ScreeningDraft
from portal.monitoring.screening.queries import Sought, has_agreed, risk_of, risks_on, watched
from portal.monitoring.screening.rules import Question
from portal.monitoring.screening.states import Reply, RiskLevel, ScreenedBy
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of
from portal.residents.consents.states import ConsentKind
from portal.residents.resemblances.actions import join_people, undo_join
from portal.web.agenda import Desk, agenda_of
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import OFFICE, make_coordinator, make_paired
from tests.factories.referrals import make_consents, make_person
from tests.factories.resemblances import make_pair
from tests.factories.screening import EARLIER, make_edition_draft, make_screening, replies_of
from tests.pages import sent_by

MONTH = timedelta(days=30)


def waiting(case: CareCase, days: int) -> list[str]:
    """What of the questionnaire waits for the coordinator so many days later."""
    desk = Desk(case.coordinator.actor, NOW + timedelta(days=days))
    return [entry.item.what for entry in agenda_of(desk) if entry.kind == "screenings"]


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
        desk = Desk(make_coordinator("다른분").actor, NOW + timedelta(days=40))
        assert [entry for entry in agenda_of(desk) if entry.kind == "screenings"] == []

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


class TestOnAPhone:
    def test_one_question_after_the_other_and_then_the_whole(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        replies = replies_of(shipped(), 9, declined=0)
        assert client.post(f"{at}/questions/1", data={}).status_code == 422
        for place, reply in replies.items():
            answer = client.post(f"{at}/questions/{place + 1}", data={"reply": reply.value})
        assert answer.location == f"{at}/check"
        page = client.get(f"{at}/check").text
        assert "아직 묻지 않음" not in page
        sent = {"asked_by": "call", "asked_on": TODAY.isoformat(), "note": "손주 이야기"}
        assert client.post(f"{at}/check", data=sent).location == at
        screening = session.scalars(select(Screening)).one()
        assert (screening.score, screening.asked_by, screening.note) == (9, ScreenedBy.CALL, "손주 이야기")
        assert session.scalars(select(ScreeningDraft)).all() == []
        assert "고립 위험 높음" in client.get(at).text

    def test_what_was_asked_waits_to_be_gone_on_with(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        client.post(f"{at}/questions/1", data={"reply": "declined"})
        assert "이어서 묻기" in client.get(at).text
        page = client.get(f"{at}/check").text
        assert "아직 묻지 않음" in page
        sent = {"asked_by": "call", "asked_on": TODAY.isoformat()}
        refused = client.post(f"{at}/check", data=sent)
        assert refused.status_code == 422
        assert "답이 없는 문항이 있습니다" in refused.text

    def test_a_question_that_is_not_there_is_not_found(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        assert client.get(f"/households/{case.household_id}/screening/questions/99").status_code == 404

    def test_answers_half_asked_go_after_their_time(self, session: Session) -> None:
        case = make_paired()
        keep_reply(case, 1, 0, Reply.YES, actor=case.coordinator.actor, now=NOW)
        over = select(ScreeningDraft.id).where(DRAFTS.is_over(NOW + timedelta(days=29)))
        assert session.scalars(over).all() == []
        over = select(ScreeningDraft.id).where(DRAFTS.is_over(NOW + timedelta(days=30)))
        assert len(session.scalars(over).all()) == 1


class TestOnPaper:
    def test_the_whole_is_typed_in_on_one_page(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening/paper"
        sent = {f"replies-{place}": reply.value for place, reply in replies_of(shipped(), 4).items()}
        missing = client.post(at, data=sent)
        assert missing.status_code == 422
        assert client.post(at, data={**sent, "asked_on": EARLIER.isoformat()}).status_code == 303
        screening = session.scalars(select(Screening)).one()
        assert (screening.asked_on, screening.asked_by, screening.score) == (EARLIER, ScreenedBy.PAPER, 4)

    def test_the_empty_paper_names_nobody(self, client: PortalClient, session: Session) -> None:
        client.sign_in(make_coordinator().id)
        paper = client.get("/screenings/paper")
        assert paper.mimetype == "application/pdf"


class TestOverTime:
    def test_answers_stand_side_by_side_and_struck_ones_are_marked(
        self, client: PortalClient, session: Session
    ) -> None:
        case = make_paired()
        make_screening(case, 9, asked_on=EARLIER)
        make_screening(case, 2)
        wrong = make_screening(case, 13)
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        client.post(f"{at}/{wrong.id}/strike")
        page = client.get(at).text
        heads = re.findall(r'<th scope="col">([^<]*)</th>', page)
        assert heads[:3] == ["문항", "2026. 11. 23.(월)", "2026. 5. 7.(목)"]
        assert "잘못 적음" in page


class TestEditions:
    def test_another_one_is_asked_once_it_is_published(self, session: Session) -> None:
        office = make_staff().actor
        draft = begin_edition(actor=office, now=NOW)
        assert begin_edition(actor=office, now=NOW) is draft
        questions = [Question("새 문항입니까?", 5, Reply.YES), Question("또 다른 문항입니까?", 4, Reply.NO)]
        write_edition(draft, questions, high_from=5, middle_from=4, actor=office, now=NOW)
        assert questionnaire_in_force() == shipped()
        publish_edition(draft, actor=office, now=NOW)
        assert questionnaire_in_force().number == 2
        assert questionnaire_in_force().total == 9
        case = make_paired()
        assert make_screening(case, 5).level is RiskLevel.HIGH
        later = begin_edition(actor=office, now=NOW)
        publish_edition(later, actor=office, now=NOW)
        assert (questionnaire_in_force().number, questionnaire(2).total) == (3, 9)

    def test_a_published_one_never_changes(self, session: Session) -> None:
        office = make_staff().actor
        edition = publish_edition(make_edition_draft(), actor=office, now=NOW)
        with pytest.raises(Conflict, match="펴낸 판은"):
            write_edition(edition, [], high_from=9, middle_from=4, actor=office, now=NOW)
        edition.high_from = 1
        with pytest.raises(FrozenRow):
            session.flush()
        session.rollback()

    def test_only_the_office_writes_them(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            begin_edition(actor=make_coordinator().actor, now=NOW)

    def test_answers_half_asked_of_another_edition_begin_anew(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}/screening"
        client.post(f"{at}/questions/1", data={"reply": "yes"})
        publish_edition(make_edition_draft(), actor=make_staff().actor, now=NOW)
        assert "이어서 묻기" not in client.get(at).text

    def test_rows_are_added_and_left_out_on_screen(self, client: PortalClient, session: Session) -> None:
        draft = make_edition_draft()
        client.sign_in(make_staff().id)
        at = f"/screenings/editions/{draft.number}/edit"
        page = sent_by(client.get(at).text, "shown")
        rows = len(draft.questions)
        added = client.post(at, data={**page, "add": "1"})
        assert f'name="questions-{rows}-words"' in added.text
        sent = page | {"questions-0-words": [""]}
        assert client.post(at, data=sent).status_code == 303
        session.refresh(draft)
        assert len(draft.questions) == rows - 1
