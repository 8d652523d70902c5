"""Staff come by an invitation: a link that expires, works once, and proves that the mailbox is theirs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from portal.accounts import keys
from portal.accounts.actions.roles import check_role, record_grant
from portal.accounts.links import invitation_link
from portal.accounts.models import Invitation, RoleGrant, User
from portal.accounts.queries import has_office, open_invitations, staff_by_email
from portal.accounts.truth import INVITATION, says_of
from portal.audit.actions import record
from portal.core.actors import SYSTEM, Actor
from portal.core.emails import clean_email
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission, Role
from portal.core.sockets import Socket, Takes
from portal.core.text import clean_name
from portal.extensions import current_settings, db
from portal.notifications.actions import About, send_mail
from portal.notifications.states import Audience

ACCOUNT_OPENED: Socket[Callable[[User, datetime], None]] = Socket("invited accounts that opened", Takes.MANY)
"""Called in the transaction in which somebody took an invitation up."""


def invite_staff(
    email: str, name: str, role: Role, organisation_id: UUID | None, *, actor: Actor, now: datetime
) -> Invitation:
    """Invite somebody by mail; an open invitation to the same address is replaced."""
    actor.require(Permission.STAFF_MANAGE)
    address = clean_email(email)
    if staff_by_email(address) is not None:
        raise DomainError(N_("이미 직원 계정이 있는 이메일 주소입니다. 명단에서 역할을 더해 주십시오."), "email")
    check_role(role, organisation_id)
    for earlier in open_invitations(viewer=actor):
        if earlier.email == address:
            withdraw_invitation(earlier, actor=actor, now=now)
    token = keys.new_token()
    invitation = _write_invitation(address, name, role, organisation_id, token, actor=actor, now=now)
    _mail(invitation, token, now=now)
    return invitation


def invite_first_office(email: str, name: str, *, now: datetime) -> str:
    """Invite the first person of the office from the command line; returns the link, which is shown once."""
    if has_office():
        raise Conflict(N_("이미 사무국 직원이 있습니다. 직원 화면에서 초대해 주십시오."))
    token = keys.new_token()
    _write_invitation(clean_email(email), name, Role.OFFICE, None, token, actor=SYSTEM, now=now)
    return invitation_link(token)


def resend_invitation(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    """Send a fresh link, valid anew; the earlier one no longer opens."""
    actor.require(Permission.STAFF_MANAGE)
    _refuse_answered(invitation)
    token = keys.new_token()
    invitation.token_digest, invitation.expires_at = keys.digest(token), _until(now)
    db.session.flush()
    record("invitation.resent", actor=actor, now=now, subject=("invitation", invitation.id))
    _mail(invitation, token, now=now)


def withdraw_invitation(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    """The link no longer opens."""
    actor.require(Permission.STAFF_MANAGE)
    _refuse_answered(invitation)
    invitation.withdrawn_at = now
    db.session.flush()
    record("invitation.withdrawn", actor=actor, now=now, subject=("invitation", invitation.id))


def accept_invitation(invitation: Invitation, password_hash: str, *, now: datetime) -> User:
    """Open the account with its first role; the invitation is used up."""
    _refuse_answered(invitation)
    if invitation.expires_at <= now:
        raise Conflict(N_("초대 기한이 지났습니다. 사무국에 새 초대를 부탁해 주십시오."))
    user = User(name=invitation.name, email=invitation.email, password_hash=password_hash, created_at=now)
    grant = RoleGrant(
        role=invitation.role,
        organisation_id=invitation.organisation_id,
        granted_at=now,
        granted_by_id=invitation.invited_by_id,
    )
    user.grants.append(grant)
    invitation.accepted_at = now
    db.session.add(user)
    db.session.flush()
    record("invitation.accepted", actor=user.actor, now=now, subject=("invitation", invitation.id))
    record_grant(grant, actor=user.actor, now=now)
    for follow in ACCOUNT_OPENED:
        follow(user, now)
    return user


def _until(now: datetime) -> datetime:
    return now + timedelta(days=current_settings().target.invitation_days)


def _refuse_answered(invitation: Invitation) -> None:
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise Conflict(N_("이미 쓰였거나 거둔 초대입니다."))


def _write_invitation(
    email: str, name: str, role: Role, organisation_id: UUID | None, token: str, *, actor: Actor, now: datetime
) -> Invitation:
    invitation = Invitation(
        email=email,
        name=clean_name(name),
        role=role,
        organisation_id=organisation_id,
        token_digest=keys.digest(token),
        invited_by_id=actor.user_id,
        invited_at=now,
        expires_at=_until(now),
    )
    db.session.add(invitation)
    db.session.flush()
    record("invitation.sent", actor=actor, now=now, subject=("invitation", invitation.id), role=role.value)
    return invitation


def _mail(invitation: Invitation, token: str, *, now: datetime) -> None:
    settings = current_settings()
    body = N_(
        "%(name)s 님, 안녕하십니까.\n\n"
        "%(office)s에서 %(site)s의 직원으로 초대했습니다.\n"
        "아래 주소를 열어 비밀번호를 정하시면 바로 쓰실 수 있습니다.\n\n%(link)s\n\n"
        "주소는 %(days)d일 동안 한 번만 쓸 수 있습니다. 초대를 부탁한 적이 없으면 이 메일을 지워 주십시오.\n"
    ) % {
        "name": invitation.name,
        "office": settings.office_name,
        "site": settings.site_name,
        "link": invitation_link(token),
        "days": settings.target.invitation_days,
    }
    send_mail(
        invitation.email,
        N_("직원 초대"),
        body,
        audience=Audience.ACCOUNT,
        kind="staff_invitation",
        now=now,
        about=About(INVITATION, invitation.id, says_of(invitation)),
        not_after=invitation.expires_at,
        is_secret=True,
    )
