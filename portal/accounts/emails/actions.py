"""The address by which staff sign in is changed in two steps: a link shows that the new mailbox is theirs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from portal.accounts import keys
from portal.accounts.actions import end_sessions, hold_account
from portal.accounts.actions.passwords import use_up_links
from portal.accounts.emails.models import EmailChange
from portal.accounts.links import email_link
from portal.accounts.models import User
from portal.accounts.queries import staff_by_email
from portal.audit.actions import record
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.core.sockets import Socket, Takes
from portal.extensions import current_settings, db
from portal.notifications.actions import Lasting, send_mail
from portal.notifications.states import Audience

EMAIL_CHANGED: Socket[Callable[[User], None]] = Socket("whoever knows staff by their address", Takes.MANY)
"""Called in the transaction in which an account got another address."""

CONFIRM = N_(
    "%(name)s 님, 안녕하십니까.\n\n"
    "%(site)s에서 로그인하는 이메일을 이 주소로 바꾸려고 하셨습니다.\n"
    "아래 주소를 열어 로그인하고 확인하시면 바뀝니다.\n\n%(link)s\n\n"
    "주소는 %(hours)d시간 동안 한 번만 쓸 수 있습니다. 부탁한 적이 없으면 이 메일을 지워 주십시오.\n"
)
CHANGED = N_(
    "%(name)s 님, 안녕하십니까.\n\n"
    "%(site)s에서 로그인하는 이메일을 다른 주소로 바꾸었습니다.\n"
    "이제 이 주소로는 로그인할 수 없고, 알림도 새 주소로 갑니다.\n\n"
    "직접 하신 일이 아니면 %(office)s(%(phone)s)에 바로 알려 주십시오.\n"
)


def ask_change(user: User, email: str, *, now: datetime) -> EmailChange:
    """Mail a link to the new address; one that was sent before no longer opens."""
    if email == user.email:
        raise DomainError(N_("지금 쓰시는 주소입니다. 새 주소를 적어 주십시오."), "email")
    if staff_by_email(email) is not None:
        raise DomainError(N_("이미 쓰이는 이메일 주소입니다."), "email")
    _use_up(user.id, now)
    token, hours = keys.new_token(), current_settings().target.reset_link_hours
    until = now + timedelta(hours=hours)
    change = EmailChange(
        user_id=user.id, email=email, token_digest=keys.digest(token), asked_at=now, expires_at=until, used_at=None
    )
    db.session.add(change)
    db.session.flush()
    record("email.change_asked", actor=user.actor, now=now, subject=("user", user.id))
    words = {"name": user.name, "site": current_settings().site_name, "link": email_link(token), "hours": hours}
    send_mail(
        email,
        N_("새 이메일 확인"),
        CONFIRM % words,
        audience=Audience.ACCOUNT,
        kind="email_confirm",
        now=now,
        about=Lasting("it is given up with the link, whose page asks the account again"),
        not_after=until,
        is_secret=True,
    )
    return change


def change_email(change: EmailChange, user: User, *, keep_session: UUID, now: datetime) -> None:
    """Sign in by the confirmed address from now on: other devices and links that went to the old one end."""
    hold_account(user)
    unused = update(EmailChange).where(EmailChange.id == change.id, EmailChange.used_at.is_(None))
    if db.session.scalar(unused.values(used_at=now).returning(EmailChange.id)) is None:
        raise Conflict(N_("이미 쓰였거나 시간이 지난 주소입니다. 새 주소를 받아 주십시오."))
    before, user.email = user.email, change.email
    db.session.flush()
    record("email.changed", actor=user.actor, now=now, subject=("user", user.id))
    use_up_links(user.id, now)
    end_sessions(user.id, actor=user.actor, now=now, but=keep_session)
    for follow in EMAIL_CHANGED:
        follow(user)
    _tell_old_address(before or "", user, now=now)


def _tell_old_address(address: str, user: User, *, now: datetime) -> None:
    settings = current_settings()
    words = {
        "name": user.name,
        "site": settings.site_name,
        "office": settings.office_name,
        "phone": format_phone(settings.office_phone),
    }
    send_mail(
        address,
        N_("로그인 이메일이 바뀜"),
        CHANGED % words,
        audience=Audience.ACCOUNT,
        kind="email_changed",
        now=now,
        about=Lasting("it tells what was done, which stays done"),
    )


def _use_up(user_id: UUID, now: datetime) -> None:
    unused = update(EmailChange).where(EmailChange.user_id == user_id, EmailChange.used_at.is_(None))
    db.session.execute(unused.values(used_at=now))
