"""The second factor of staff: an authenticator's code, or one of the recovery codes that stand in for a lost phone."""

from datetime import datetime

import pyotp
from sqlalchemy import delete, or_, update

from portal.accounts import keys
from portal.accounts.actions.failing import record_failure
from portal.accounts.actions.sessions import end_sessions
from portal.accounts.models import Passkey, RecoveryCode, User
from portal.accounts.queries import unused_recovery_codes
from portal.accounts.rules import RECOVERY_CODES, STEP_SECONDS, time_step
from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.extensions import db

WRONG = N_("인증번호가 맞지 않습니다. 앱에 보이는 새 번호를 입력해 주십시오.")


def set_authenticator(user: User, secret: str, code: str, *, now: datetime) -> list[str]:
    """Bind the authenticator that shows `code`; returns new recovery codes, which are shown once."""
    step = _step_of(secret, code, now)
    if step is None:
        raise DomainError(WRONG, "code")
    user.authenticator_secret = secret
    user.authenticator_last_step = step
    record("authenticator.set", actor=user.actor, now=now, subject=("user", user.id))
    return renew_recovery_codes(user, now=now)


def renew_recovery_codes(user: User, *, now: datetime) -> list[str]:
    """Draw new recovery codes; the earlier ones no longer open."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [keys.new_recovery_code() for _ in range(RECOVERY_CODES)]
    marks = [_recovery_digest(user, code) for code in codes]
    db.session.add_all(RecoveryCode(user_id=user.id, code_digest=mark) for mark in marks)
    db.session.flush()
    record("recovery_codes.renewed", actor=user.actor, now=now, subject=("user", user.id))
    return codes


def check_second_factor(user: User, code: str, *, now: datetime) -> bool:
    """Whether `code` opens: what the authenticator shows, each only once, or an unused recovery code."""
    right = _use_code(user, code, now) if code.isdigit() else _use_recovery_code(user, code, now)
    if not right:
        record_failure("authenticator", "wrong code", user_id=user.id, now=now)
    return right


def take_off_factors(user: User, *, actor: Actor, now: datetime) -> None:
    """Leave only the password, and sign out every device; who may ask for it is decided by the caller."""
    user.authenticator_secret, user.authenticator_last_step = None, None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.execute(delete(Passkey).where(Passkey.user_id == user.id))
    db.session.flush()
    record("authenticator.reset", actor=actor, now=now, subject=("user", user.id))
    end_sessions(user.id, actor=actor, now=now)


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is: the present one, or a neighbour for clocks that go wrong."""
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    present = time_step(now)
    shown = {step: totp.generate_otp(step) for step in (present - 1, present, present + 1)}
    return next((step for step, expected in shown.items() if keys.same(expected, code)), None)


def _use_code(user: User, code: str, now: datetime) -> bool:
    if user.authenticator_secret is None:
        return False
    step = _step_of(user.authenticator_secret, code, now)
    return step is not None and _use_step(user, step)


def _use_step(user: User, step: int) -> bool:
    """Take the step; a code seen over somebody's shoulder does not open a second time."""
    later = or_(User.authenticator_last_step.is_(None), User.authenticator_last_step < step)
    take = update(User).where(User.id == user.id, later).values(authenticator_last_step=step)
    return db.session.scalar(take.returning(User.id)) is not None


def _use_recovery_code(user: User, code: str, now: datetime) -> bool:
    mark = _recovery_digest(user, code)
    match = next((kept for kept in unused_recovery_codes(user.id) if keys.same(kept.code_digest, mark)), None)
    if match is None:
        return False
    take = update(RecoveryCode).where(RecoveryCode.id == match.id, RecoveryCode.used_at.is_(None))
    used = db.session.scalar(take.values(used_at=now).returning(RecoveryCode.id))
    if used:
        record("recovery_code.used", actor=user.actor, now=now, subject=("user", user.id))
    return used is not None


def _recovery_digest(user: User, code: str) -> str:
    plain = "".join(character for character in code.lower() if character.isalnum())
    return keys.keyed_digest("recovery code", str(user.id), plain)
