"""The office invites staff, gives and takes back roles, closes and opens accounts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.actions import (
    accept_invitation,
    ask_removal,
    disable_user,
    enable_user,
    grant_role,
    invite_staff,
    revoke_role,
    withdraw_invitation,
)
from portal.accounts.models import Invitation, SignInSession, User
from portal.accounts.organisations import ORGANISATIONS, OrganisationName
from portal.accounts.queries import residents_by_contact, staff_by_email
from portal.accounts.rules import Contact
from portal.audit.models import AuditEntry
from portal.core import clock
from portal.core.actors import ANONYMOUS
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.ids import new_id
from portal.core.permissions import Role
from tests.client import PortalClient
from tests.factories.accounts import PASSWORD, make_resident, make_staff
from tests.integration.accounts.messages import last_link, sent
from tests.sockets import filled_by

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
COOPERATIVE = new_id()


@pytest.fixture(autouse=True)
def directory() -> Iterator[None]:
    """One co-operative to invite staff of."""
    with filled_by(ORGANISATIONS, lambda: [OrganisationName(COOPERATIVE, "마포돌봄사회적협동조합")]):
        yield


def events(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))


def invite(client: PortalClient, **fields: str) -> int:
    data = {"name": "이새봄", "email": "new@example.kr", "role": "coordinator", "organisation_id": "", **fields}
    return client.post("/staff/invite", data=data).status_code


@pytest.fixture
def office(session: Session, client: PortalClient) -> User:
    """Somebody of the office, signed in."""
    user = make_staff(name="박사무")
    client.sign_in(user.id)
    return user


class TestInvite:
    def test_the_mailed_link_opens_an_account_with_the_role(
        self, session: Session, app: Flask, client: PortalClient, office: User
    ) -> None:
        assert invite(client, role="cooperative", organisation_id=str(COOPERATIVE)) == 303
        guest = app.test_client()
        page = guest.get(last_link("staff_invitation")).get_data(as_text=True)
        assert "이새봄" in page
        assert "마포돌봄사회적협동조합" in page
        assert guest.post(last_link("staff_invitation"), data={"password": PASSWORD}).status_code == 303
        user = session.scalars(select(User).where(User.email == "new@example.kr")).one()
        assert (user.actor.roles, user.actor.organisation_id) == (frozenset({Role.COOPERATIVE}), COOPERATIVE)
        answer = guest.post("/sign-in/staff", data={"email": "new@example.kr", "password": PASSWORD})
        assert answer.status_code == 303
        assert {"invitation.sent", "invitation.accepted", "role.granted"} <= set(events(session))

    def test_the_link_works_once(self, session: Session, app: Flask, client: PortalClient, office: User) -> None:
        invite(client)
        guest, link = app.test_client(), last_link("staff_invitation")
        guest.post(link, data={"password": PASSWORD})
        assert guest.get(link).status_code == 404

    def test_the_link_ends_after_seven_days(
        self, session: Session, app: Flask, client: PortalClient, office: User
    ) -> None:
        with time_machine.travel(NOON, tick=False) as traveller:
            client.sign_in(office.id)
            invite(client)
            guest, link = app.test_client(), last_link("staff_invitation")
            traveller.shift(timedelta(days=6, hours=23))
            assert guest.get(link).status_code == 200
            traveller.shift(timedelta(hours=1))
            assert guest.get(link).status_code == 404

    def test_sent_again_only_the_new_link_opens(
        self, session: Session, app: Flask, client: PortalClient, office: User
    ) -> None:
        invite(client)
        old = last_link("staff_invitation")
        invitation = session.scalars(select(Invitation)).one()
        client.post(f"/staff/invitations/{invitation.id}/resend")
        assert app.test_client().get(old).status_code == 404
        assert app.test_client().get(last_link("staff_invitation")).status_code == 200

    def test_a_withdrawn_one_does_not_open(
        self, session: Session, app: Flask, client: PortalClient, office: User
    ) -> None:
        invite(client)
        invitation = session.scalars(select(Invitation)).one()
        client.post(f"/staff/invitations/{invitation.id}/withdraw")
        assert app.test_client().get(last_link("staff_invitation")).status_code == 404
        with pytest.raises(Conflict):
            withdraw_invitation(invitation, actor=office.actor, now=clock.now())

    def test_the_same_address_invited_again_replaces_the_first(
        self, session: Session, client: PortalClient, office: User
    ) -> None:
        invite(client)
        invite(client)
        open_ones = select(Invitation).where(Invitation.withdrawn_at.is_(None))
        assert len(session.scalars(open_ones).all()) == 1

    def test_an_address_that_staff_have_is_refused(self, session: Session, client: PortalClient, office: User) -> None:
        make_staff(email="new@example.kr")
        assert invite(client) == 422
        assert sent("staff_invitation") == []

    def test_a_resident_may_be_invited_and_has_two_accounts_with_one_address(
        self, session: Session, app: Flask, client: PortalClient, office: User
    ) -> None:
        resident = make_resident(phone=None, email="new@example.kr")
        assert invite(client) == 303
        assert "돌봄을 받는 분의 계정" in client.get("/staff").get_data(as_text=True)
        guest = app.test_client()
        guest.post(last_link("staff_invitation"), data={"password": PASSWORD, "again": PASSWORD})
        colleague = staff_by_email("new@example.kr")
        assert colleague is not None
        assert colleague.actor.roles == {Role.COORDINATOR}
        assert residents_by_contact(Contact(email="new@example.kr")) == [resident]
        assert resident.actor.roles == {Role.RESIDENT}

    @pytest.mark.parametrize("fields", [{"role": "cooperative"}, {"role": "resident"}, {"role": ""}, {"email": "x@y"}])
    def test_a_form_that_says_too_little_is_refused(
        self, session: Session, client: PortalClient, office: User, fields: dict[str, str]
    ) -> None:
        assert invite(client, **fields) == 422

    def test_only_the_office_invites(self, session: Session, client: PortalClient) -> None:
        coordinator = make_staff(Role.COORDINATOR)
        client.sign_in(coordinator.id)
        assert invite(client) == 403
        with pytest.raises(Forbidden):
            invite_staff("a@example.kr", "이새봄", Role.OFFICE, None, actor=coordinator.actor, now=NOON)

    @pytest.mark.parametrize(
        "password", ["short", "password2026!", "1234567890", "new@example.kr", "이새봄이새봄이새봄이"]
    )
    def test_a_weak_password_is_refused_and_the_link_stays(
        self, session: Session, app: Flask, client: PortalClient, office: User, password: str
    ) -> None:
        invite(client)
        guest, link = app.test_client(), last_link("staff_invitation")
        assert guest.post(link, data={"password": password}).status_code == 422
        assert guest.post(link, data={"password": "고양이 셋이 담을 넘는다"}).status_code == 303


class TestRoles:
    def test_a_role_given_and_taken_back_takes_effect_at_once(
        self, session: Session, app: Flask, client: PortalClient, office: User
    ) -> None:
        user = make_staff(Role.COORDINATOR)
        theirs = app.test_client()
        assert isinstance(theirs, PortalClient)
        theirs.sign_in(user.id)
        assert theirs.get("/staff").status_code == 403
        client.post(f"/staff/{user.id}", data={"role": "office", "organisation_id": ""})
        assert theirs.get("/staff").status_code == 200
        grant = next(grant for grant in session.get_one(User, user.id).open_grants if grant.role is Role.OFFICE)
        client.post(f"/staff/{user.id}/roles/{grant.id}/revoke")
        assert theirs.get("/staff").status_code == 403
        assert [event for event in events(session) if event.startswith("role.")] == ["role.granted", "role.revoked"]

    def test_the_same_role_twice_is_refused(self, session: Session, client: PortalClient, office: User) -> None:
        user = make_staff(Role.COORDINATOR)
        answer = client.post(f"/staff/{user.id}", data={"role": "coordinator", "organisation_id": ""})
        assert answer.status_code == 422
        assert "이미 같은 역할" in answer.get_data(as_text=True)

    @pytest.mark.parametrize(("has", "gets"), [(Role.AUDITOR, Role.OFFICE), (Role.OFFICE, Role.AUDITOR)])
    def test_an_auditor_does_nothing_else(self, session: Session, office: User, has: Role, gets: Role) -> None:
        with pytest.raises(DomainError, match="감사 역할"):
            grant_role(make_staff(has), gets, None, actor=office.actor, now=NOON)

    def test_only_staff_of_a_co_operative_have_an_organisation(self, session: Session, office: User) -> None:
        user = make_staff(Role.COORDINATOR)
        for role, organisation in (
            (Role.COOPERATIVE, None),
            (Role.COOPERATIVE, UUID(int=1)),
            (Role.OFFICE, COOPERATIVE),
        ):
            with pytest.raises(DomainError):
                grant_role(user, role, organisation, actor=office.actor, now=NOON)

    def test_nobody_takes_back_their_own(self, session: Session, office: User) -> None:
        with pytest.raises(DomainError, match="자기 계정"):
            revoke_role(office.grants[0], actor=office.actor, now=NOON)
        with pytest.raises(DomainError, match="자기 계정"):
            disable_user(office, actor=office.actor, now=NOON)

    def test_nobody_without_the_permission_gives_any(self, session: Session) -> None:
        user = make_staff(Role.COORDINATOR)
        for act in (
            lambda: grant_role(user, Role.OFFICE, None, actor=user.actor, now=NOON),
            lambda: revoke_role(user.grants[0], actor=user.actor, now=NOON),
            lambda: disable_user(user, actor=user.actor, now=NOON),
            lambda: ask_removal(user, "잃음", actor=ANONYMOUS, now=NOON),
        ):
            with pytest.raises(Forbidden):
                act()


class TestDisable:
    def test_what_is_so_already_is_not_told_as_done(self, session: Session, office: User) -> None:
        user = make_staff(Role.COORDINATOR)
        with pytest.raises(Conflict, match="이미 열려 있는"):
            enable_user(user, actor=office.actor, now=NOON)
        disable_user(user, actor=office.actor, now=NOON)
        with pytest.raises(Conflict, match="이미 닫은"):
            disable_user(user, actor=office.actor, now=NOON)

    def test_a_closed_account_cannot_sign_in_until_it_is_opened_again(
        self, session: Session, app: Flask, client: PortalClient, office: User
    ) -> None:
        make_staff(Role.COORDINATOR, email="away@example.kr")
        user_id = session.scalars(select(User.id).where(User.email == "away@example.kr")).one()
        theirs = app.test_client()
        statuses = []
        for verb in ("disable", "enable"):
            client.post(f"/staff/{user_id}/{verb}")
            answer = theirs.post("/sign-in/staff", data={"email": "away@example.kr", "password": PASSWORD})
            statuses.append(answer.status_code)
        assert statuses == [422, 303]
        assert {"account.disabled", "account.enabled"} <= set(events(session))


class TestStaffPages:
    def test_the_list_names_everyone_who_works_here_and_no_resident(
        self, session: Session, client: PortalClient, office: User
    ) -> None:
        make_staff(Role.COOPERATIVE, name="조합원", organisation_id=COOPERATIVE)
        resident = make_resident(name="홍길동")
        invite(client, name="초대받은이")
        page = client.get("/staff").get_data(as_text=True)
        assert all(name in page for name in ("박사무", "조합원", "마포돌봄사회적협동조합", "초대받은이"))
        assert "홍길동" not in page
        assert client.get(f"/staff/{resident.id}").status_code == 404

    def test_a_member_of_staff_has_a_page(self, session: Session, client: PortalClient, office: User) -> None:
        assert client.get(f"/staff/{office.id}").status_code == 200
        assert client.get(f"/staff/{make_staff(authenticator=True).id}").status_code == 200


class TestAcceptInvitation:
    def test_one_that_ended_while_the_page_was_open_is_refused(self, session: Session, office: User) -> None:
        invitation = invite_staff("a@example.kr", "이새봄", Role.OFFICE, None, actor=office.actor, now=NOON)
        with pytest.raises(Conflict):
            accept_invitation(invitation, PASSWORD, now=NOON + timedelta(days=8))


class TestFirstOfficeAccount:
    def test_the_command_prints_a_link_that_opens_it(self, session: Session, app: Flask) -> None:
        result = app.test_cli_runner().invoke(args=["create-office-account", "first@example.kr", "첫사람"])
        link = result.output.strip().removeprefix("http://127.0.0.1:8000")
        assert app.test_client().post(link, data={"password": PASSWORD}).status_code == 303
        assert session.scalars(select(User.email)).all() == ["first@example.kr"]

    def test_it_refuses_once_there_is_an_office(self, session: Session, app: Flask) -> None:
        make_staff()
        session.commit()
        result = app.test_cli_runner().invoke(args=["create-office-account", "second@example.kr", "둘째"])
        assert result.exit_code == 1
        assert session.scalars(select(SignInSession)).all() == []
