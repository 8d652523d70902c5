"""Taking in an application: everything it opens, and what it refuses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.core.actors import ANONYMOUS
from portal.core.errors import DomainError, Forbidden
from portal.core.permissions import Role
from portal.notifications.models import OutboxMessage
from portal.notifications.rules import TEXT_BYTES, text_bytes
from portal.residents.applications.actions import TEXTS, submit_application
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState, ForWhom, Intake, Urgency
from portal.residents.consents.queries import consents_of, has_consent
from portal.residents.consents.states import WHEN_APPLYING, ConsentKind, GivenBy
from portal.residents.households.models import Household, Person
from tests.factories.accounts import make_resident, make_staff
from tests.factories.consortium import NOW, make_service
from tests.factories.residents import ALL_GIVEN, HELPER, make_answers, make_application

PHONE = "+821012345678"


def counted(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


class TestOnline:
    def test_opens_household_person_account_and_consents(self, session: Session) -> None:
        cleaning = make_service()
        application = submit_application(
            make_answers(cleaning, phone=PHONE), actor=ANONYMOUS, now=NOW, intake=Intake.ONLINE
        )
        assert application.state is ApplicationState.RECEIVED
        assert application.number == "2026-000001"
        assert application.household.number == "2026-000001"
        assert application.person.initials == "ㅎㄱㄷ"
        assert application.person.phone_tail == "5678"
        assert [asked.service for asked in application.services] == [cleaning]
        user = session.scalars(select(User)).one()
        assert user.id == application.person.user_id
        assert user.actor.roles == {Role.RESIDENT}
        consents = consents_of(application.person_id)
        assert [consent.kind for consent in consents] == list(WHEN_APPLYING)
        assert {consent.given_by for consent in consents} == {GivenBy.SELF}
        assert all(consent.confirmed_at == NOW for consent in consents)

    def test_confirms_receipt_by_a_short_text_message(self, session: Session) -> None:
        application = make_application(now=NOW, phone=PHONE, urgency=Urgency.URGENT)
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "application_received")).one()
        assert message.recipient == PHONE
        assert application.number in message.body
        assert "오늘" in message.body
        assert text_bytes(message.body) <= TEXT_BYTES

    def test_floods_no_number_that_somebody_typed(self, session: Session) -> None:
        for _ in range(TEXTS.free + 2):
            make_application(now=NOW, phone=PHONE)
        texts = select(OutboxMessage).where(OutboxMessage.kind == "application_received")
        assert counted(session, Application) == TEXTS.free + 2
        assert len(session.scalars(texts).all()) == TEXTS.free
        make_application(now=NOW, phone="+821099998888")
        make_application(now=NOW + TEXTS.window, phone=PHONE)
        assert len(session.scalars(texts).all()) == TEXTS.free + 2

    def test_says_so_in_the_audit_without_personal_data(self, session: Session) -> None:
        application = make_application(now=NOW)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "application.submit")).one()
        assert entry.subject_id == application.id
        assert entry.details == {"intake": "online", "urgency": "normal"}

    @pytest.mark.parametrize(
        ("urgency", "due"),
        [
            (Urgency.URGENT, datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
            (Urgency.SOON, datetime(2026, 11, 24, 9, 0, tzinfo=UTC)),
            (Urgency.NORMAL, datetime(2026, 11, 26, 9, 0, tzinfo=UTC)),
        ],
    )
    def test_sets_by_when_someone_calls(self, session: Session, urgency: Urgency, due: datetime) -> None:
        assert make_application(now=NOW, urgency=urgency).first_contact_due_at == due

    def test_a_landline_opens_no_account_and_gets_no_text(self, session: Session) -> None:
        application = make_application(now=NOW, phone="+8223334444")
        assert application.person.user_id is None
        assert counted(session, OutboxMessage) == 0

    def test_another_applicant_with_the_same_phone_stays_apart(self, session: Session) -> None:
        first = make_application(now=NOW, phone=PHONE)
        second = make_application(now=NOW, phone=PHONE, name="다른이")
        assert second.person_id != first.person_id
        assert second.person.user_id not in {None, first.person.user_id}

    def test_another_of_the_same_name_and_phone_opens_no_second_account(self, session: Session) -> None:
        make_application(now=NOW, phone=PHONE)
        assert make_application(now=NOW, phone=PHONE).person.user_id is None

    def test_the_signed_in_resident_stays_the_same_person(self, session: Session) -> None:
        first = make_application(now=NOW, phone=PHONE)
        actor = session.get_one(User, first.person.user_id).actor
        again = make_application(
            now=NOW + timedelta(days=1), actor=actor, phone=PHONE, address="성산로 1", consents=ALL_GIVEN
        )
        assert again.person_id == first.person_id
        assert again.household.address == "성산로 1"
        assert counted(session, Person) == 1
        assert {consent.kind for consent in consents_of(first.person_id)} == set(WHEN_APPLYING)

    def test_a_signed_in_resident_who_helps_somebody_else_stays_who_they_are(self, session: Session) -> None:
        first = make_application(now=NOW, phone=PHONE)
        actor = session.get_one(User, first.person.user_id).actor
        other = make_application(now=NOW, actor=actor, name="이웃집", helper=HELPER)
        assert other.person_id != first.person_id


class TestForSomebodyElse:
    def test_the_consent_of_the_person_is_still_to_be_confirmed(self, session: Session) -> None:
        application = make_application(now=NOW, helper=HELPER)
        assert application.consent_confirmed_at is None
        assert {consent.given_by for consent in consents_of(application.person_id)} == {GivenBy.HELPER}
        assert all(consent.confirmed_at is None for consent in consents_of(application.person_id))

    def test_what_the_person_said_themselves_stands_against_a_helper(self, session: Session) -> None:
        first = make_application(now=NOW, consents=ALL_GIVEN | {ConsentKind.PUBLICITY: False})
        answers = replace(make_answers(helper=HELPER, for_whom=ForWhom.OTHER), person_id=first.person_id)
        again = submit_application(answers, actor=make_staff().actor, now=NOW, intake=Intake.PHONE)
        held = {consent.kind: (consent.given, consent.given_by) for consent in consents_of(first.person_id)}
        assert held == {kind: (kind is not ConsentKind.PUBLICITY, GivenBy.SELF) for kind in WHEN_APPLYING}
        assert again.consent_confirmed_at == NOW

    def test_what_the_person_withdrew_waits_for_their_own_word(self, session: Session) -> None:
        first = make_application(now=NOW)
        held = next(each for each in consents_of(first.person_id) if each.kind is ConsentKind.THIRD_PARTY)
        held.withdrawn_at = NOW
        answers = replace(make_answers(helper=HELPER, for_whom=ForWhom.OTHER), person_id=first.person_id)
        again = submit_application(answers, actor=make_staff().actor, now=NOW, intake=Intake.PHONE)
        assert not has_consent(first.person_id, ConsentKind.THIRD_PARTY)
        assert again.consent_confirmed_at is None

    def test_the_helper_gets_the_text_message(self, session: Session) -> None:
        make_application(now=NOW, helper=HELPER)
        assert session.scalars(select(OutboxMessage.recipient)).all() == [HELPER.phone]

    def test_the_person_may_have_no_telephone(self, session: Session) -> None:
        assert make_application(now=NOW, helper=HELPER, phone=None).person.phone is None

    def test_somebody_must_be_named_as_helper(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            make_application(now=NOW, for_whom=ForWhom.OTHER)
        assert refused.value.field == "helper_name"


class TestRefusals:
    def test_collection_is_needed(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            make_application(now=NOW, consents=ALL_GIVEN | {ConsentKind.COLLECTION: False})
        assert refused.value.field == "collection"

    @pytest.mark.parametrize("kind", [ConsentKind.SENSITIVE, ConsentKind.THIRD_PARTY, ConsentKind.PUBLICITY])
    def test_other_refusals_do_not_stop_the_application(self, session: Session, kind: ConsentKind) -> None:
        application = make_application(now=NOW, consents=ALL_GIVEN | {kind: False})
        refused = [consent.kind for consent in consents_of(application.person_id) if not consent.given]
        assert refused == [kind]

    @pytest.mark.parametrize("field", ["name", "address", "own_words", "pets", "entry_note", "emergency_relation"])
    def test_a_resident_registration_number_is_refused_wherever_typed(self, session: Session, field: str) -> None:
        typed: dict[str, Any] = {field: "800101-1234567"}
        with pytest.raises(DomainError, match="주민등록번호"):
            make_application(now=NOW, **typed)

    def test_an_unknown_service_is_refused(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            make_application(now=NOW, service_codes=("moving",))
        assert refused.value.field == "services"

    def test_oneself_online_needs_a_telephone(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            make_application(now=NOW, phone=None)
        assert refused.value.field == "phone"


class TestByStaff:
    def test_received_at_is_kept_apart_from_entered_at(self, session: Session) -> None:
        yesterday = NOW - timedelta(days=1)
        office = make_staff().actor
        application = make_application(now=NOW, intake=Intake.PAPER, actor=office, received_at=yesterday)
        assert (application.received_at, application.entered_at) == (yesterday, NOW)
        assert application.entered_by_id == office.user_id
        assert {consent.given_by for consent in consents_of(application.person_id)} == {GivenBy.STAFF}

    def test_nothing_is_received_in_the_future(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            make_application(
                now=NOW, intake=Intake.PHONE, actor=make_staff().actor, received_at=NOW + timedelta(minutes=1)
            )
        assert refused.value.field == "received_at"

    def test_only_staff_take_down_what_others_say(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            make_application(now=NOW, intake=Intake.PHONE, actor=make_resident().actor)

    def test_someone_known_already_is_not_entered_again(self, session: Session) -> None:
        first = make_application(now=NOW)
        answers = replace(make_answers(), person_id=first.person_id)
        again = submit_application(answers, actor=make_staff().actor, now=NOW, intake=Intake.PHONE)
        assert again.person_id == first.person_id
        assert counted(session, Household) == 1
        assert counted(session, Application) == 2

    def test_nobody_else_may_name_a_known_person(self, session: Session) -> None:
        first = make_application(now=NOW)
        answers = replace(make_answers(), person_id=first.person_id)
        with pytest.raises(Forbidden):
            submit_application(answers, actor=ANONYMOUS, now=NOW, intake=Intake.ONLINE)
