"""Two files become one and two again, with everything that belongs to them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.queries import residents_by_contact
from portal.accounts.rules import Contact
from portal.benefits.eligibility.models import PayerChoice
from portal.benefits.ledger.models import CapAccount, Charge
from portal.benefits.ledger.queries import balance, untied_accounts
from portal.coordinators.caseload.actions import close_case, pair_household
from portal.coordinators.caseload.filing import file_application
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.coordinators.desk.queries.timeline import Kind, timeline
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits.models import Visit
from portal.core.errors import Conflict
from portal.db.constraints import refusal_of
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.consents.actions import give_consents
from portal.residents.consents.models import Consent
from portal.residents.consents.queries import given_kinds
from portal.residents.consents.states import ConsentKind, GivenBy
from portal.residents.households.models import Household, Person
from portal.residents.households.states import Fact
from portal.residents.resemblances.actions import join_people, undo_join
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.states import ResemblanceState
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_application, make_coordinator
from tests.factories.referrals import make_case, make_consents, make_person
from tests.factories.resemblances import make_pair
from tests.integration.ledger.scenes import TWO_HOURS, Paid, done, make_paid

LATER = NOW + timedelta(hours=1)
Rows = dict[str, dict[UUID, dict[str, Any]]]
COMPARED = (Application, CareCase, Pairing, Referral, Visit, Charge, Consent, PayerChoice, Household)


def join(pair: Resemblance, kept: Person | None = None, *facts: Fact) -> None:
    join_people(pair, kept or pair.other, facts=facts, reason="통화로 확인", actor=OFFICE, now=LATER)


def undo(pair: Resemblance) -> None:
    undo_join(pair, "동명이인이었음", actor=OFFICE, now=LATER)


def close(case: CareCase) -> None:
    close_case(case, ClosureReason.GOAL_MET, "", actor=case.coordinator.actor, now=NOW)


def rows() -> Rows:
    """Everything that a joining may move, as the database has it; accounts count by what they hold."""
    db.session.flush()
    found: Rows = {
        table.__tablename__: {
            row["id"]: dict(row) for row in db.session.execute(select(table.__table__)).mappings().all()
        }
        for table in COMPARED
    }
    used = select(CapAccount.__table__).where(CapAccount.held + CapAccount.committed > 0)
    found["cap_account"] = {row["id"]: dict(row) for row in db.session.execute(used).mappings().all()}
    facts = [column for column in Person.__table__.columns if column.name not in ("user_id", "created_at")]
    found["person"] = {row["id"]: dict(row) for row in db.session.execute(select(*facts)).mappings().all()}
    return found


@pytest.fixture
def paid(session: Session) -> Paid:
    """Somebody in care with a visit that a programme pays."""
    return make_paid(annual_cap=100_000)


class TestJoining:
    def test_carries_the_care_and_what_it_costs(self, paid: Paid) -> None:
        visit = paid.book()
        gone, kept = paid.scene.person, make_person()
        join(make_pair(kept, gone))
        case = paid.scene.line.plan.case
        assert (case.person, case.household) == (kept, kept.household)
        assert case.application.person is kept
        assert visit.household_id == visit.referral.household_id == kept.household_id
        assert visit.referral.household.person is kept
        assert paid.charge(visit).person_id == kept.id
        assert balance(kept.id, paid.programme.id, 2026).held == TWO_HOURS
        assert balance(gone.id, paid.programme.id, 2026).held == 0
        assert list(untied_accounts()) == []

    def test_what_was_done_stays_committed(self, paid: Paid) -> None:
        visit, gone, kept = paid.book(), paid.scene.person, make_person()
        done(paid, visit)
        join(make_pair(kept, gone))
        assert balance(kept.id, paid.programme.id, 2026).committed == TWO_HOURS
        assert list(untied_accounts()) == []

    def test_of_consents_the_newest_answer_holds(self, session: Session) -> None:
        kept, gone = make_person(), make_person()
        make_consents(kept)
        give_consents(gone, {ConsentKind.SENSITIVE: False}, given_by=GivenBy.SELF, now=LATER)
        db.session.flush()
        join(make_pair(kept, gone))
        assert given_kinds(kept.id) == set(ConsentKind) - {ConsentKind.SENSITIVE}

    def test_takes_over_the_facts_that_were_chosen(self, session: Session) -> None:
        kept, gone = make_person(), make_person(phone="+821099990001")
        join(make_pair(kept, gone), None, Fact.PHONE)
        assert kept.phone == "+821099990001"
        assert residents_by_contact(Contact(phone="+821099990001")) == [kept.user]

    def test_ends_the_account_of_the_file_that_goes(self, session: Session) -> None:
        kept, gone = make_person(), make_person(phone="+821099990001")
        join(make_pair(kept, gone))
        assert residents_by_contact(Contact(phone="+821099990001")) == []
        assert gone.user is None

    def test_shows_the_life_of_both(self, paid: Paid) -> None:
        paid.book()
        gone, kept = paid.scene.person, make_person()
        join(make_pair(kept, gone))
        kinds = {event.kind for event in timeline(paid.scene.line.plan.case, OFFICE).items}
        assert {Kind.REFERRAL, Kind.JOINING} <= kinds

    def test_both_in_care_is_refused_with_what_to_do(self, session: Session) -> None:
        pair = make_pair(make_case().person, make_case().person)
        with pytest.raises(Conflict, match="종결한 뒤에 합쳐"):
            join(pair)

    def test_more_than_one_cap_is_refused(self, session: Session) -> None:
        one = make_paid(annual_cap=TWO_HOURS)
        done(one, one.book())
        close(one.scene.line.plan.case)
        other = make_paid(annual_cap=TWO_HOURS)
        visit = other.book()
        other.charge(visit)
        _let_pay(other, one)
        with pytest.raises(Conflict, match="한도를 넘습니다"):
            join(make_pair(one.scene.person, other.scene.person))

    def test_a_third_file_follows(self, session: Session) -> None:
        first, second, third = make_person(), make_person(), make_person()
        join(make_pair(second, third))
        join(make_pair(first, second))
        assert third.household.joined_into_id == first.household_id

    def test_a_file_is_joined_once(self, session: Session) -> None:
        first, second, third = make_person(), make_person(), make_person()
        pair = make_pair(first, third)
        join(make_pair(second, third))
        with pytest.raises(Conflict, match="이미 다른 파일과"):
            join(pair)


def _let_pay(paid: Paid, by: Paid) -> None:
    """Let the visits of one scene count for the programme of the other, as if one programme paid both."""
    for charge in db.session.scalars(select(Charge).where(Charge.person_id == paid.scene.person.id)):
        charge.programme_id, charge.edition_id = by.programme.id, by.programme.editions[0].id
        account = db.session.get_one(CapAccount, charge.account_id)
        account.programme_id = by.programme.id
    db.session.flush()
    db.session.expire_all()


class TestUndoing:
    def test_gives_back_what_has_grown_since(self, paid: Paid) -> None:
        gone, kept = paid.scene.person, make_person()
        pair = make_pair(kept, gone)
        join(pair)
        visit = paid.book()
        assert balance(kept.id, paid.programme.id, 2026).held == TWO_HOURS
        undo(pair)
        assert pair.state is ResemblanceState.APART
        assert visit.household_id == gone.household_id
        assert paid.charge(visit).person_id == gone.id
        assert balance(gone.id, paid.programme.id, 2026).held == TWO_HOURS
        assert list(untied_accounts()) == []

    def test_an_application_filed_meanwhile_waits_again(self, session: Session) -> None:
        kept = make_case().person
        application = make_application(make_person())
        pair = make_pair(kept, application.person)
        join(pair)
        file_application(application, actor=OFFICE, now=LATER)
        undo(pair)
        assert application.state is ApplicationState.RECEIVED
        assert application.person is pair.person

    def test_lets_both_sign_in_again(self, session: Session) -> None:
        kept, gone = make_person(), make_person(phone="+821099990001")
        pair = make_pair(kept, gone)
        join(pair, None, Fact.PHONE)
        undo(pair)
        assert kept.phone != gone.phone
        assert residents_by_contact(Contact(phone="+821099990001")) == [gone.user]
        assert residents_by_contact(Contact(phone=kept.phone)) == [kept.user]

    def test_the_later_join_is_undone_first(self, session: Session) -> None:
        first, second, third = make_person(), make_person(), make_person()
        earlier, later = make_pair(second, third), make_pair(first, second)
        join(earlier)
        join(later)
        with pytest.raises(Conflict, match="나중에 합친 것을 먼저"):
            undo(earlier)
        db.session.rollback()

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        kept_state=st.sampled_from([None, CaseState.CLOSED, CaseState.PLANNED]),
        books=st.booleans(),
        does=st.booleans(),
        refuses=st.sets(st.sampled_from(ConsentKind)),
        facts=st.sets(st.sampled_from([Fact.NAME, Fact.PHONE, Fact.ADDRESS, Fact.PETS, Fact.BIRTH])),
        keeps_later=st.booleans(),
    )
    def test_puts_everything_back_as_it_was(
        self,
        session: Session,
        *,
        kept_state: CaseState | None,
        books: bool,
        does: bool,
        refuses: set[ConsentKind],
        facts: set[Fact],
        keeps_later: bool,
    ) -> None:
        db.session.rollback()
        paid = make_paid(annual_cap=100_000)
        if kept_state is CaseState.PLANNED:
            close(paid.scene.line.plan.case)
        elif books:
            visit = paid.book()
            if does:
                done(paid, visit)
        other = make_person("홍길순", phone="+821099990001")
        if kept_state is not None:
            case = make_case(other)
            if kept_state is CaseState.CLOSED:
                close(case)
        give_consents(other, dict.fromkeys(refuses, False), given_by=GivenBy.SELF, now=LATER)
        pair = make_pair(paid.scene.person, other)
        before = rows()
        join(pair, other if keeps_later else paid.scene.person, *facts)
        assert rows() != before
        undo(pair)
        assert rows() == before
        assert list(untied_accounts()) == []


class TestOneOpenCase:
    def test_the_database_refuses_a_second_one_of_a_person(self, session: Session) -> None:
        case = make_case()
        elsewhere = make_person()
        second = make_case(elsewhere)
        second.person_id = case.person_id
        with pytest.raises(IntegrityError) as broken:
            db.session.flush()
        refused = refusal_of(broken.value)
        assert refused is not None
        assert "이 분의 돌봄이 이미 진행되고 있습니다" in refused.message
        db.session.rollback()

    def test_pairing_waits_until_it_is_known_who_applies(self, session: Session) -> None:
        known, application = make_case().person, make_application(make_person())
        pair = make_pair(known, application.person)
        coordinator = make_coordinator()
        with pytest.raises(Conflict, match="같은 분인지 먼저 확인"):
            pair_household(application, coordinator.id, actor=OFFICE, now=LATER)
        join(pair)
        case = file_application(application, actor=OFFICE, now=LATER)
        assert case.person is known
        assert application.state is ApplicationState.FILED
        assert db.session.query(CareCase).filter_by(person_id=known.id).count() == 1

    def test_only_somebody_in_care_gets_an_application_filed(self, session: Session) -> None:
        with pytest.raises(Conflict, match="돌보는 중이 아닙니다"):
            file_application(make_application(), actor=OFFICE, now=LATER)
