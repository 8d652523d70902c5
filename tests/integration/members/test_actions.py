"""The office takes members in, changes what is known and enters agreements."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.consortium.members.actions import (
    AgreementDetails,
    MemberDetails,
    add_agreement,
    add_member,
    edit_agreement,
    edit_member,
)
from portal.consortium.members.queries import hindered_members, members_soon_hindered, organisations
from portal.consortium.members.states import LegalKind
from portal.core.errors import DomainError, Forbidden
from portal.db.constraints import refusal_of
from tests.factories.consortium import (
    COORDINATOR,
    MANGWON,
    NOW,
    OFFICE,
    SEOGYO,
    TODAY,
    make_agreement,
    make_organisation,
)

DETAILS = MemberDetails(
    code="ullim",
    name="울림두레돌봄사회적협동조합",
    short_name="울림두레",
    legal_kind=LegalKind.SOCIAL_COOPERATIVE,
    registration_number="120-81-47521",
    contact_name="오세라",
    phone="+8223002101",
    email="care@example.kr",
    joined_on=date(2024, 3, 4),
    dong_codes=[MANGWON],
)
TERM = AgreementDetails("돌봄", date(2025, 12, 15), date(2026, 1, 1), date(2026, 12, 31), insurance_ends_on=TODAY)


def audited(session: Session) -> list[tuple[str, dict[str, object]]]:
    return [(entry.event, entry.details) for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


class TestAddMember:
    def test_keeps_digits_and_areas(self, session: Session) -> None:
        organisation = add_member(DETAILS, actor=OFFICE, now=NOW)
        assert organisation.registration_number == "1208147521"
        assert [area.dong_code for area in organisation.areas] == [MANGWON]
        assert audited(session) == [("member.add", {})]

    def test_refuses_a_wrong_check_digit(self, session: Session) -> None:
        with pytest.raises(DomainError):
            add_member(replace(DETAILS, registration_number="1208147522"), actor=OFFICE, now=NOW)

    def test_refuses_a_number_that_is_there_already(self, session: Session) -> None:
        add_member(DETAILS, actor=OFFICE, now=NOW)
        with pytest.raises(IntegrityError) as broken:
            add_member(replace(DETAILS, code="other"), actor=OFFICE, now=NOW)
        assert refusal_of(broken.value).field == "registration_number"

    def test_is_for_the_office(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            add_member(DETAILS, actor=COORDINATOR, now=NOW)


class TestEditMember:
    def test_names_what_changed_in_the_audit(self, session: Session) -> None:
        organisation = add_member(DETAILS, actor=OFFICE, now=NOW)
        changed = replace(DETAILS, phone="+8223009999", dong_codes=[SEOGYO, MANGWON])
        edit_member(organisation, changed, actor=OFFICE, now=NOW)
        assert {area.dong_code for area in organisation.areas} == {MANGWON, SEOGYO}
        assert audited(session)[1:] == [("member.edit", {"fields": ["phone", "dong_codes"]})]

    def test_without_a_change_says_nothing(self, session: Session) -> None:
        organisation = add_member(DETAILS, actor=OFFICE, now=NOW)
        edit_member(organisation, DETAILS, actor=OFFICE, now=NOW)
        assert len(audited(session)) == 1

    def test_refuses_to_leave_before_joining(self, session: Session) -> None:
        organisation = add_member(DETAILS, actor=OFFICE, now=NOW)
        with pytest.raises(DomainError) as refused:
            edit_member(organisation, replace(DETAILS, left_on=date(2024, 3, 3)), actor=OFFICE, now=NOW)
        assert refused.value.field == "left_on"


class TestAgreements:
    def test_refuse_an_end_before_the_beginning(self, session: Session) -> None:
        with pytest.raises(DomainError) as refused:
            add_agreement(make_organisation(), replace(TERM, ends_on=date(2025, 1, 1)), actor=OFFICE, now=NOW)
        assert refused.value.field == "ends_on"

    def test_a_renewed_insurance_lets_the_member_offer_again(self, session: Session) -> None:
        organisation = make_organisation(agreed=False)
        agreement = add_agreement(
            organisation, replace(TERM, insurance_ends_on=date(2026, 6, 30)), actor=OFFICE, now=NOW
        )
        assert hindered_members(TODAY) == [organisation]
        edit_agreement(agreement, replace(TERM, insurance_ends_on=date(2026, 12, 31)), actor=OFFICE, now=NOW)
        assert hindered_members(TODAY) == []
        assert audited(session)[-1][1]["before"] == {"insurance_ends_on": "2026-06-30"}

    def test_are_for_the_office(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            add_agreement(make_organisation(), TERM, actor=COORDINATOR, now=NOW)


class TestLists:
    def test_the_lead_agency_comes_first_then_names(self, session: Session) -> None:
        second, third = make_organisation("나조합"), make_organisation("다조합")
        lead = make_organisation("하센터", is_lead=True)
        make_organisation("가조합", left_on=date(2026, 1, 1))
        assert organisations(day=TODAY) == [lead, second, third]
        assert len(organisations()) == 4

    def test_those_that_must_renew_soon(self, session: Session) -> None:
        organisation = make_organisation(agreed=False)
        make_organisation()
        make_agreement(organisation, ends_on=date(2026, 12, 10))
        assert members_soon_hindered(TODAY) == [organisation]
