"""A file is erased once nothing stands against it and the letter is posted; nothing of it is left, and money ties."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import SignInSession, UnsentForm, User
from portal.audit.models import AuditEntry, Step
from portal.benefits.settlement.actions import pay_statement, raise_dispute, settle_dispute
from portal.benefits.settlement.queries import lines_of
from portal.benefits.settlement.states import DisputeOutcome, MustAct
from portal.core.errors import Conflict, Forbidden
from portal.core.permissions import Role
from portal.db.kept import NOBODY, holdings
from portal.extensions import current_settings, db
from portal.notifications.models import OutboxMessage
from portal.privacy.requests.actions.answering import Reply, answer_request, note_posted
from portal.privacy.requests.actions.asking import enter_request, withdraw_request
from portal.privacy.requests.actions.erasing import erase_file_of
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.paper import answer_document, what_stays
from portal.privacy.requests.queries import APPLIED, DISPUTED, HELD, IN_CARE, UNPAID, against_erasing
from portal.privacy.requests.states import RIGHTS_STATES, RightsKind, RightsState, RightsVerb
from portal.privacy.retention.actions import hold_file
from portal.privacy.retention.emptying import OF_FILES
from portal.privacy.retention.models import Destruction
from portal.privacy.retention.states import DestroyedFor
from portal.residents.helpers.models import Helping
from portal.residents.households.models import Household, Person
from portal.tables import metadata
from tests.factories import settlement
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY, make_organisation
from tests.factories.coordinators import make_application, make_coordinator, make_paired
from tests.factories.privacy import make_asked, make_entry, make_rights_request
from tests.factories.referrals import make_consents, make_person
from tests.factories.residents import make_helping
from tests.integration.demo.test_in_the_clear import dump

GRANT = Reply(verb=RightsVerb.GRANT, words="모두 지웁니다.")


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, email="office@example.kr")


@pytest.fixture
def granted(session: Session, office: User) -> RightsRequest:
    """Of somebody with consents, a helper and a place in the portal, who is in no care."""
    person = make_person("독고유일", note="무릎이 아픔")
    make_consents(person)
    make_helping(person)
    request = make_rights_request(RightsKind.DELETE, person, words="지워 주십시오, 까나리아")
    answer_request(request, GRANT, actor=office.actor, now=NOW)
    session.flush()
    return request


class TestWhatStandsAgainst:
    def test_is_nothing_for_somebody_in_no_care(self, session: Session) -> None:
        assert against_erasing(make_rights_request(RightsKind.DELETE), TODAY) == []

    def test_is_open_care_and_a_hold(self, session: Session, office: User) -> None:
        case = make_paired()
        person = case.application.person
        entry, asked = make_entry(), make_asked(RightsKind.DELETE)
        request = enter_request(person, asked, entry, actor=office.actor, now=NOW)
        until = TODAY + timedelta(days=30)
        hold_file(case.household, reason="소송", until=until, actor=office.actor, now=NOW)
        session.flush()
        assert against_erasing(request, TODAY) == [HELD, IN_CARE]
        assert against_erasing(request, until + timedelta(days=1)) == [IN_CARE]
        with pytest.raises(Conflict, match="미루어"):
            answer_request(request, GRANT, actor=office.actor, now=NOW)

    def test_is_an_application_without_an_answer(self, session: Session, office: User) -> None:
        person = make_application().person
        request = enter_request(person, make_asked(RightsKind.DELETE), make_entry(), actor=office.actor, now=NOW)
        assert against_erasing(request, TODAY) == [APPLIED]

    def test_may_come_between_the_letter_and_the_button(
        self, session: Session, office: User, granted: RightsRequest
    ) -> None:
        hold_file(granted.household, reason="소송", until=date(2027, 1, 1), actor=office.actor, now=NOW)
        session.flush()
        with pytest.raises(Conflict, match="미루어"):
            erase_file_of(granted, actor=office.actor, now=NOW)
        assert granted.state is RightsState.GRANTED

    def test_is_money_until_it_is_paid_and_undisputed(self, session: Session) -> None:
        request, organisation = make_rights_request(RightsKind.DELETE), make_organisation()
        settlement.make_charges(organisation, 1, person=request.person)
        assert against_erasing(request, TODAY) == [UNPAID]
        statement = settlement.draw(organisation)
        (line,) = lines_of(statement)
        actor = settlement.staff_of(organisation)
        dispute = raise_dispute(line, reason="다름", must_act=MustAct.OFFICE, actor=actor, now=NOW)
        assert against_erasing(request, TODAY) == [UNPAID, DISPUTED]
        kept = DisputeOutcome.KEPT
        settle_dispute(dispute, outcome=kept, quantity=None, note="맞음", actor=settlement.office(), now=NOW)
        settlement.approve(statement)
        settlement.make_account(organisation)
        assert against_erasing(request, TODAY) == [UNPAID]
        pay_statement(statement, paid_on=TODAY, actor=settlement.office(), now=NOW)
        assert against_erasing(request, TODAY) == []


class TestErasing:
    def test_leaves_nothing_of_the_person_in_any_table_of_files(
        self, session: Session, office: User, granted: RightsRequest
    ) -> None:
        household_id = granted.household_id
        erase_file_of(granted, actor=office.actor, now=NOW)
        session.commit()
        assert (granted.state, granted.erased_at, granted.posted_at, granted.ended_at) == (
            RightsState.ERASED, NOW, NOW, NOW,
        )  # fmt: skip
        assert (granted.words, granted.answer) == ("", NOBODY)
        assert told_of_files() == {}
        household = session.get_one(Household, household_id)
        assert (household.person.name, household.address, household.person.phone) == (NOBODY, "", None)
        assert {each.note for each in session.scalars(select(Step).where(Step.household_id == household_id))} == {""}

    def test_leaves_the_name_of_the_person_and_of_who_helped_in_no_table_at_all(
        self, session: Session, office: User, granted: RightsRequest
    ) -> None:
        """The log of who did what stays, and names staff alone."""
        names = {granted.person.name, *session.scalars(select(Helping.name))}
        acted = select(AuditEntry.actor_name).where(AuditEntry.actor_id == granted.person.user_id)
        assert set(session.scalars(acted)) == {""}
        assert {name for name in names if name in dump(session)} == names
        erase_file_of(granted, actor=office.actor, now=NOW)
        session.commit()
        assert {name for name in names if name in dump(session)} == set()
        assert office.name in dump(session)

    def test_closes_and_empties_the_accounts_that_opened_it(
        self, session: Session, office: User, granted: RightsRequest
    ) -> None:
        person = granted.person
        helper = session.scalars(select(Helping.user_id).where(Helping.person_id == person.id)).one()
        users = {person.user_id, helper}
        session.add(UnsentForm(user_id=helper, path="/", typed=[["words", "까나리아"]], kept_at=NOW))
        session.flush()
        erase_file_of(granted, actor=office.actor, now=NOW)
        session.commit()
        gone = session.scalars(select(User).where(User.id.in_(users))).all()
        assert {(each.name, each.phone, each.email, each.disabled_at) for each in gone} == {("", None, None, NOW)}
        assert session.scalars(select(UnsentForm)).all() == []
        assert session.scalars(select(SignInSession).where(SignInSession.user_id.in_(users))).all() == []

    def test_takes_what_was_sent_along(self, session: Session, office: User, granted: RightsRequest) -> None:
        told = select(OutboxMessage).where(OutboxMessage.household_id == granted.household_id)
        assert session.scalars(told).all() != []
        erase_file_of(granted, actor=office.actor, now=NOW)
        assert session.scalars(told).all() == []

    def test_is_registered_with_the_reason(self, session: Session, office: User, granted: RightsRequest) -> None:
        erase_file_of(granted, actor=office.actor, now=NOW)
        rows = {each.table: each for each in session.scalars(select(Destruction))}
        assert {"person", "household", "user", "rights_request", "step"} <= rows.keys()
        assert {each.why for each in rows.values()} == {DestroyedFor.REQUEST}
        assert {each.by_name for each in rows.values()} == {office.name}
        told = session.scalars(select(AuditEntry).where(AuditEntry.event == "file.destroyed")).one()
        assert (told.subject_id, told.details["why"]) == (granted.household_id, "request")

    def test_is_for_the_office_and_for_what_was_granted(
        self, session: Session, office: User, granted: RightsRequest
    ) -> None:
        with pytest.raises(Forbidden):
            erase_file_of(granted, actor=make_coordinator().actor, now=NOW)
        for other in (make_rights_request(RightsKind.DELETE), make_rights_request(RightsKind.SEE)):
            with pytest.raises(Conflict):
                erase_file_of(other, actor=office.actor, now=NOW)
        with pytest.raises(Conflict, match="편지를 부치고 지워"):
            note_posted(granted, actor=office.actor, now=NOW)

    def test_does_not_come_when_it_was_taken_back(self, session: Session, office: User, granted: RightsRequest) -> None:
        assert granted.person.user is not None
        withdraw_request(granted, actor=granted.person.user.actor, now=NOW)
        with pytest.raises(Conflict):
            erase_file_of(granted, actor=office.actor, now=NOW)
        assert granted.person.name == "독고유일"

    def test_of_an_erased_file_nothing_can_be_asked(
        self, session: Session, office: User, granted: RightsRequest
    ) -> None:
        erase_file_of(granted, actor=office.actor, now=NOW)
        person = session.get_one(Person, granted.person_id)
        with pytest.raises(Conflict, match="이미 지우거나"):
            enter_request(person, make_asked(), make_entry(), actor=office.actor, now=NOW)


def told_of_files() -> dict[str, set[object]]:
    """What tables that are kept as long as files still tell of anybody; staff are nobody's file."""
    found: dict[str, set[object]] = {}
    for each in holdings(metadata):
        if each.kept.retention in OF_FILES and each.kind.value != "plain":
            told: set[object] = {
                repr(value) for value in db.session.scalars(select(each.column)) if value not in (None, "", NOBODY)
            }
            found[each.place] = told - {"{}", "[]"}
    return {place: told for place, told in found.items() if told and place not in NOT_OF_FILES}


NOT_OF_FILES = {"person.birth_on", "person.sex", "person.language", "person.same_sex", "household.lives_alone"}
"""The year of birth, and choices that figures count."""


def test_the_letter_says_what_goes_and_what_stays(session: Session, granted: RightsRequest) -> None:
    words = str(answer_document(granted))
    assert "이 편지를 부치는 날 보관하던 정보를 지웁니다." in words
    for told in what_stays():
        assert told in words
    assert f"{current_settings().backup_days}일이 지나면" in words


def test_the_pair_of_answer_and_erasing_stands_in_the_history(
    session: Session, office: User, granted: RightsRequest
) -> None:
    erase_file_of(granted, actor=office.actor, now=NOW)
    verbs = select(Step.verb).where(Step.kind == RIGHTS_STATES.kind, Step.thing_id == granted.id)
    assert session.scalars(verbs.order_by(Step.at, Step.id)).all() == ["receive", "grant", "erase"]
