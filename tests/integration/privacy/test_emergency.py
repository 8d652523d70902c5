"""A household of somebody else opens for a reason, to read, for three hours; the office hears of it and looks at it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import ContactMeans
from portal.core.errors import DomainError, Forbidden
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.notifications.models import OutboxMessage
from portal.privacy.emergency.actions import end_early, note_contact, open_household, review_access
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.emergency.queries import accesses, case_opened, unreviewed
from portal.privacy.emergency.states import EmergencyState, EmergencyVerb
from portal.privacy.emergency.waiting import UNREVIEWED
from portal.web.agenda import Desk
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_application, make_coordinator, make_paired

THREE_HOURS, REASON = timedelta(hours=3), "이웃이 며칠째 못 보았다고 전화함"


@pytest.fixture
def case(session: Session) -> CareCase:
    """Of another coordinator."""
    return make_paired(make_coordinator("남나무"))


@pytest.fixture
def other(session: Session) -> User:
    return make_coordinator("박바다")


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, email="office@example.kr")


@pytest.fixture
def access(session: Session, office: User, case: CareCase, other: User) -> EmergencyAccess:
    return open_household(case.household.number, REASON, actor=other.actor, now=NOW)


def read(client: PortalClient, address: str) -> str:
    return client.get(address).get_data(as_text=True)


def search(client: PortalClient, words: str) -> str:
    return read(client, client.post("/households", data={"q": words}).location)


class TestOpening:
    def test_lasts_three_hours_and_ends_by_itself(self, access: EmergencyAccess, case: CareCase, other: User) -> None:
        assert access.ends_at == NOW + THREE_HOURS
        at_last = NOW + THREE_HOURS - timedelta(seconds=1)
        assert case_opened(access, viewer=other.actor, now=at_last) is case
        assert case_opened(access, viewer=other.actor, now=NOW + THREE_HOURS) is None

    def test_opens_nothing_to_anybody_else(self, access: EmergencyAccess) -> None:
        assert case_opened(access, viewer=make_coordinator("이바람").actor, now=NOW) is None

    def test_is_told_to_the_office_and_to_its_coordinator_at_once(
        self, session: Session, office: User, access: EmergencyAccess, case: CareCase
    ) -> None:
        notices = session.scalars(select(StaffNotice).where(StaffNotice.matter == Matter.EMERGENCY)).all()
        assert {(each.user_id, each.url.rpartition("/")[2]) for each in notices} == {
            (office.id, str(access.id)),
            (case.coordinator_id, str(case.household_id)),
        }
        mail = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "staff_emergency")).all()
        assert {each.recipient for each in mail} == {office.email, case.coordinator.email}
        assert all(REASON not in each.body for each in mail)

    def test_asked_again_is_the_same_opening(self, access: EmergencyAccess, case: CareCase, other: User) -> None:
        again = open_household(f"사례 {case.number}", "또", actor=other.actor, now=NOW + timedelta(hours=1))
        assert again is access
        later = open_household(case.household.number, "또", actor=other.actor, now=NOW + THREE_HOURS)
        assert later is not access

    def test_is_refused_for_ones_own(self, case: CareCase) -> None:
        with pytest.raises(DomainError, match="담당하고 계신"):
            open_household(case.household.number, REASON, actor=case.coordinator.actor, now=NOW)

    @pytest.mark.parametrize("typed", ["", "2026-999999", "홍길동", "010-1234-5678"])
    def test_is_refused_for_what_is_no_number_of_a_household(self, case: CareCase, other: User, typed: str) -> None:
        with pytest.raises(DomainError, match="이 번호로"):
            open_household(typed, REASON, actor=other.actor, now=NOW)

    def test_is_refused_for_whom_care_has_not_begun(self, session: Session, other: User) -> None:
        with pytest.raises(DomainError, match="이 번호로"):
            open_household(f"신청 {make_application().number}", REASON, actor=other.actor, now=NOW)

    @pytest.mark.parametrize("role", [Role.OFFICE, Role.AUDITOR, Role.COOPERATIVE])
    def test_is_only_for_those_who_accompany(self, case: CareCase, role: Role) -> None:
        with pytest.raises(Forbidden):
            open_household(case.household.number, REASON, actor=make_staff(role).actor, now=NOW)

    def test_ends_earlier_by_ones_own_hand(self, access: EmergencyAccess, other: User) -> None:
        end_early(access, actor=other.actor, now=NOW + timedelta(minutes=5))
        assert case_opened(access, viewer=other.actor, now=NOW + timedelta(minutes=5)) is None
        end_early(access, actor=other.actor, now=NOW + timedelta(hours=5))
        assert access.ends_at == NOW + timedelta(minutes=5)

    def test_a_contact_may_be_noted_and_only_while_it_is_open(
        self, session: Session, access: EmergencyAccess, case: CareCase, other: User
    ) -> None:
        due_on = case.next_contact_on
        note_contact(access, "조카와 통화함", actor=other.actor, now=NOW)
        kept = session.scalars(select(Contact).where(Contact.case_id == case.id)).one()
        assert (kept.means, kept.by_name, kept.note) == (ContactMeans.NOTE, "박바다", "조카와 통화함")
        assert case.next_contact_on == due_on
        with pytest.raises(DomainError, match="긴급 열람이 끝났습니다"):
            note_contact(access, "또", actor=other.actor, now=NOW + THREE_HOURS)


class TestReview:
    def test_judges_once_with_words(self, access: EmergencyAccess, office: User) -> None:
        with pytest.raises(DomainError):
            review_access(access, EmergencyVerb.FIND_FINE, "", actor=office.actor, now=NOW)
        review_access(access, EmergencyVerb.FIND_UNFOUNDED, "급하지 않았음", actor=office.actor, now=NOW)
        assert (access.state, access.finding, access.reviewed_by_id) == (
            EmergencyState.UNFOUNDED,
            "급하지 않았음",
            office.id,
        )

    def test_is_not_of_ones_own(self, access: EmergencyAccess, other: User) -> None:
        other.grants[0].role = Role.OFFICE
        with pytest.raises(DomainError, match="다른 사람이 확인합니다"):
            review_access(access, EmergencyVerb.FIND_FINE, "괜찮음", actor=other.actor, now=NOW)
        assert list(unreviewed(other.actor)) == []

    def test_waits_in_the_inbox_and_becomes_overdue(
        self, client: PortalClient, access: EmergencyAccess, office: User, other: User
    ) -> None:
        with client.application.test_request_context():
            (told,) = UNREVIEWED.items(Desk(office.actor, NOW))
            assert list(UNREVIEWED.items(Desk(other.actor, NOW))) == []
        assert not told.is_overdue(NOW + timedelta(days=3))
        assert told.is_overdue(NOW + timedelta(days=3, seconds=1))
        with time_machine.travel(NOW + timedelta(days=4), tick=False):
            client.sign_in(office.id)
            assert f"/emergencies/{access.id}" in read(client, "/inbox")


class TestScreens:
    def test_search_by_the_whole_number_offers_the_way_in(
        self, client: PortalClient, case: CareCase, other: User
    ) -> None:
        client.sign_in(other.id)
        page = search(client, case.household.number)
        assert "사유를 적고 3시간 동안 보기" in page
        assert case.application.person.name not in page
        assert "동안 보기" not in search(client, "2026-999999")
        assert "동안 보기" not in search(client, case.application.person.name)

    def test_ones_own_number_offers_none(self, client: PortalClient, case: CareCase) -> None:
        client.sign_in(case.coordinator_id)
        assert "동안 보기" not in search(client, case.household.number)

    def test_who_knows_no_number_learns_nothing(self, client: PortalClient, case: CareCase, other: User) -> None:
        client.sign_in(other.id)
        theirs, none = client.get(f"/households/{case.household_id}"), client.get(f"/households/{uuid4()}")
        assert (theirs.status_code, none.status_code) == (404, 404)
        assert "동안 보기" not in theirs.get_data(as_text=True)

    def test_a_reason_opens_the_household_to_read(
        self, client: PortalClient, session: Session, case: CareCase, other: User
    ) -> None:
        with time_machine.travel(NOW, tick=False):
            client.sign_in(other.id)
            form = {"number": case.household.number, "reason": ""}
            refused = client.post("/emergencies/new", data=form)
            assert refused.status_code == 422
            assert f'value="{case.household.number}"' in refused.get_data(as_text=True)
            opened = client.post("/emergencies/new", data=form | {"reason": REASON})
            page = read(client, opened.location)
            assert case.application.person.name in page
            assert case.household.address in page
            assert 'href="/households/' not in page
            self.acts_are_closed(client, case.household_id)
        read_at = select(AuditEntry).where(AuditEntry.is_read, AuditEntry.subject_id == case.household_id)
        assert [each.details["fields"] for each in session.scalars(read_at)] == ["emergency"]
        with time_machine.travel(NOW + THREE_HOURS, tick=False):
            client.sign_in(other.id)
            after = read(client, opened.location)
            assert case.household.address not in after
            assert REASON in after

    @staticmethod
    def acts_are_closed(client: PortalClient, household_id: UUID) -> None:
        """Reading by the emergency leads to no page on which something is changed."""
        for page in ("", "/facts", "/contacts", "/hold", "/closure", "/plan/draft"):
            assert client.get(f"/households/{household_id}{page}").status_code == 404

    def test_a_contact_is_noted_and_it_ends(self, client: PortalClient, access: EmergencyAccess, other: User) -> None:
        with time_machine.travel(NOW, tick=False):
            client.sign_in(other.id)
            assert client.post(f"/emergencies/{access.id}/note", data={"note": ""}).status_code == 422
            client.post(f"/emergencies/{access.id}/note", data={"note": "조카와 통화함"})
            assert "조카와 통화함" in read(client, f"/emergencies/{access.id}")
            client.post(f"/emergencies/{access.id}/end")
            assert "조카와 통화함" not in read(client, f"/emergencies/{access.id}")

    def test_the_office_reviews(self, client: PortalClient, access: EmergencyAccess, office: User) -> None:
        with time_machine.travel(NOW, tick=False):
            client.sign_in(office.id)
            assert REASON in read(client, f"/emergencies/{access.id}")
            answer = client.post(f"/emergencies/{access.id}/review", data={"verb": "find_fine", "finding": ""})
            assert answer.status_code == 422
            sent = {"verb": "find_fine", "finding": "119와 함께 찾아뵘"}
            assert client.post(f"/emergencies/{access.id}/review", data=sent).status_code == 303
            assert "119와 함께 찾아뵘" in read(client, f"/emergencies/{access.id}")
            assert client.post(f"/emergencies/{access.id}/review", data=sent).status_code in (409, 422)

    def test_others_see_none_of_it(self, client: PortalClient, access: EmergencyAccess) -> None:
        stranger = make_coordinator("이바람")
        client.sign_in(stranger.id)
        assert client.get(f"/emergencies/{access.id}").status_code == 404
        assert accesses(stranger.actor).total == 0
