"""Pairing: one coordinator a household, told to everyone concerned, handed over with a note."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.coordinators.caseload import queries
from portal.coordinators.caseload.actions import close_case, pair_again, pair_household, schedule_contact, step_case
from portal.coordinators.caseload.holding import hold_case, resume_case
from portal.coordinators.caseload.models import Pairing
from portal.coordinators.caseload.rules import Suggestion
from portal.coordinators.caseload.states import CaseState, CaseVerb, ClosureReason
from portal.coordinators.desk.actions import close_household_case
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.db.constraints import broken_constraint
from portal.notifications.models import OutboxMessage
from portal.notifications.rules import TEXT_BYTES, text_bytes
from portal.notifications.states import Channel
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState, Urgency
from portal.residents.households.states import Language, SameSex, Sex
from tests.factories.consortium import MANGWON, NOW, SEOGYO, TODAY
from tests.factories.coordinators import OFFICE, make_application, make_coordinator, make_office, make_paired
from tests.factories.referrals import make_person


def messages(session: Session, kind: str) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)))


def suggestions(application: Application) -> list[Suggestion]:
    return queries.suggested(queries.ranked_coordinators(application, now=NOW))


class TestSuggestions:
    def test_name_the_reasons(self, session: Session) -> None:
        person = make_person(language=Language.CHINESE, same_sex=SameSex.WANTED, sex=Sex.FEMALE)
        make_coordinator("김가람", languages=("ko", "zh"))
        first = suggestions(make_application(person))[0]
        assert [reason.value for reason in first.reasons] == ["dong", "language", "same_sex", "room"]

    def test_leave_out_who_is_full_or_does_not_fit(self, session: Session) -> None:
        full = make_coordinator("가득찬", case_limit=1)
        make_paired(full)
        make_coordinator("다른성", sex=Sex.MALE)
        person = make_person(same_sex=SameSex.WANTED, sex=Sex.FEMALE)
        application = make_application(person)
        assert suggestions(application) == []
        against = {s.coordinator.name: s.hindrances for s in queries.ranked_coordinators(application, now=NOW)}
        assert [h.value for h in against["가득찬"]] == ["full"]
        assert [h.value for h in against["다른성"]] == ["other_sex"]

    def test_begin_with_the_dong_then_the_lightest_load(self, session: Session) -> None:
        make_coordinator("먼동네", dongs=(SEOGYO,))
        busy = make_coordinator("바쁜이")
        make_coordinator("한가한")
        make_paired(busy)
        names = [s.coordinator.name for s in suggestions(make_application())]
        assert names == ["한가한", "바쁜이", "먼동네"]

    def test_know_no_disabled_coordinator(self, session: Session) -> None:
        make_coordinator("떠난이").disabled_at = NOW
        session.flush()
        assert suggestions(make_application()) == []


class TestPairing:
    def test_opens_the_case_and_marks_the_application(self, session: Session) -> None:
        coordinator = make_coordinator()
        application = make_application()
        case = pair_household(application, coordinator.id, actor=OFFICE, now=NOW)
        assert (case.state, application.state) == (CaseState.PAIRED, ApplicationState.PAIRED)
        assert case.number.startswith("2026-")
        assert case.first_visit_due_at == NOW + timedelta(hours=72)
        assert case.next_contact_on == TODAY + timedelta(days=1)
        assert queries.loads() == {coordinator.id: 1}

    def test_asks_for_the_contact_today_when_the_promised_day_has_passed(self, session: Session) -> None:
        application = make_application(urgency=Urgency.URGENT, first_contact_due_at=NOW - timedelta(days=2))
        case = pair_household(application, make_coordinator().id, actor=OFFICE, now=NOW)
        assert case.next_contact_on == TODAY

    def test_tells_the_resident_name_and_number_in_one_text(self, session: Session) -> None:
        make_paired(make_coordinator("한지원"))
        (text,) = messages(session, "coordinator_named")
        assert text.channel is Channel.TEXT
        assert "한지원(010-5555-0000)" in text.body
        assert text_bytes(text.body) <= TEXT_BYTES

    def test_cuts_a_very_long_name_to_fit_the_text(self, session: Session) -> None:
        make_paired(make_coordinator("가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허"))
        (text,) = messages(session, "coordinator_named")
        assert text_bytes(text.body) <= TEXT_BYTES
        assert "010-5555-0000" in text.body

    def test_tells_the_coordinator_by_mail_without_the_name_of_the_person(self, session: Session) -> None:
        case = make_paired()
        (mail,) = messages(session, "household_paired")
        assert mail.recipient == case.coordinator.email
        assert case.household.number in mail.body
        assert case.application.person.name not in mail.body

    def test_refuses_a_second_coordinator_beside_the_field(self, session: Session) -> None:
        person = make_person()
        make_paired(person=person)
        with pytest.raises(Conflict) as refused:
            pair_household(make_application(person), make_coordinator().id, actor=OFFICE, now=NOW)
        assert refused.value.field == "coordinator"

    def test_asks_for_a_reason_for_someone_not_suggested(self, session: Session) -> None:
        other = make_coordinator("다른성", sex=Sex.MALE)
        application = make_application(make_person(same_sex=SameSex.WANTED))
        with pytest.raises(DomainError) as refused:
            pair_household(application, other.id, actor=OFFICE, now=NOW)
        assert refused.value.field == "reason"
        case = pair_household(application, other.id, actor=OFFICE, now=NOW, reason="본인이 원함")
        pairing = queries.open_pairing(case)
        assert pairing is not None
        assert (pairing.was_suggested, pairing.reason) == (False, "본인이 원함")

    def test_refuses_someone_who_is_no_coordinator(self, session: Session) -> None:
        for stranger in (make_office().id, uuid4()):
            with pytest.raises(DomainError) as refused:
                pair_household(make_application(), stranger, actor=OFFICE, now=NOW)
            assert refused.value.field == "coordinator"

    def test_is_for_the_office_only(self, session: Session) -> None:
        coordinator = make_coordinator()
        with pytest.raises(Forbidden):
            pair_household(make_application(), coordinator.id, actor=coordinator.actor, now=NOW)

    def test_the_database_keeps_one_open_pairing(self, session: Session) -> None:
        case = make_paired()
        session.add(
            Pairing(
                household_id=case.household_id,
                coordinator_id=make_coordinator("둘째").id,
                case_id=case.id,
                was_suggested=True,
                started_at=NOW,
            )
        )
        with pytest.raises(IntegrityError) as broken:
            session.flush()
        assert broken_constraint(broken.value) == "uq_pairing_open_primary"


class TestHandingOver:
    def test_keeps_the_history_and_carries_the_note(self, session: Session) -> None:
        case = make_paired(make_coordinator("첫째"))
        second = make_coordinator("둘째")
        pair_again(case, second.id, reason="휴직", handover_note="고양이를 무서워하심", actor=OFFICE, now=NOW)
        newest, first = queries.pairings_of(case)
        assert (newest.coordinator.name, newest.handover_note, newest.ended_at) == ("둘째", "고양이를 무서워하심", None)
        assert (first.coordinator.name, first.ended_at) == ("첫째", NOW)
        assert case.coordinator_id == second.id

    def test_moves_the_household_out_of_the_sight_of_the_one_before(self, session: Session) -> None:
        first, second = make_coordinator("첫째"), make_coordinator("둘째")
        case = make_paired(first)
        pair_again(case, second.id, reason="휴직", handover_note="인계", actor=OFFICE, now=NOW)
        assert queries.case_of_household(case.household_id, viewer=second.actor) is case
        with pytest.raises(NotFound):
            queries.case_of_household(case.household_id, viewer=first.actor)

    def test_tells_the_next_coordinator_and_the_resident(self, session: Session) -> None:
        case = make_paired(make_coordinator("첫째"))
        second = make_coordinator("둘째")
        pair_again(case, second.id, reason="휴직", handover_note="비밀 이야기", actor=OFFICE, now=NOW)
        mails = messages(session, "household_handed_over")
        assert second.email in {mail.recipient for mail in mails}
        assert not any("비밀 이야기" in mail.body for mail in mails)
        assert any("둘째" in message.body for message in messages(session, "coordinator_named"))

    @pytest.mark.parametrize(("reason", "note", "field"), [("", "인계", "reason"), ("휴직", "", "handover_note")])
    def test_needs_reason_and_note(self, session: Session, reason: str, note: str, field: str) -> None:
        case = make_paired()
        with pytest.raises(DomainError) as refused:
            pair_again(case, make_coordinator("둘째").id, reason=reason, handover_note=note, actor=OFFICE, now=NOW)
        assert refused.value.field == field

    def test_refuses_the_same_coordinator(self, session: Session) -> None:
        case = make_paired()
        with pytest.raises(DomainError) as refused:
            pair_again(case, case.coordinator_id, reason="휴직", handover_note="인계", actor=OFFICE, now=NOW)
        assert refused.value.field == "coordinator"


class TestHolding:
    def test_asks_after_a_week_and_goes_on_where_it_stopped(self, session: Session) -> None:
        case = make_paired()
        actor = case.coordinator.actor
        step_case(case, CaseVerb.ASSESS, actor=actor, now=NOW)
        hold_case(case, "입원", actor=actor, now=NOW)
        call_on = TODAY + timedelta(days=7)
        assert (case.state, case.next_contact_on) == (CaseState.ON_HOLD, call_on)
        schedule_contact(case, TODAY, now=NOW)
        assert case.next_contact_on == call_on
        resume_case(case, actor=actor, now=NOW)
        assert (case.state, case.hold_reason) == (CaseState.ASSESSED, "")
        assert case.next_contact_on == TODAY + timedelta(days=1)

    def test_remembers_what_happened_meanwhile(self, session: Session) -> None:
        case = make_paired()
        actor = case.coordinator.actor
        hold_case(case, "입원", actor=actor, now=NOW)
        step_case(case, CaseVerb.ASSESS, actor=actor, now=NOW)
        assert (case.state, case.state_before_hold) == (CaseState.ON_HOLD, CaseState.ASSESSED)
        resume_case(case, actor=actor, now=NOW)
        assert (case.state, case.state_before_hold) == (CaseState.ASSESSED, None)

    def test_needs_a_reason(self, session: Session) -> None:
        case = make_paired()
        with pytest.raises(DomainError):
            hold_case(case, "", actor=case.coordinator.actor, now=NOW)

    def test_resumes_only_what_is_held(self, session: Session) -> None:
        case = make_paired()
        with pytest.raises(Conflict):
            resume_case(case, actor=case.coordinator.actor, now=NOW)


class TestClosing:
    def test_ends_the_pairing_and_tells_the_resident(self, session: Session) -> None:
        case = make_paired()
        close_case(case, ClosureReason.GOAL_MET, "목표를 이룸", actor=case.coordinator.actor, now=NOW)
        assert (case.state, case.closed_at, case.next_contact_on) == (CaseState.CLOSED, NOW, None)
        assert queries.open_pairing(case) is None
        (text,) = messages(session, "case_closed")
        assert text_bytes(text.body) <= TEXT_BYTES

    def test_sends_nothing_to_someone_who_died(self, session: Session) -> None:
        case = make_paired()
        close_household_case(case, ClosureReason.DIED, "별세", actor=case.coordinator.actor, now=NOW)
        assert messages(session, "case_closed") == []

    def test_stays_readable_and_lets_the_household_come_back(self, session: Session) -> None:
        person = make_person()
        case = make_paired(person=person)
        actor = case.coordinator.actor
        close_case(case, ClosureReason.SERVICE_ENDED, "끝", actor=actor, now=NOW)
        assert queries.case_of_household(case.household_id, viewer=actor) is case
        with pytest.raises(Conflict):
            step_case(case, CaseVerb.ASSESS, actor=actor, now=NOW)
        again = make_paired(make_coordinator("둘째"), person)
        assert queries.open_case_of_household(case.household_id) is again
        with pytest.raises(NotFound):
            queries.case_of_household(case.household_id, viewer=actor)


class TestScope:
    def test_a_coordinator_sees_their_own_households_and_the_office_all(self, session: Session) -> None:
        case, other = make_paired(), make_coordinator("남의집")
        assert queries.case_of_household(case.household_id, viewer=OFFICE) is case
        with pytest.raises(NotFound):
            queries.case_of_household(case.household_id, viewer=other.actor)

    def test_a_coordinator_reads_only_the_applications_of_their_households(self, session: Session) -> None:
        case, other = make_paired(), make_coordinator("남의집")
        found = queries.get_application_for(case.application_id, viewer=case.coordinator.actor)
        assert found.id == case.application_id
        with pytest.raises(NotFound):
            queries.get_application_for(case.application_id, viewer=other.actor)
        assert found.household.dong_code == MANGWON
