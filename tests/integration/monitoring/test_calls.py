"""One list of whom to telephone, shared without two calling at once, and what each outcome does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.calls.states import CallResult
from portal.coordinators.calls.to_call import TO_CALL
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.coordinators.requests.actions import ask
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.states import RequestKind, RequestState
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.urgency import Rank
from portal.db.engine import writing
from portal.db.session import plain_rows
from portal.duty.models import StaffNotice
from portal.extensions import db
from portal.manuals.shipped import shipped_manuals
from portal.manuals.states import SectionKind
from portal.monitoring.alerts.states import AlertLevel, AttemptMeans, AttemptResult, Rung
from portal.monitoring.calls.actions import record_incoming
from portal.monitoring.calls.entries import Asked
from portal.monitoring.calls.models import CallTurn, PhoneCall
from portal.monitoring.calls.queries import MANUAL, promised_count
from portal.monitoring.calls.rules import Said
from portal.monitoring.calls.states import CallTaskKind
from portal.monitoring.worries.actions import report_worry
from portal.monitoring.worries.states import WorryState
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from portal.residents.households.telling import addressee
from portal.web.navigation import PRESENT
from tests.factories.alerts import make_alert
from tests.factories.calls import kinds_of, kinds_open, make_due, say, take, to_call
from tests.factories.consortium import MANGWON, NOW, SEOGYO, TODAY
from tests.factories.coordinators import make_office
from tests.factories.leave import make_leave, standing_in
from tests.factories.messages import make_call
from tests.factories.referrals import make_case, make_consents, make_coordinator, make_person

HOUR = timedelta(hours=1)
TOMORROW = TODAY + timedelta(days=1)
CLIENTS = 6


@pytest.fixture
def case(session: Session) -> CareCase:
    return make_due()


def ask_for_word(case: CareCase) -> CareRequest:
    person = case.household.person
    assert person.user is not None
    return ask(person, RequestKind.MESSAGE, "전화 주세요.", actor=person.user.actor, now=NOW)


class TestList:
    def test_somebody_with_several_reasons_is_one_entry(self, case: CareCase) -> None:
        make_call(case.household.person)
        ask_for_word(case)
        (entry,) = to_call(case.coordinator.actor)
        assert sorted(kinds_of(entry)) == ["contacts", "messages", "requests"]

    def test_the_most_urgent_comes_first(self, case: CareCase) -> None:
        late = make_due(coordinator=case.coordinator, next_contact_on=TODAY - timedelta(days=2))
        found = to_call(case.coordinator.actor)
        assert [entry.household_id for entry in found] == [late.household_id, case.household_id]
        assert [entry.rank for entry in found] == [Rank.AT_ONCE, Rank.TODAY]

    def test_a_coordinator_has_their_own_and_those_they_stand_in_for(self, case: CareCase) -> None:
        stranger = make_coordinator("박바다")
        assert to_call(stranger.actor) == []
        make_leave(case.coordinator, stranger, first=0, last=3)
        assert [entry.household_id for entry in to_call(standing_in(stranger))] == [case.household_id]

    def test_the_office_has_all_and_narrows_them(self, case: CareCase) -> None:
        person = make_person(dong_code=SEOGYO)
        make_consents(person)
        there = make_due(person=person)
        make_call(there.household.person)
        office = make_office().actor
        assert len(to_call(office)) == 2
        for asked, whose in (
            (Asked(dong_code=SEOGYO), there),
            (Asked(dong_code=MANGWON), case),
            (Asked(coordinator_id=case.coordinator_id), case),
            (Asked(kind="messages"), there),
        ):
            assert [entry.household_id for entry in to_call(office, asked=asked)] == [whose.household_id]

    def test_what_is_not_so_any_more_is_not_called_about(self, session: Session) -> None:
        case = make_case()
        make_call(case.household.person)
        assert len(to_call(case.coordinator.actor)) == 1
        change_facts(
            case.household.person,
            {Fact.DEATH: {"death_known_on": TODAY}},
            from_on=TODAY,
            reason="",
            actor=case.coordinator.actor,
            now=NOW,
        )
        assert to_call(case.coordinator.actor) == []

    def test_who_told_of_a_worry_is_called_by_the_office_alone(self, case: CareCase) -> None:
        told = {"whereabouts": "시장 옆", "what": "걱정", "reporter_name": "한이웃", "reporter_phone": "+821000007777"}
        worry = report_worry(dong_code=MANGWON, **told, may_ask=True, now=NOW)
        office = make_office().actor
        assert [entry.about_id for entry in to_call(office)] == [worry.id, case.household_id]
        assert [entry.about_id for entry in to_call(case.coordinator.actor)] == [case.household_id]
        say(worry.id, CallResult.CALL_BACK, office, again_at=NOW + HOUR)
        assert [entry.about_id for entry in to_call(office)] == [case.household_id]
        assert [entry.about_id for entry in to_call(office, NOW + HOUR)] == [worry.id, case.household_id]
        (promised,) = plain_rows(promised_count(office, PRESENT), {"present": NOW + HOUR})
        assert promised[0] == 0, "they are on the list by themselves, and no call-back that is counted for ever"
        assert say(worry.id, CallResult.SPOKE, office, now=NOW + HOUR, note="어제 보셨답니다.") is None
        assert [entry.about_id for entry in to_call(office)] == [case.household_id], "nobody is asked twice"
        assert worry.state is WorryState.REPORTED, "whoever telephoned the reporter has seen nobody"
        assert db.session.scalars(select(PhoneCall)).all() == []

    def test_every_reason_has_its_script_in_the_shipped_manual(self) -> None:
        manual = next(each for each in shipped_manuals() if each.code == MANUAL)
        (steps,) = (section.steps for section in manual.sections if section.kind is SectionKind.PROCEDURE)
        assert {source.script for source in TO_CALL} <= {step.name for step in steps}


class TestTaking:
    def test_a_colleague_sees_whose_it_is_and_gets_it_not(self, case: CareCase) -> None:
        office = make_office().actor
        turn = take(case.household_id, case.coordinator.actor)
        assert turn.taken_until == NOW + timedelta(minutes=10)
        with pytest.raises(Conflict) as refused:
            take(case.household_id, office, NOW + timedelta(minutes=9))
        assert refused.value.params == {"name": case.coordinator.name}

    def test_it_comes_back_by_itself(self, case: CareCase) -> None:
        take(case.household_id, case.coordinator.actor)
        office, later = make_office(), NOW + timedelta(minutes=10)
        assert take(case.household_id, office.actor, later).taken_by_id == office.id

    def test_whoever_has_it_keeps_it_longer(self, case: CareCase) -> None:
        take(case.household_id, case.coordinator.actor)
        later = NOW + timedelta(minutes=9)
        assert take(case.household_id, case.coordinator.actor, later).taken_until == later + timedelta(minutes=10)

    def test_of_many_at_once_one_gets_it(self, app: Flask) -> None:
        with app.app_context():
            household_id = make_due().household_id
            callers = [make_office().actor for _ in range(CLIENTS)]
            db.session.commit()
        start = Barrier(CLIENTS)

        def run(number: int) -> bool:
            with app.app_context(), writing():
                if db.engine.dialect.name == "postgresql":
                    start.wait(20)
                try:
                    take(household_id, callers[number])
                    db.session.commit()
                except Conflict:
                    db.session.rollback()
                    return False
                return True

        with ThreadPoolExecutor(CLIENTS) as pool:
            got = list(pool.map(run, range(CLIENTS)))
        assert got.count(True) == 1
        with app.app_context():
            turn = db.session.scalars(select(CallTurn)).one()
            assert turn.taken_by_id == callers[got.index(True)].user_id

    def test_what_was_recorded_is_not_recorded_again(self, case: CareCase) -> None:
        office = make_office().actor
        take(case.household_id, office)
        say(case.household_id, CallResult.SPOKE, case.coordinator.actor)
        with pytest.raises(Conflict):
            say(case.household_id, CallResult.SPOKE, office)

    def test_whoever_does_not_see_it_never_learns_of_it(self, case: CareCase) -> None:
        with pytest.raises(NotFound):
            say(case.household_id, CallResult.SPOKE, make_coordinator("박바다").actor)


def contact_of(case: CareCase) -> Contact:
    return db.session.scalars(select(Contact).where(Contact.case_id == case.id).order_by(Contact.at.desc())).all()[0]


class TestOutcomes:
    @pytest.mark.parametrize(
        ("result", "outcome", "kinds", "next_on"),
        [
            (CallResult.SPOKE, ContactOutcome.WELL, [], date(2026, 12, 23)),
            (CallResult.NO_ANSWER, ContactOutcome.NO_ANSWER, [], TODAY),
            (CallResult.WRONG_NUMBER, ContactOutcome.NO_ANSWER, [CallTaskKind.NUMBER], TOMORROW),
            (CallResult.REFUSED, ContactOutcome.UNANSWERED, [CallTaskKind.REFUSAL], date(2026, 11, 30)),
            (CallResult.NEEDS_VISIT, ContactOutcome.NEEDS_CHANGE, [CallTaskKind.VISIT], date(2026, 11, 30)),
            (CallResult.NEEDS_REFERRAL, ContactOutcome.NEEDS_CHANGE, [CallTaskKind.REFER], date(2026, 11, 30)),
            (CallResult.EMERGENCY, ContactOutcome.WORRYING, [], TOMORROW),
        ],
    )
    def test_each_does_what_it_must(
        self,
        case: CareCase,
        result: CallResult,
        outcome: ContactOutcome,
        kinds: list[CallTaskKind],
        next_on: date,
    ) -> None:
        say(case.household_id, result, case.coordinator.actor)
        contact = contact_of(case)
        assert (contact.means, contact.outcome, contact.begun_by) == (ContactMeans.CALL, outcome, BegunBy.US)
        assert kinds_open(case) == kinds
        assert case.next_contact_on == next_on
        call = db.session.scalars(select(PhoneCall)).one()
        assert (call.result, call.kinds, call.contact_id) == (result, "contacts", contact.id)

    @pytest.mark.parametrize("result", [each for each in CallResult if each is not CallResult.SPOKE])
    def test_nothing_but_having_spoken_is_well(self, case: CareCase, result: CallResult) -> None:
        say(case.household_id, result, case.coordinator.actor, again_at=NOW + HOUR)
        assert contact_of(case).outcome is not ContactOutcome.WELL

    def test_how_they_are_must_be_told(self, case: CareCase) -> None:
        with pytest.raises(DomainError) as refused:
            say(case.household_id, CallResult.SPOKE, case.coordinator.actor, how=ContactOutcome.UNANSWERED)
        assert refused.value.field == "how"

    def test_one_call_answers_all_that_it_spoke_of(self, case: CareCase) -> None:
        person = case.household.person
        told, left = make_call(person), make_call(person)
        asked = ask_for_word(case)
        say(case.household_id, CallResult.SPOKE, case.coordinator.actor, left={left.id})
        assert asked.state is RequestState.ANSWERED
        assert (told.called_at, left.called_at) == (NOW, None)
        (entry,) = to_call(case.coordinator.actor)
        assert [cause.reason.id for cause in entry.causes] == [left.id]

    def test_an_emergency_is_an_alert_at_the_turn_of_the_coordinator(self, case: CareCase) -> None:
        office, caller = make_office(), make_office()
        alert = say(case.household_id, CallResult.EMERGENCY, caller.actor, note="가슴이 답답하다고 하심")
        assert alert is not None
        assert (alert.level, alert.rung, alert.what) == (AlertLevel.DANGER, Rung.COORDINATOR, "가슴이 답답하다고 하심")
        (heard,) = alert.attempts
        assert (heard.means, heard.result, heard.by_id) == (AttemptMeans.CALL, AttemptResult.UNCLEAR, caller.id)
        notices = db.session.scalars(select(StaffNotice).where(StaffNotice.subject_id == alert.id)).all()
        assert {notice.user_id for notice in notices} == {office.id, caller.id, case.coordinator_id}
        assert all(notice.told_at == NOW for notice in notices)
        assert (contact_of(case).outcome, kinds_open(case)) == (ContactOutcome.WORRYING, [])
        assert db.session.scalars(select(PhoneCall.result)).all() == [CallResult.EMERGENCY]

    def test_a_second_emergency_joins_the_alert_that_is_open(self, case: CareCase) -> None:
        open_one, later = make_alert(case), NOW + timedelta(hours=1)
        alert = say(case.household_id, CallResult.EMERGENCY, make_office().actor, note="숨이 차다고 하심", now=later)
        assert alert is open_one
        assert (alert.level, alert.rung, alert.what) == (AlertLevel.DANGER, Rung.COORDINATOR, "숨이 차다고 하심")
        db.session.refresh(alert)
        assert [attempt.result for attempt in alert.attempts] == [AttemptResult.ASKED, AttemptResult.UNCLEAR]

    def test_a_wrong_number_is_written_to_no_more_until_it_is_mended(self, case: CareCase) -> None:
        person = case.household.person
        waiting = make_call(person)
        say(case.household_id, CallResult.WRONG_NUMBER, case.coordinator.actor)
        assert (person.phone_wrong_at, addressee(person).phone) == (NOW, None)
        told = {Fact.PHONE: {"phone": "+821012349999"}}
        change_facts(person, told, from_on=TODAY, reason="", actor=case.coordinator.actor, now=NOW + HOUR)
        assert (person.phone_wrong_at, addressee(person).phone) == (None, "+821012349999")
        assert kinds_open(case) == []
        assert waiting.called_at is None

    def test_of_somebody_not_in_care_nothing_is_asked_that_only_care_knows(self, session: Session) -> None:
        person = make_person()
        make_call(person)
        office = make_office().actor
        say(person.household_id, CallResult.SPOKE, office, note="전했습니다.")
        call = db.session.scalars(select(PhoneCall)).one()
        assert (call.contact_id, call.note) == (None, "전했습니다.")
        assert to_call(office) == []

    def test_who_calls_us_has_been_reached(self, case: CareCase) -> None:
        actor = case.coordinator.actor
        said = Said(result=CallResult.SPOKE, how=ContactOutcome.WELL, begun_by=BegunBy.RESIDENT)
        record_incoming(case.household_id, said, (), actor=actor, now=NOW)
        assert (contact_of(case).begun_by, contact_of(case).means) == (BegunBy.RESIDENT, ContactMeans.CALL)
        assert to_call(actor) == []
        wrong = Said(result=CallResult.NO_ANSWER, begun_by=BegunBy.RESIDENT)
        with pytest.raises(DomainError):
            record_incoming(case.household_id, wrong, (), actor=actor, now=NOW)
