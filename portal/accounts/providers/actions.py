"""An account is linked to somebody at a provider, entered and proved by them, and left when they leave there."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from portal.accounts import keys
from portal.accounts.actions import accept_invitation, hold_account, note_proof, record_failure
from portal.accounts.hashing import NO_PASSWORD
from portal.accounts.models import Invitation, SignInSession, User
from portal.accounts.providers.models import ProviderLink
from portal.accounts.providers.offered import is_offered
from portal.accounts.providers.queries import user_shown
from portal.accounts.rules import Shown, is_staff
from portal.audit.actions import record
from portal.core.actors import SYSTEM
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.messages import N_
from portal.core.providers import SignInProvider
from portal.extensions import db

WAY = "provider"
USED = N_("이미 쓰인 확인입니다. 기관 로그인을 처음부터 다시 해 주십시오.")
OTHERS = N_("%(name)s 로그인은 그 기관의 직원만 쓸 수 있습니다.")
UNKNOWN = N_(
    "이 기관 계정으로 들어올 수 있는 직원 계정이 없습니다. 먼저 비밀번호로 로그인해 내 계정 화면에서 이어 주십시오."
)
NOT_ANEW = N_("기관 로그인이 방금 본인을 확인했다고 알려 주지 않았습니다. 비밀번호로 확인해 주십시오.")


def enter_by_provider(shown: Shown, *, now: datetime) -> User | None:
    """The member of staff whom the answer names, held; None where there is none who may enter. It opens once."""
    user = user_shown(shown)
    if user is not None:
        hold_account(user)
    if user is None or user.disabled_at is not None or not is_staff(user.actor.roles):
        note_failure(shown, now=now)
        return None
    _use_up(user.id, shown)
    return user


def note_refusal(*, now: datetime) -> None:
    """Keep that what a provider or a browser brought did not fit."""
    record_failure(WAY, "not proved", user_id=None, now=now)


def note_failure(shown: Shown, *, now: datetime) -> None:
    """Keep that somebody came whom the account, or nobody, is entered by."""
    user = user_shown(shown)
    record_failure(WAY, "closed" if user else "unknown", user_id=user.id if user else None, now=now)


def link_provider(user: User, shown: Shown, provider: SignInProvider, *, now: datetime) -> ProviderLink:
    """Let the account be entered by whom the answer names; refused where the provider is another organisation's."""
    if not is_offered(provider, user.actor.organisation_id):
        raise DomainError(OTHERS, name=provider.name)
    link = ProviderLink(user_id=user.id, issuer=shown.issuer, subject=shown.subject, linked_at=now, shown_at=shown.at)
    db.session.add(link)
    db.session.flush()
    record("provider.linked", actor=user.actor, now=now, subject=("user", user.id), issuer=shown.issuer)
    return link


def unlink_provider(user: User, link_id: UUID, *, now: datetime) -> None:
    """Whoever is entered by it no longer enters the account; devices stay signed in."""
    own = (ProviderLink.id == link_id) & (ProviderLink.user_id == user.id)
    issuer = db.session.scalar(select(ProviderLink.issuer).where(own))
    if issuer is None:
        raise NotFound
    if user.password_hash == NO_PASSWORD:
        raise DomainError(N_("먼저 비밀번호를 정해 주십시오. 그러지 않으면 들어올 길이 없습니다."))
    db.session.execute(delete(ProviderLink).where(own))
    record("provider.unlinked", actor=user.actor, now=now, subject=("user", user.id), issuer=issuer)


def prove_by_provider(user: User, session_id: UUID, shown: Shown, *, now: datetime) -> None:
    """In place of the password: the provider asked them anew, a moment ago."""
    found = user_shown(shown)
    if found is None or found.id != user.id:
        record_failure(WAY, "somebody else", user_id=user.id, now=now)
        raise DomainError(N_("다른 사람의 기관 계정입니다. 이 계정과 이은 기관 계정으로 확인해 주십시오."))
    if not shown.was_asked_anew(now):
        raise DomainError(NOT_ANEW)
    _use_up(user.id, shown)
    note_proof(user, session_id, now=now)


def accept_by_provider(invitation: Invitation, shown: Shown, provider: SignInProvider, *, now: datetime) -> User:
    """Open the invited account without a password, entered by whom the answer names."""
    user = accept_invitation(invitation, NO_PASSWORD, now=now)
    link_provider(user, shown, provider, now=now)
    return user


def leave_with_provider(issuer: str, subject: str, sid: str, *, now: datetime) -> int:
    """End the devices that signed in by the session, or by the person, that ended at the provider; returns how many."""
    began_there = (SignInSession.issuer == issuer) & SignInSession.ended_at.is_(None)
    if sid:
        began_there &= SignInSession.provider_sid_digest == keys.digest(sid)
    if subject:
        whose = select(ProviderLink.user_id).where(ProviderLink.issuer == issuer, ProviderLink.subject == subject)
        began_there &= SignInSession.user_id.in_(whose)
    ended = db.session.scalars(
        update(SignInSession).where(began_there).values(ended_at=now).returning(SignInSession.user_id)
    ).all()
    for user_id in sorted(set(ended)):
        record("account.signed_out", actor=SYSTEM, now=now, subject=("user", user_id), devices=ended.count(user_id))
    return len(ended)


def _use_up(user_id: UUID, shown: Shown) -> None:
    own = (ProviderLink.user_id == user_id) & (ProviderLink.issuer == shown.issuer)
    use = update(ProviderLink).where(own, ProviderLink.shown_at < shown.at).values(shown_at=shown.at)
    if db.session.scalar(use.returning(ProviderLink.id)) is None:
        raise Conflict(USED)
