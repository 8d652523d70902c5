"""Roles carry permissions; an actor without one is refused."""

import re
from uuid import uuid4

import pytest

from portal.core.actors import ANONYMOUS, SYSTEM, Actor
from portal.core.errors import DomainError, Forbidden
from portal.core.permissions import ROLE_PERMISSIONS, STAFF_ROLES, Permission, Role, permissions_of

PERSONAL = {
    Permission.HOUSEHOLD_READ,
    Permission.HOUSEHOLD_REVEAL,
    Permission.APPLICATION_READ,
    Permission.CASELOAD_OWN,
}


def actor(*roles: Role) -> Actor:
    return Actor(uuid4(), "김담당", frozenset(roles))


class TestPermissions:
    def test_every_role_is_listed(self) -> None:
        assert set(ROLE_PERMISSIONS) == set(Role)

    def test_every_permission_is_carried_by_some_role(self) -> None:
        assert permissions_of(frozenset(Role)) == set(Permission)

    def test_names_are_area_thing_verb(self) -> None:
        assert all(re.fullmatch(r"[a-z]+:[a-z]+:[a-z]+", permission) for permission in Permission)

    def test_auditor_and_resident_never_read_persons(self) -> None:
        assert not permissions_of(frozenset({Role.AUDITOR, Role.RESIDENT})) & PERSONAL

    def test_cooperative_sees_no_list_of_persons(self) -> None:
        assert not permissions_of(frozenset({Role.COOPERATIVE})) & PERSONAL

    def test_residents_and_who_helps_them_are_no_staff(self) -> None:
        others = set(Role) - STAFF_ROLES
        assert others == {Role.RESIDENT, Role.HELPER, Role.ACTING_HELPER}
        assert not any(actor(role).can(Permission.STAFF_OWN) for role in others)


class TestActor:
    def test_may_what_one_of_the_roles_may(self) -> None:
        both = actor(Role.COORDINATOR, Role.OFFICE)
        both.require(Permission.CASELOAD_OWN)
        both.require(Permission.MEETING_MANAGE)

    def test_is_refused_otherwise(self) -> None:
        with pytest.raises(Forbidden):
            actor(Role.COORDINATOR).require(Permission.MEETING_MANAGE)

    def test_nobody_signed_in_may_nothing(self) -> None:
        assert not any(ANONYMOUS.can(permission) for permission in Permission)

    def test_the_system_acts_for_office_and_coordinators(self) -> None:
        assert SYSTEM.can(Permission.APPLICATION_PAIR)
        assert SYSTEM.user_id is None


class TestDomainError:
    def test_carries_message_field_and_params(self) -> None:
        refusal = DomainError("%(n)d곳", "place", n=3)
        assert (refusal.message, refusal.field, refusal.params) == ("%(n)d곳", "place", {"n": 3})
        assert isinstance(Forbidden(), DomainError)
