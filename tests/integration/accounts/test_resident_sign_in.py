"""Residents sign in with a contact and the six digits they are sent."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import move_resident_contact, open_resident_account
from portal.accounts.models import SignInCode, User
from portal.accounts.queries import residents_by_contact, staff_by_email
from portal.accounts.rules import Contact
from portal.audit.models import AuditEntry
from portal.core import clock
from portal.core.errors import Forbidden
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import make_resident, make_staff, make_user
from tests.integration.accounts.messages import last_code, other_code, sent

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
PHONE = "010-1234-5678"


def ask(client: PortalClient, contact: str = PHONE) -> str:
    """Type the contact; returns where it led."""
    return client.post("/sign-in", data={"contact": contact}).headers.get("Location", "")


def enter(client: PortalClient, code: str, path: str = "/code") -> tuple[int, str]:
    """Type the code; returns status and where it led."""
    answer = client.post(path, data={"code": code})
    return answer.status_code, answer.headers.get("Location", "")


def is_signed_in(client: PortalClient) -> bool:
    return client.get("/account/security").status_code == 200


class TestSendCode:
    def test_a_text_message_with_six_digits_goes_to_the_resident(self, session: Session, client: PortalClient) -> None:
        make_resident()
        with time_machine.travel(NOON, tick=False):
            assert ask(client) == "/code"
        (message,) = sent("sign_in_code")
        assert message.recipient == "+821012345678"
        assert message.body == f"[돌봄이음] 인증번호 {last_code()} (15분 안에 입력)"
        assert message.not_before_at == NOON

    def test_it_is_sent_at_night_too(self, session: Session, client: PortalClient) -> None:
        make_resident()
        with time_machine.travel(datetime(2026, 11, 23, 16, 0, tzinfo=UTC), tick=False):
            ask(client)
        assert sent("sign_in_code")[0].not_before_at == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)

    def test_an_e_mail_address_gets_a_mail(self, session: Session, client: PortalClient) -> None:
        make_resident(phone=None, email="hong@example.kr")
        ask(client, "Hong@Example.KR ")
        assert [message.recipient for message in sent("sign_in_code")] == ["hong@example.kr"]

    @pytest.mark.parametrize(
        "typed", ["+82 10-1234-5678", "０１０ １２３４ ５６７８", "공일공 1234 5678", "01012345678"]
    )
    def test_a_number_is_understood_however_it_is_typed(
        self, session: Session, client: PortalClient, typed: str
    ) -> None:
        make_resident()
        assert ask(client, typed) == "/code"
        assert len(sent("sign_in_code")) == 1

    def test_a_stranger_sees_the_same_and_nothing_is_sent(self, session: Session, client: PortalClient) -> None:
        make_resident()
        known = client.post("/sign-in", data={"contact": PHONE})
        known_page = client.get("/code").get_data(as_text=True)
        stranger = client.post("/sign-in", data={"contact": "010-9999-8888"})
        stranger_page = client.get("/code").get_data(as_text=True)
        assert (known.status_code, known.headers["Location"]) == (stranger.status_code, stranger.headers["Location"])
        assert _same(known_page, PHONE) == _same(stranger_page, "010-9999-8888")
        assert len(sent("sign_in_code")) == 1

    def test_a_stranger_waits_for_the_disk_as_well(self, session: Session, client: PortalClient) -> None:
        ask(client, "010-9999-8888")
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.event == "account.code_asked"))
        assert (entry.actor_id, entry.subject_id, entry.details) == (None, None, {})

    def test_staff_get_no_code(self, session: Session, client: PortalClient) -> None:
        make_staff(email="staff@example.kr")
        make_user(Role.RESIDENT, Role.COORDINATOR, phone="+821011112222")
        ask(client, "staff@example.kr")
        ask(client, "010-1111-2222")
        assert sent("sign_in_code") == []

    def test_a_closed_account_gets_no_code(self, session: Session, client: PortalClient) -> None:
        make_resident().disabled_at = clock.now()
        ask(client)
        assert sent("sign_in_code") == []

    def test_a_landline_is_refused_beside_the_field(self, client: PortalClient) -> None:
        answer = client.post("/sign-in", data={"contact": "02-300-1000"})
        assert answer.status_code == 422
        assert "문자를 받을 수 있는 휴대전화" in answer.get_data(as_text=True)

    def test_asking_again_and_again_is_slowed_for_known_and_unknown_alike(
        self, session: Session, client: PortalClient
    ) -> None:
        make_resident()
        for contact in (PHONE, "010-9999-8888"):
            statuses = [client.post("/sign-in", data={"contact": contact}).status_code for _ in range(4)]
            assert statuses == [303, 303, 303, 429]
        assert len(sent("sign_in_code")) == 3


class TestUseCode:
    def test_the_code_signs_in_once(self, session: Session, client: PortalClient) -> None:
        make_resident()
        ask(client)
        code = last_code()
        assert enter(client, code) == (303, "/home")
        assert is_signed_in(client)
        client.post("/sign-out")
        ask(client)
        assert enter(client, code)[0] == 422

    def test_spaces_in_the_code_are_accepted(self, session: Session, client: PortalClient) -> None:
        make_resident()
        ask(client)
        assert enter(client, f" {last_code()[:3]} {last_code()[3:]}")[0] == 303

    def test_it_ends_after_15_minutes(self, session: Session, client: PortalClient) -> None:
        make_resident()
        with time_machine.travel(NOON, tick=False) as traveller:
            ask(client)
            traveller.shift(15 * 60)
            assert enter(client, last_code())[0] == 422

    def test_only_the_newest_opens(self, session: Session, client: PortalClient) -> None:
        make_resident()
        ask(client)
        first = last_code()
        client.post("/code/again")
        assert enter(client, first)[0] == 422
        assert enter(client, last_code())[0] == 303

    def test_five_wrong_tries_use_it_up(self, session: Session, client: PortalClient) -> None:
        make_resident()
        ask(client)
        for _ in range(5):
            assert enter(client, other_code())[0] == 422
        assert enter(client, last_code())[0] == 422
        assert session.scalars(select(SignInCode.tries)).one() == 5

    def test_wrong_expired_and_unknown_are_told_alike(self, session: Session, client: PortalClient) -> None:
        make_resident()
        ask(client)
        wrong = client.post("/code", data={"code": other_code()}).get_data(as_text=True)
        ask(client, "010-9999-8888")
        unknown = client.post("/code", data={"code": "123456"}).get_data(as_text=True)
        wrong, unknown = wrong.replace(other_code(), "123456"), unknown.replace("010-9999-8888", PHONE)
        assert _same(wrong, PHONE) == _same(unknown, PHONE)

    def test_it_leads_to_where_the_person_was_going_on_this_site_only(
        self, session: Session, client: PortalClient
    ) -> None:
        make_resident()
        assert (
            client.post("/sign-in?next=/account/security", data={"contact": PHONE})
            .headers["Location"]
            .startswith("/code")
        )
        assert enter(client, last_code(), "/code?next=/account/security") == (303, "/account/security")
        client.post("/sign-out")
        ask(client)
        assert enter(client, last_code(), "/code?next=//evil.example") == (303, "/home")

    def test_the_cookie_of_before_is_worth_nothing_afterwards(self, session: Session, client: PortalClient) -> None:
        make_resident()
        ask(client)
        with client.session_transaction() as before:
            before["planted"] = "by somebody else"
        enter(client, last_code())
        with client.session_transaction() as after:
            assert "planted" not in after
            assert "contact" not in after

    def test_failures_and_the_sign_in_are_in_the_audit_without_the_contact(
        self, session: Session, client: PortalClient
    ) -> None:
        resident = make_resident()
        ask(client)
        enter(client, other_code())
        enter(client, last_code())
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event.like("account.sign%"))).all()
        assert sorted(entry.event for entry in entries) == ["account.sign_in_failed", "account.signed_in"]
        assert {entry.subject_id for entry in entries} == {resident.id}
        assert all("1234" not in str(entry.details) for entry in entries)


class TestOpenResidentAccount:
    def test_the_mobile_number_is_the_way_in(self, session: Session) -> None:
        user = open_resident_account("홍길동", "+821012345678", "hong@example.kr", now=NOON)
        assert (user.phone, user.email, user.actor.roles) == ("+821012345678", None, frozenset({Role.RESIDENT}))

    def test_without_a_mobile_number_the_e_mail_is(self, session: Session) -> None:
        user = open_resident_account("홍길동", "+8223001000", "Hong@example.kr", now=NOON)
        assert (user.phone, user.email) == (None, "hong@example.kr")

    def test_someone_with_neither_has_an_account_without_a_way_in(self, session: Session) -> None:
        user = open_resident_account("홍길동", None, None, now=NOON)
        assert (user.phone, user.email) == (None, None)

    def test_the_same_number_of_somebody_else_adds_nothing_to_an_account(self, session: Session) -> None:
        first = open_resident_account("홍길동", "+821012345678", None, now=NOON)
        second = open_resident_account("남의이름", "+821012345678", "stranger@example.com", now=NOON)
        assert second is not first
        assert (first.name, first.email) == ("홍길동", None)

    def test_an_address_of_staff_opens_an_account_of_its_own(self, session: Session) -> None:
        staff = make_staff(email="staff@example.kr")
        user = open_resident_account("홍길동", None, "staff@example.kr", now=NOON)
        session.flush()
        assert user.id != staff.id
        assert residents_by_contact(Contact(email="staff@example.kr")) == [user]
        assert staff_by_email("staff@example.kr") is staff
        assert session.get_one(User, staff.id).actor.roles == {Role.OFFICE}


class TestMoveResidentContact:
    def test_the_new_contact_opens_the_old_one_no_longer_and_devices_are_signed_out(
        self, session: Session, client: PortalClient
    ) -> None:
        user, coordinator = make_resident(), make_staff(Role.COORDINATOR)
        client.sign_in(user.id)
        move_resident_contact(user, "+821099998888", None, actor=coordinator.actor, now=clock.now())
        assert not is_signed_in(client)
        ask(client, PHONE)
        assert sent("sign_in_code") == []
        ask(client, "010-9999-8888")
        assert len(sent("sign_in_code")) == 1

    def test_the_same_contact_or_none_changes_nothing(self, session: Session) -> None:
        user, coordinator = make_resident(), make_staff(Role.COORDINATOR)
        for phone in ("+821012345678", None, "+8223001000"):
            move_resident_contact(user, phone, None, actor=coordinator.actor, now=NOON)
        assert user.phone == "+821012345678"

    def test_a_contact_of_somebody_else_is_shared_with_them(self, session: Session, client: PortalClient) -> None:
        user, coordinator = make_resident(), make_staff(Role.COORDINATOR)
        make_resident(phone="+821099998888")
        move_resident_contact(user, "+821099998888", None, actor=coordinator.actor, now=clock.now())
        ask(client, "010-9999-8888")
        assert enter(client, last_code()) == (303, "/sign-in/whom")

    def test_nobody_moves_their_own(self, session: Session) -> None:
        user = make_resident()
        with pytest.raises(Forbidden):
            move_resident_contact(user, "+821099998888", None, actor=user.actor, now=NOON)


def _same(page: str, contact: str) -> str:
    """The page without what differs by itself: the tokens and the contact that was typed."""
    lines = [
        line for line in page.replace(contact, "").splitlines() if "csrf_token" not in line and "form_key" not in line
    ]
    return "\n".join(lines)
