"""Passwords of staff: checked, changed, set anew by a link that works once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from portal.accounts import keys
from portal.accounts.actions.failing import record_failure
from portal.accounts.actions.sessions import end_sessions, hold_account
from portal.accounts.hashing import Tried, hash_password, try_password
from portal.accounts.links import reset_link
from portal.accounts.models import ResetLink, User
from portal.accounts.queries import get_user, staff_by_email
from portal.accounts.rules import is_staff
from portal.audit.actions import record
from portal.core.actors import ANONYMOUS
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.messages import N_
from portal.core.passwords import refuse_weak_password
from portal.extensions import current_settings, db
from portal.notifications.actions import Lasting, keep_only_if, send_mail
from portal.notifications.states import Audience

WRONG_PRESENT = N_("지금 쓰는 비밀번호가 맞지 않습니다.")
RESET_SUBJECT = N_("비밀번호 새로 정하기")
RESET_BODY = N_(
    "%(name)s 님, 안녕하십니까.\n\n"
    "아래 주소를 열면 비밀번호를 새로 정할 수 있습니다.\n\n%(link)s\n\n"
    "주소는 %(hours)d시간 동안 한 번만 쓸 수 있습니다.\n"
    "부탁한 적이 없으면 이 메일을 지워 주십시오. 비밀번호는 그대로입니다.\n"
)


def checked_hash(password: str, context: Iterable[str]) -> str:
    """The hash of a password that is strong enough; a weak one is refused beside the field. Takes long."""
    try:
        refuse_weak_password(password, context=context)
    except DomainError as weak:
        raise DomainError(weak.message, "password", **weak.params) from None
    return hash_password(password)


def try_password_of(email: str, password: str) -> Tried:
    """Compare with the password of whoever signs in by this address, before anything is written."""
    user = staff_by_email(email)
    return try_password(user.password_hash if user else None, password)


def check_password(email: str, tried: Tried, *, now: datetime) -> User | None:
    """The staff member who signs in with what was tried, or None after the same work."""
    user = staff_by_email(email)
    if user is None or not _still_right(user, tried) or not _may_enter(user):
        record_failure("staff", "wrong password" if user else "unknown", user_id=user.id if user else None, now=now)
        return None
    if tried.renewed:
        user.password_hash = tried.renewed
    return user


def password_mark(user: User) -> str:
    """Stands for the present password in the cookie of who has shown it but not yet the second factor."""
    return keys.keyed_digest("password", user.password_hash or "")


def change_password(user: User, tried: Tried, password_hash: str, *, keep_session: UUID, now: datetime) -> None:
    """Set another password and sign out every other device."""
    if not _still_right(user, tried):
        raise DomainError(WRONG_PRESENT, "present")
    _set_password(user, password_hash, now=now)
    end_sessions(user.id, actor=user.actor, now=now, but=keep_session)


def send_reset_link(email: str, *, now: datetime) -> User | None:
    """Mail a link to set a new password to staff who have one; nothing is sent to anybody else.

    For a stranger the same is written, and the mail taken out again: an answer that comes sooner would tell who has no
    account.
    """
    found = staff_by_email(email)
    user = found if found and _may_enter(found) else None
    actor, subject = (user.actor, ("user", user.id)) if user else (ANONYMOUS, None)
    record("password.reset_asked", actor=actor, now=now, subject=subject)
    hours = current_settings().target.reset_link_hours
    body = RESET_BODY % {"name": actor.name, "link": draw_reset_link(user, now=now), "hours": hours}
    message = send_mail(
        email,
        RESET_SUBJECT,
        body,
        audience=Audience.ACCOUNT,
        kind="password_reset",
        now=now,
        about=Lasting("it is given up with the link, whose page asks the account again"),
        not_after=now + timedelta(hours=hours),
        is_secret=True,
    )
    keep_only_if(message, wanted=user is not None)
    return user


def draw_reset_link(user: User | None, *, now: datetime) -> str:
    """A link to set a new password, shown or sent once; earlier ones no longer open. Of nobody it opens nothing."""
    token = keys.new_token()
    until = now + timedelta(hours=current_settings().target.reset_link_hours)
    owner = user.id if user else None
    use_up_links(owner, now)
    db.session.add(ResetLink(user_id=owner, token_digest=keys.digest(token), sent_at=now, expires_at=until))
    db.session.flush()
    return reset_link(token)


def reset_password(link: ResetLink, password_hash: str, *, now: datetime) -> User:
    """Set the password by the link, use it up, and sign out every device."""
    unused = update(ResetLink).where(ResetLink.id == link.id, ResetLink.used_at.is_(None), ResetLink.expires_at > now)
    if db.session.scalar(unused.values(used_at=now).returning(ResetLink.id)) is None:
        raise Conflict(N_("이미 쓰였거나 시간이 지난 주소입니다. 새 주소를 받아 주십시오."))
    if link.user_id is None:
        raise NotFound
    user = get_user(link.user_id)
    _set_password(user, password_hash, now=now)
    use_up_links(user.id, now)
    end_sessions(user.id, actor=user.actor, now=now)
    return user


def use_up_links(user_id: UUID | None, now: datetime) -> None:
    unused = update(ResetLink).where(ResetLink.user_id == user_id, ResetLink.used_at.is_(None))
    db.session.execute(unused.values(used_at=now))


def _set_password(user: User, password_hash: str, *, now: datetime) -> None:
    user.password_hash = password_hash
    db.session.flush()
    record("password.changed", actor=user.actor, now=now, subject=("user", user.id))


def _still_right(user: User, tried: Tried) -> bool:
    """Whether the account, held from now on, has the password that was found right a moment ago."""
    if tried.right:
        hold_account(user)
    return tried.right and user.password_hash == tried.against


def _may_enter(user: User) -> bool:
    return user.disabled_at is None and is_staff(user.actor.roles)
