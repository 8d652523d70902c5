"""Roles given and taken back, accounts closed and opened again; by the office, never by oneself."""

from datetime import datetime
from uuid import UUID

from portal.accounts.actions.sessions import end_sessions
from portal.accounts.models import RoleGrant, User
from portal.accounts.organisations import organisations
from portal.accounts.rules import may_be_added
from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import ROLE_PERMISSIONS, STAFF_ROLES, Permission, Role
from portal.extensions import db


def check_role(role: Role, organisation_id: UUID | None) -> None:
    """Raise `DomainError` unless staff may carry `role`: of a known organisation where it needs one, else of none."""
    if role not in STAFF_ROLES:
        raise DomainError(N_("이용자 역할은 신청으로만 생깁니다."), "role")
    if role is Role.COOPERATIVE and organisation_id not in {organisation.id for organisation in organisations()}:
        raise DomainError(N_("일하는 협동조합을 골라 주십시오."), "organisation_id")
    if role is not Role.COOPERATIVE and organisation_id is not None:
        raise DomainError(N_("협동조합 직원에게만 소속을 정합니다."), "organisation_id")


def grant_role(user: User, role: Role, organisation_id: UUID | None, *, actor: Actor, now: datetime) -> RoleGrant:
    """Give staff one more role."""
    actor.require(Permission.STAFF_MANAGE)
    check_role(role, organisation_id)
    if not may_be_added(role, user.actor.roles):
        raise DomainError(N_("감사 역할은 다른 역할과 함께 맡을 수 없습니다."), "role")
    grant = RoleGrant(
        user=user, role=role, organisation_id=organisation_id, granted_at=now, granted_by_id=actor.user_id
    )
    db.session.add(grant)
    db.session.flush()
    record_grant(grant, actor=actor, now=now)
    return grant


def record_grant(grant: RoleGrant, *, actor: Actor, now: datetime) -> None:
    subject = ("user", grant.user_id)
    organisation = str(grant.organisation_id or "")
    record("role.granted", actor=actor, now=now, subject=subject, role=grant.role.value, organisation=organisation)


def revoke_role(grant: RoleGrant, *, actor: Actor, now: datetime) -> None:
    """Take a role back; it takes effect at the next request of its bearer."""
    actor.require(Permission.STAFF_MANAGE)
    _refuse_oneself(grant.user_id, actor)
    if grant.revoked_at is not None:
        raise Conflict(N_("이미 거둔 역할입니다."))
    if Permission.CASELOAD_OWN in ROLE_PERMISSIONS[grant.role]:
        tell(Event.STAFF_LEAVES, grant.user_id, actor=actor, now=now)
    grant.revoked_at, grant.revoked_by_id = now, actor.user_id
    db.session.flush()
    record("role.revoked", actor=actor, now=now, subject=("user", grant.user_id), role=grant.role.value)
    tell(Event.ROLE_REVOKED, grant.user_id, actor=actor, now=now)


def disable_user(user: User, *, actor: Actor, now: datetime) -> None:
    """Close an account and sign it out everywhere."""
    actor.require(Permission.STAFF_MANAGE)
    _refuse_oneself(user.id, actor)
    if user.disabled_at is not None:
        raise Conflict(N_("이미 닫은 계정입니다. 화면을 새로 고쳐 주십시오."))
    tell(Event.STAFF_LEAVES, user.id, actor=actor, now=now)
    user.disabled_at = now
    db.session.flush()
    record("account.disabled", actor=actor, now=now, subject=("user", user.id))
    end_sessions(user.id, actor=actor, now=now)
    tell(Event.ACCOUNT_CLOSED, user.id, actor=actor, now=now)


def enable_user(user: User, *, actor: Actor, now: datetime) -> None:
    """Open a closed account again, with the roles it still has."""
    actor.require(Permission.STAFF_MANAGE)
    if user.disabled_at is None:
        raise Conflict(N_("이미 열려 있는 계정입니다. 화면을 새로 고쳐 주십시오."))
    user.disabled_at = None
    db.session.flush()
    record("account.enabled", actor=actor, now=now, subject=("user", user.id))


def reopen_without_roles(user: User, *, actor: Actor, now: datetime) -> None:
    """Open a closed account for something new: what it was allowed before it is given anew, or not."""
    actor.require(Permission.STAFF_MANAGE)
    for grant in user.open_grants:
        revoke_role(grant, actor=actor, now=now)
    enable_user(user, actor=actor, now=now)


def _refuse_oneself(user_id: UUID, actor: Actor) -> None:
    """So the office never loses its last account."""
    if user_id == actor.user_id:
        raise DomainError(N_("자기 계정은 거두거나 닫을 수 없습니다. 다른 사무국 직원에게 부탁해 주십시오."))
