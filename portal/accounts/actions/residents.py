"""Accounts of residents: opened by an application or by staff, entered by a code sent to them."""

from datetime import datetime, timedelta

from sqlalchemy import update

from portal.accounts import keys
from portal.accounts.actions.sessions import end_sessions, hold_account, record_failure
from portal.accounts.models import RoleGrant, SignInCode, User
from portal.accounts.queries import newest_code, user_by_contact
from portal.accounts.rules import CODE_TRIES, Contact, contact_to_sign_in, may_use_code
from portal.accounts.throttling import at_once
from portal.audit.actions import record
from portal.core.messages import N_
from portal.core.permissions import ANONYMOUS, SYSTEM, Actor, Permission, Role
from portal.core.text import clean_name
from portal.extensions import current_settings, db
from portal.notifications.actions import send_mail, send_text


def open_resident_account(name: str, phone: str | None, email: str | None, *, now: datetime) -> User:
    """The resident's account by which `phone` or `email` signs in; the one there is, else a new one.

    An account knows one contact: the mobile number, without one the e-mail. Nothing is ever added to an account that is
    there already, because an application proves nothing about who wrote it. A contact that staff sign in by is left
    out: the new account then has none, and a person's case never opens under a staff account. The caller flushes.
    """
    contact = contact_to_sign_in(phone, email)
    known = user_by_contact(contact)
    if known is not None and may_use_code(known.actor.roles):
        return known
    if known is not None:
        contact = Contact()
    user = User(name=clean_name(name), phone=contact.phone, email=contact.email, created_at=now)
    user.grants.append(RoleGrant(role=Role.RESIDENT, granted_at=now))
    db.session.add(user)
    record("role.granted", actor=SYSTEM, now=now, subject=("user", user.id), role=Role.RESIDENT.value)
    return user


def move_resident_contact(user: User, phone: str | None, email: str | None, *, actor: Actor, now: datetime) -> None:
    """Let the resident sign in by another contact, which staff heard from them; the old one no longer opens.

    Without effect when the contact is the same or there is none. One that somebody else signs in by is left out, and
    the old one all the same: a number that went to a new owner must not open what its old owner left.
    """
    actor.require(Permission.APPLICATION_ENTER)
    contact = contact_to_sign_in(phone, email)
    if contact.key in ("", user.phone, user.email) or not may_use_code(user.actor.roles):
        return
    if user_by_contact(contact) is not None:
        contact = Contact()
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
    unused = (SignInCode.user_id == user.id) & SignInCode.used_at.is_(None)
    db.session.execute(update(SignInCode).where(unused).values(used_at=now))
    db.session.flush()
    record("account.disabled", actor=actor, now=now, subject=("user", user.id))
    end_sessions(user.id, actor=actor, now=now)


def send_code(contact: Contact, *, now: datetime) -> User | None:
    """Send a fresh code to the resident who signs in by `contact`; nothing is sent to anybody else.

    That somebody asked is written down either way: an answer that waits for no disk would tell who has no account.
    """
    user = user_by_contact(contact)
    code = keys.new_code()
    mark = keys.keyed_digest("sign-in code", contact.key, code)
    if user is None or not _may_enter(user):
        record("account.code_asked", actor=ANONYMOUS, now=now)
        return None
    lasts = timedelta(minutes=current_settings().code_minutes)
    db.session.add(SignInCode(user_id=user.id, code_digest=mark, sent_at=now, expires_at=now + lasts))
    _send(contact, code, now=now, until=now + lasts)
    record("account.code_sent", actor=user.actor, now=now, subject=("user", user.id))
    db.session.flush()
    return user


def use_code(contact: Contact, code: str, *, now: datetime) -> User | None:
    """The resident whom the newest code opens, once; every try is counted before the code is looked at."""
    mark = keys.keyed_digest("sign-in code", contact.key, code)
    user = user_by_contact(contact)
    newest = newest_code(user.id) if user else None
    this = SignInCode.id == (newest.id if newest else None)
    usable = (SignInCode.used_at.is_(None)) & (SignInCode.expires_at > now) & (SignInCode.tries < CODE_TRIES)
    try_it = update(SignInCode).where(this, usable).values(tries=SignInCode.tries + 1)
    with at_once() as session:
        found = session.scalar(try_it.returning(SignInCode.code_digest))
    right = keys.same(found or keys.digest(code), mark)
    if not right or user is None or not _may_enter(user):
        record_failure("resident", "wrong code" if user else "unknown", user_id=user.id if user else None, now=now)
        return None
    use_it = update(SignInCode).where(this, SignInCode.used_at.is_(None)).values(used_at=now)
    is_taken = db.session.scalar(use_it.returning(SignInCode.id)) is not None
    return user if is_taken and _still_opens(user, contact) else None


def _still_opens(user: User, contact: Contact) -> bool:
    """Whether the account, held from now on, is still entered by `contact`."""
    hold_account(user)
    return contact.key in (user.phone, user.email) and _may_enter(user)


def _may_enter(user: User) -> bool:
    return user.disabled_at is None and may_use_code(user.actor.roles)


def _send(contact: Contact, code: str, *, now: datetime, until: datetime) -> None:
    """The code leads the text, so that a locked screen shows it."""
    minutes = current_settings().code_minutes
    body = N_("인증번호 %(code)s (%(minutes)d분 안에 입력)") % {"code": code, "minutes": minutes}
    if contact.phone:
        send_text(contact.phone, body, kind="sign_in_code", now=now, for_safety=True, not_after=until, is_secret=True)
    elif contact.email:
        subject = N_("로그인 인증번호")
        send_mail(contact.email, subject, body, kind="sign_in_code", now=now, not_after=until, is_secret=True)
