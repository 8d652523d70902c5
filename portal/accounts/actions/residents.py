"""Accounts of residents: opened by an application or by staff, entered by a code sent to them."""

from datetime import datetime, timedelta

from sqlalchemy import update

from portal.accounts import keys
from portal.accounts.actions.failing import record_failure
from portal.accounts.actions.sessions import end_sessions, hold_account
from portal.accounts.models import RoleGrant, SignInCode, User
from portal.accounts.queries import newest_code, residents_by_contact
from portal.accounts.rules import CODE_TRIES, Contact, contact_to_sign_in, may_use_code
from portal.accounts.throttling import at_once
from portal.audit.actions import record
from portal.core.actors import ANONYMOUS, SYSTEM, Actor
from portal.core.messages import N_
from portal.core.permissions import Permission, Role
from portal.core.text import clean_name
from portal.extensions import current_settings, db
from portal.notifications.actions import Lasting, keep_only_if, send_mail, send_text
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience

A_CODE = Lasting("it is given up with its minutes, and entering it asks the account again")


def open_resident_account(name: str, phone: str | None, email: str | None, *, now: datetime) -> User:
    """A new account of a resident, by which `phone` or `email` signs in. The caller flushes.

    An account knows one contact: the mobile number, without one the e-mail. Nothing is ever added to an account that is
    there already, because an application proves nothing about who wrote it, and a person's case never opens under the
    account of somebody else, staff or resident, who has the same contact.
    """
    contact = contact_to_sign_in(phone, email)
    user = User(name=clean_name(name), phone=contact.phone, email=contact.email, created_at=now)
    user.grants.append(RoleGrant(role=Role.RESIDENT, granted_at=now))
    db.session.add(user)
    record("role.granted", actor=SYSTEM, now=now, subject=("user", user.id), role=Role.RESIDENT.value)
    return user


def move_resident_contact(user: User, phone: str | None, email: str | None, *, actor: Actor, now: datetime) -> None:
    """Let the resident sign in by another contact, which staff heard from them; the old one no longer opens.

    Without effect when the contact is the same or there is none. One that somebody else signs in by is shared: whoever
    has it says whom they are and when they were born, so it opens nothing by itself.
    """
    actor.require(Permission.APPLICATION_ENTER)
    contact = contact_to_sign_in(phone, email)
    if contact.key in ("", user.phone, user.email) or not may_use_code(user.actor.roles):
        return
    user.phone, user.email = contact.phone, contact.email
    db.session.flush()
    record("account.contact_moved", actor=actor, now=now, subject=("user", user.id))
    end_sessions(user.id, actor=actor, now=now)


def end_resident_account(user: User, *, actor: Actor, now: datetime) -> None:
    """Close the account of somebody who died or left: devices and codes end at once, its contact is free again.

    Whoever is also staff keeps the account, which the office closes.
    """
    if not may_use_code(user.actor.roles):
        return
    hold_account(user)
    user.phone = user.email = None
    user.disabled_at = now
    db.session.flush()
    record("account.disabled", actor=actor, now=now, subject=("user", user.id))
    end_sessions(user.id, actor=actor, now=now)


def send_code(contact: Contact, *, now: datetime) -> list[User]:
    """Send a fresh code to the residents who sign in by `contact`; nothing is sent to anybody else.

    For a stranger the same is written, and the message taken out again: an answer that comes sooner would tell who has
    no account.
    """
    users = _who_may_enter(contact)
    code = keys.new_code()
    mark, whose = keys.keyed_digest("sign-in code", contact.key, code), keys.contact_digest(contact.key)
    lasts = timedelta(minutes=current_settings().code_minutes)
    db.session.add(SignInCode(contact_digest=whose, code_digest=mark, sent_at=now, expires_at=now + lasts))
    message = _send(contact, code, now=now, until=now + lasts)
    for user in users:
        record("account.code_sent", actor=user.actor, now=now, subject=("user", user.id))
    if not users:
        record("account.code_asked", actor=ANONYMOUS, now=now)
    keep_only_if(message, wanted=bool(users))
    return users


def use_code(contact: Contact, code: str, *, now: datetime) -> list[User]:
    """Those whom the newest code opens, once: one of them enters. Every try is counted before the code is looked at."""
    mark = keys.keyed_digest("sign-in code", contact.key, code)
    users, newest = _who_may_enter(contact), newest_code(contact)
    this = SignInCode.id == (newest.id if newest else None)
    usable = (SignInCode.used_at.is_(None)) & (SignInCode.expires_at > now) & (SignInCode.tries < CODE_TRIES)
    try_it = update(SignInCode).where(this, usable).values(tries=SignInCode.tries + 1)
    with at_once() as session:
        found = session.scalar(try_it.returning(SignInCode.code_digest))
    right = keys.same(found or keys.digest(code), mark)
    if not right or not users:
        alone = users[0].id if len(users) == 1 else None
        record_failure("resident", "wrong code" if users else "unknown", user_id=alone, now=now)
        return []
    use_it = update(SignInCode).where(this, SignInCode.used_at.is_(None)).values(used_at=now)
    is_taken = db.session.scalar(use_it.returning(SignInCode.id)) is not None
    return [user for user in users if is_taken and still_opens(user, contact)]


def still_opens(user: User, contact: Contact) -> bool:
    """Whether the account, held from now on, is still entered by `contact`."""
    hold_account(user)
    return contact.key in (user.phone, user.email) and _may_enter(user)


def _who_may_enter(contact: Contact) -> list[User]:
    return [user for user in residents_by_contact(contact) if _may_enter(user)]


def _may_enter(user: User) -> bool:
    return user.disabled_at is None and may_use_code(user.actor.roles)


def _send(contact: Contact, code: str, *, now: datetime, until: datetime) -> OutboxMessage:
    """The code leads the text, so that a locked screen shows it."""
    minutes = current_settings().code_minutes
    body = N_("인증번호 %(code)s (%(minutes)d분 안에 입력)") % {"code": code, "minutes": minutes}
    if contact.phone:
        return send_text(
            contact.phone,
            body,
            audience=Audience.ACCOUNT,
            kind="sign_in_code",
            now=now,
            about=A_CODE,
            for_safety=True,
            not_after=until,
            is_secret=True,
        )
    return send_mail(
        contact.email or "",
        N_("로그인 인증번호"),
        body,
        audience=Audience.ACCOUNT,
        kind="sign_in_code",
        now=now,
        about=A_CODE,
        not_after=until,
        is_secret=True,
    )
