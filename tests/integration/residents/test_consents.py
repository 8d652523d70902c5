"""Consents: withdrawn at once, by the person or by staff who were told so; nothing is ever lost."""

import html
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.core.errors import Conflict, NotFound
from portal.core.permissions import Role
from portal.residents.applications.models import Application
from portal.residents.consents.actions import agree_again, give_consents, withdraw_consent
from portal.residents.consents.queries import (
    consent_history,
    consents_of,
    given_kinds,
    has_consent,
)
from portal.residents.consents.states import WHEN_APPLYING, ConsentKind, GivenBy
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff
from tests.factories.consortium import NOW, OFFICE
from tests.factories.residents import ALL_GIVEN, make_application, make_person

LATER = NOW + timedelta(days=1)


@pytest.fixture
def application(session: Session) -> Application:
    return make_application(now=NOW, phone="+821012345678")


@pytest.fixture
def resident(client: PortalClient, application: Application) -> PortalClient:
    assert application.person.user_id is not None
    client.sign_in(application.person.user_id)
    return client


class TestGiving:
    def test_a_new_answer_ends_the_old_one(self, session: Session) -> None:
        person = make_person()
        give_consents(person, ALL_GIVEN, given_by=GivenBy.SELF, now=NOW)
        give_consents(person, {ConsentKind.PUBLICITY: False}, given_by=GivenBy.SELF, now=LATER)
        assert given_kinds(person.id) == set(WHEN_APPLYING) - {ConsentKind.PUBLICITY}
        assert len(consent_history(person.id)) == len(WHEN_APPLYING) + 1


class TestWithdrawing:
    def test_takes_effect_at_once_and_keeps_the_row(self, session: Session, application: Application) -> None:
        consent = next(c for c in consents_of(application.person_id) if c.kind is ConsentKind.THIRD_PARTY)
        actor = session.get_one(User, application.person.user_id).actor
        withdraw_consent(consent, actor=actor, now=LATER)
        assert not has_consent(application.person_id, ConsentKind.THIRD_PARTY)
        assert (consent.withdrawn_at, consent.withdrawn_by_id) == (LATER, actor.user_id)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "consent.withdrawn")).one()
        assert entry.details == {"kind": "third_party"}

    def test_nobody_else_may(self, session: Session, application: Application) -> None:
        consent = consents_of(application.person_id)[0]
        for stranger in (make_resident("+821011112222").actor, make_staff(Role.COORDINATOR).actor):
            with pytest.raises(NotFound):
                withdraw_consent(consent, actor=stranger, now=LATER)

    def test_once_is_enough(self, session: Session, application: Application) -> None:
        consent = consents_of(application.person_id)[0]
        withdraw_consent(consent, actor=OFFICE, now=LATER)
        with pytest.raises(Conflict):
            withdraw_consent(consent, actor=OFFICE, now=LATER)

    def test_may_be_given_again(self, session: Session, application: Application) -> None:
        consent = consents_of(application.person_id)[0]
        withdraw_consent(consent, actor=OFFICE, now=LATER)
        again = agree_again(application.person, consent.kind, actor=OFFICE, now=LATER)
        assert again.given_by is GivenBy.STAFF
        assert has_consent(application.person_id, consent.kind)


class TestThePages:
    def test_show_what_each_says_and_how_it_stands(self, resident: PortalClient) -> None:
        page = html.unescape(resident.get("/consents").get_data(as_text=True))
        assert "개인정보 제3자 제공 동의" in page
        assert page.count("동의 거두기") >= 4

    def test_ask_before_withdrawing_and_do_it(self, resident: PortalClient, application: Application) -> None:
        asked = html.unescape(resident.get("/consents/publicity/withdraw").get_data(as_text=True))
        assert "서비스는 그대로 받으십니다" in asked
        assert resident.post("/consents/publicity/withdraw").location == "/consents"
        assert not has_consent(application.person_id, ConsentKind.PUBLICITY)
        assert resident.post("/consents/publicity/agree").location == "/consents"
        assert has_consent(application.person_id, ConsentKind.PUBLICITY)

    def test_know_no_other_kinds(self, resident: PortalClient) -> None:
        assert resident.get("/consents/everything/withdraw").status_code == 404

    def test_have_nothing_for_an_account_without_a_person(self, client: PortalClient, session: Session) -> None:
        client.sign_in(make_resident().id)
        assert client.get("/consents").status_code == 404

    def test_staff_withdraw_what_they_were_told(
        self, client: PortalClient, application: Application, session: Session
    ) -> None:
        client.sign_in(make_staff().id)
        address = f"/households/{application.household_id}/consents"
        assert "개인정보 수집·이용 동의" in html.unescape(client.get(address).get_data(as_text=True))
        assert client.get(f"{address}/sensitive/withdraw").status_code == 200
        assert client.post(f"{address}/sensitive/withdraw").location == address
        assert not has_consent(application.person_id, ConsentKind.SENSITIVE)
        assert client.post(f"{address}/sensitive/agree").location == address
        assert has_consent(application.person_id, ConsentKind.SENSITIVE)
        assert session.scalars(select(AuditEntry).where(AuditEntry.is_read)).all()
