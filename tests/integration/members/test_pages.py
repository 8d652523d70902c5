"""The pages of members, as the office and coordinators see them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.organisations import organisations as organisations_of_accounts
from portal.consortium.members.models import Agreement, Organisation
from portal.core import clock
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.consortium import MANGWON, SEOGYO, make_agreement, make_organisation
from tests.factories.manuals import make_user

pytestmark = pytest.mark.on_sqlite

MEMBER = {
    "name": "새조합",
    "short_name": "새조합",
    "code": "new-member",
    "legal_kind": "cooperative",
    "registration_number": "120-81-47521",
    "contact_name": "오세라",
    "phone": "02-300-2101",
    "email": "care@example.kr",
    "joined_on": "2026-11-01",
    "dong_codes": [MANGWON, SEOGYO],
}
TERM = {
    "purpose": "돌봄 서비스 제공",
    "signed_on": "2026-10-20",
    "starts_on": "2026-11-01",
    "ends_on": "2030-12-31",
    "insurance_number": "보험-1",
    "insurance_ends_on": "2030-12-31",
    "has_privacy_annex": "y",
}


@pytest.fixture
def office(session: Session, client: PortalClient) -> PortalClient:
    client.sign_in(make_user("가나다", Role.OFFICE).id)
    return client


class TestReading:
    @pytest.mark.parametrize("role", [Role.OFFICE, Role.COORDINATOR])
    def test_list_and_page_say_who_makes_no_offers(self, session: Session, client: PortalClient, role: Role) -> None:
        organisation = make_organisation("끝난조합", agreed=False)
        make_agreement(organisation, ends_on=date(2025, 12, 31))
        client.sign_in(make_user("가나다", role).id)
        assert "새 자리 없음" in client.get("/members").get_data(as_text=True)
        html = client.get(f"/members/{organisation.id}").get_data(as_text=True)
        assert "협약 기간이 끝나서 새 자리를 내지 않습니다." in html
        assert ("기관 고치기" in html) is (role is Role.OFFICE)

    def test_a_coming_end_is_warned_of(self, session: Session, office: PortalClient) -> None:
        organisation = make_organisation(agreed=False)
        make_agreement(organisation, insurance_ends_on=clock.day_of(clock.now()) + timedelta(days=9))
        assert "10일 뒤 만료" in office.get("/members").get_data(as_text=True)
        assert "10일 남았습니다." in office.get(f"/members/{organisation.id}").get_data(as_text=True)

    def test_other_roles_do_not_read_members(self, session: Session, client: PortalClient) -> None:
        client.sign_in(make_user("가나다", Role.COOPERATIVE, make_organisation().id).id)
        assert client.get("/members").status_code == 403

    def test_one_that_is_not_there_answers_404(self, session: Session, office: PortalClient) -> None:
        assert office.get("/members/01890000-0000-7000-8000-000000000000").status_code == 404


class TestKeeping:
    def test_a_member_is_entered_with_its_agreement_and_changed(self, session: Session, office: PortalClient) -> None:
        assert office.get("/members/new").status_code == 200
        answer = office.post("/members/new", data=MEMBER)
        assert answer.status_code == 303
        organisation = session.scalars(select(Organisation)).one()
        assert "협약이 등록되지 않아서" in office.get(answer.headers["Location"]).get_data(as_text=True)
        assert office.get(f"/members/{organisation.id}/agreements/new").status_code == 200
        assert office.post(f"/members/{organisation.id}/agreements/new", data=TERM).status_code == 303
        assert "자리 낼 수 있음" in office.get(f"/members/{organisation.id}").get_data(as_text=True)
        edit = f"/members/{organisation.id}/edit"
        assert 'value="120-81-47521"' in office.get(edit).get_data(as_text=True)
        assert office.post(edit, data=MEMBER | {"name": "고친조합"}).status_code == 303
        assert session.get_one(Organisation, organisation.id).name == "고친조합"

    def test_a_wrong_registration_number_is_refused_and_stays(self, session: Session, office: PortalClient) -> None:
        answer = office.post("/members/new", data=MEMBER | {"registration_number": "120-81-47522"})
        assert answer.status_code == 422
        assert "사업자등록번호가 맞지 않습니다" in answer.get_data(as_text=True)
        assert 'value="120-81-47522"' in answer.get_data(as_text=True)

    def test_a_number_used_twice_is_told_beside_its_field(self, session: Session, office: PortalClient) -> None:
        make_organisation(registration_number="1208147521")
        answer = office.post("/members/new", data=MEMBER)
        assert answer.status_code == 422
        assert 'id="registration_number-error"' in answer.get_data(as_text=True)

    def test_an_agreement_is_corrected(self, session: Session, office: PortalClient) -> None:
        organisation = make_organisation()
        agreement = session.scalars(select(Agreement)).one()
        address = f"/members/{organisation.id}/agreements/{agreement.id}/edit"
        assert 'value="2030-12-31"' in office.get(address).get_data(as_text=True)
        assert office.post(address, data=TERM | {"ends_on": "2026-01-01"}).status_code == 422
        assert office.post(address, data=TERM | {"ends_on": "2031-12-31"}).status_code == 303
        assert session.get_one(Agreement, agreement.id).ends_on == date(2031, 12, 31)

    def test_an_agreement_is_not_found_under_another_member(self, session: Session, office: PortalClient) -> None:
        make_organisation()
        agreement = session.scalars(select(Agreement)).one()
        other = make_organisation(agreed=False)
        assert office.get(f"/members/{other.id}/agreements/{agreement.id}/edit").status_code == 404


class TestAccounts:
    def test_the_members_of_today_may_have_staff(self, session: Session) -> None:
        member = make_organisation("가조합")
        make_organisation("나조합", left_on=date(2026, 1, 1))
        assert [each.id for each in organisations_of_accounts()] == [member.id]
