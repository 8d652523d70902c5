"""Reads of accounts: who someone is, who works here, which devices are signed in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts import keys
from portal.accounts.models import (
    FactorRemoval,
    FailedSignIn,
    Invitation,
    Passkey,
    RecoveryCode,
    ResetLink,
    RoleGrant,
    SignInCode,
    SignInSession,
    UnsentForm,
    User,
)
from portal.accounts.rules import REMOVAL_LASTS, UNSENT_LASTS, Contact
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.permissions import STAFF_ROLES, Permission, Role, roles_with
from portal.db.session import plain_rows
from portal.db.types import UtcDateTime
from portal.extensions import db

FAILURES_SHOWN = 100


def find_user(user_id: UUID) -> User | None:
    return db.session.get(User, user_id)


def get_user(user_id: UUID) -> User:
    """The user; raises `NotFound`."""
    user = find_user(user_id)
    if user is None:
        raise NotFound
    return user


def staff_by_email(email: str) -> User | None:
    """Whoever signs in by this address and a password."""
    return db.session.scalars(_STAFF_BY_EMAIL, {"email": email}).unique().one_or_none()


_STAFF_BY_EMAIL = (
    select(User)
    .where(User.email == bindparam("email"), User.password_hash.is_not(None))
    .options(joinedload(User.grants))
)
"""With the roles in the same statement: a second one would tell by its time that there is an account."""


def residents_by_contact(contact: Contact) -> list[User]:
    """Who receives a code by `contact` to sign in: a couple may have one telephone. The oldest account first."""
    if not contact.key:
        return []
    by_contact = _BY_PHONE if contact.phone else _BY_EMAIL
    return list(db.session.scalars(by_contact, {"contact": contact.key}).unique())


_BY_CODE = select(User).where(User.password_hash.is_(None)).options(joinedload(User.grants))
_BY_CODE = _BY_CODE.order_by(User.created_at, User.id)
_BY_PHONE = _BY_CODE.where(User.phone == bindparam("contact"))
_BY_EMAIL = _BY_CODE.where(User.email == bindparam("contact"))


def carries(permission: Permission, who: type[User] = User) -> ColumnElement[bool]:
    """SQL on `User`, or an alias of it: they hold a role with `permission` now."""
    granted = RoleGrant.role.in_(roles_with(permission)) & RoleGrant.revoked_at.is_(None)
    return exists().where(RoleGrant.user_id == who.id, granted)


def users_who_may(permission: Permission) -> list[User]:
    """Who carries `permission` now and may sign in, by name."""
    statement = select(User).where(carries(permission), User.disabled_at.is_(None)).options(selectinload(User.grants))
    return list(db.session.scalars(statement.order_by(User.name, User.id)))


def staff(*, viewer: Actor) -> list[User]:
    """Everyone who works or worked here, by name."""
    viewer.require(Permission.STAFF_MANAGE)
    was_staff = exists().where(RoleGrant.user_id == User.id, RoleGrant.role.in_(STAFF_ROLES))
    statement = select(User).where(was_staff).options(selectinload(User.grants))
    return list(db.session.scalars(statement.order_by(User.name, User.id)))


def get_staff(user_id: UUID, *, viewer: Actor) -> User:
    """Someone who works or worked here; raises `NotFound` for residents."""
    viewer.require(Permission.STAFF_MANAGE)
    user = get_user(user_id)
    if not any(grant.role in STAFF_ROLES for grant in user.grants):
        raise NotFound
    return user


def get_grant(user: User, grant_id: UUID) -> RoleGrant:
    """A role that `user` carries now."""
    grant = next((grant for grant in user.open_grants if grant.id == grant_id), None)
    if grant is None:
        raise NotFound
    return grant


def open_invitations(*, viewer: Actor) -> list[Invitation]:
    """Invitations neither accepted nor withdrawn, newest first, expired ones among them."""
    viewer.require(Permission.STAFF_MANAGE)
    unanswered = Invitation.accepted_at.is_(None) & Invitation.withdrawn_at.is_(None)
    return list(db.session.scalars(select(Invitation).where(unanswered).order_by(Invitation.invited_at.desc())))


def organisations_entered(*, now: datetime) -> set[UUID]:
    """Of which organisations somebody may sign in, or is invited by a link that still opens."""
    works = select(RoleGrant.organisation_id).join(User, User.id == RoleGrant.user_id)
    works = works.where(RoleGrant.revoked_at.is_(None), User.disabled_at.is_(None))
    invited = select(Invitation.organisation_id).where(
        Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None), Invitation.expires_at > now
    )
    return {each for each in db.session.scalars(works.union(invited)) if each is not None}


def last_of_organisations(organisation_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the last account or role of each organisation ended; those where nobody ever had one are missing."""
    ended = func.max(func.coalesce(RoleGrant.revoked_at, User.disabled_at))
    query = select(RoleGrant.organisation_id, ended).join(User, User.id == RoleGrant.user_id)
    of_these = RoleGrant.organisation_id.in_(list(organisation_ids))
    rows = db.session.execute(query.where(of_these).group_by(RoleGrant.organisation_id))
    return {organisation_id: at for organisation_id, at in rows if organisation_id is not None and at is not None}


def get_invitation(invitation_id: UUID, *, viewer: Actor) -> Invitation:
    viewer.require(Permission.STAFF_MANAGE)
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None:
        raise NotFound
    return invitation


def invitation_by_token(token: str, *, now: datetime) -> Invitation | None:
    """The invitation that the link opens while it stands."""
    statement = select(Invitation).where(
        Invitation.token_digest == keys.digest(token),
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now,
    )
    return db.session.scalar(statement)


def reset_link_by_token(token: str, *, now: datetime) -> ResetLink | None:
    """The unused link to set a new password, while it stands and its user may sign in."""
    statement = (
        select(ResetLink)
        .join(User, User.id == ResetLink.user_id)
        .where(ResetLink.token_digest == keys.digest(token), ResetLink.used_at.is_(None), ResetLink.expires_at > now)
        .where(User.disabled_at.is_(None))
    )
    return db.session.scalar(statement)


def newest_code(contact: Contact) -> SignInCode | None:
    """The code sent there last; only this one opens."""
    statement = select(SignInCode).where(SignInCode.contact_digest == keys.contact_digest(contact.key))
    return db.session.scalar(statement.order_by(SignInCode.sent_at.desc(), SignInCode.id.desc()).limit(1))


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A device that is signed in and who uses it, as plain values: they outlive a rollback."""

    id: UUID
    started_at: datetime
    last_seen_at: datetime
    proved_at: datetime
    has_authenticator: bool
    issuer: str | None
    by_two_factors: bool
    actor: Actor


_OPEN_SESSION = (
    select(
        SignInSession.id,
        SignInSession.user_id,
        SignInSession.started_at,
        SignInSession.last_seen_at,
        func.coalesce(SignInSession.proved_at, SignInSession.started_at, type_=UtcDateTime()).label("proved_at"),
        User.name,
        User.authenticator_secret.is_not(None).label("has_authenticator"),
        SignInSession.issuer,
        SignInSession.second_factor_at.is_not(None).label("by_two_factors"),
        RoleGrant.role,
        RoleGrant.organisation_id,
    )
    .join(User, User.id == SignInSession.user_id)
    .outerjoin(RoleGrant, (RoleGrant.user_id == User.id) & RoleGrant.revoked_at.is_(None))
    .where(SignInSession.token_digest == bindparam("digest"), SignInSession.ended_at.is_(None))
    .where(User.disabled_at.is_(None))
    .order_by(RoleGrant.granted_at)
)
"""Every request of somebody signed in begins with this: columns instead of objects, built once."""


def session_by_token(token: str) -> OpenSession | None:
    """The open session of the token, with its user and their roles, in one statement.

    Every request asks anew: signing out, closing an account and taking back a role hold on all machines at once.
    """
    rows = plain_rows(_OPEN_SESSION, {"digest": keys.digest(token)})
    if not rows:
        return None
    first = rows[0]
    roles = frozenset(row.role for row in rows if row.role is not None)
    organisation = next((row.organisation_id for row in rows if row.role is Role.COOPERATIVE), None)
    actor = Actor(first.user_id, first.name, roles, organisation)
    return OpenSession(first.id, *first[2:5], first.has_authenticator, first.issuer, first.by_two_factors, actor)


def open_sessions(user_id: UUID) -> list[SignInSession]:
    """The devices signed in as the user, the last used first."""
    statement = select(SignInSession).where(SignInSession.user_id == user_id, SignInSession.ended_at.is_(None))
    return list(db.session.scalars(statement.order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())))


def unused_recovery_codes(user_id: UUID) -> Sequence[RecoveryCode]:
    statement = select(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return db.session.scalars(statement.order_by(RecoveryCode.id)).all()


def unsent_form(kept_id: UUID, user_id: UUID, path: str, *, now: datetime) -> list[tuple[str, str]]:
    """What the account had typed on the page, while it is kept."""
    statement = select(UnsentForm.typed).where(
        UnsentForm.id == kept_id,
        UnsentForm.user_id == user_id,
        UnsentForm.path == path,
        UnsentForm.kept_at > now - UNSENT_LASTS,
    )
    return [(name, value) for name, value in db.session.scalar(statement) or ()]


def user_of_token(token: str) -> UUID | None:
    """Whose session it was, ended or not."""
    return db.session.scalar(select(SignInSession.user_id).where(SignInSession.token_digest == keys.digest(token)))


def passkeys_of(user_id: UUID) -> list[Passkey]:
    return list(db.session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.added_at)))


def passkey_by_credential(user_id: UUID, credential: bytes) -> Passkey | None:
    return db.session.scalar(select(Passkey).where(Passkey.user_id == user_id, Passkey.credential == credential))


def has_factor(user: User) -> bool:
    return user.authenticator_secret is not None


def open_removal(user_id: UUID, *, now: datetime) -> FactorRemoval | None:
    """What was asked about the factor of the account and not answered within its day."""
    return next((removal for removal in open_removals(now=now) if removal.user_id == user_id), None)


def open_removals(*, now: datetime) -> list[FactorRemoval]:
    unanswered = FactorRemoval.confirmed_at.is_(None) & FactorRemoval.withdrawn_at.is_(None)
    statement = select(FactorRemoval).where(unanswered, FactorRemoval.asked_at > now - REMOVAL_LASTS)
    statement = statement.options(joinedload(FactorRemoval.user), joinedload(FactorRemoval.asked_by))
    return list(db.session.scalars(statement.order_by(FactorRemoval.asked_at, FactorRemoval.id)))


def failed_sign_ins(since: datetime, *, viewer: Actor) -> list[tuple[FailedSignIn, str]]:
    """The latest failures since then, each with the name of the account, empty where there is none."""
    viewer.require(Permission.STAFF_MANAGE)
    statement = (
        select(FailedSignIn, User.name)
        .outerjoin(User, User.id == FailedSignIn.user_id)
        .where(FailedSignIn.last_at >= since)
        .order_by(FailedSignIn.last_at.desc(), FailedSignIn.id)
        .limit(FAILURES_SHOWN)
    )
    return [(failure, name or "") for failure, name in db.session.execute(statement)]


def has_office() -> bool:
    """Whether anybody can open the work of the office."""
    return bool(users_who_may(Permission.STAFF_MANAGE))
