"""What accounts ask of the worker: to forget what is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from portal.accounts.models import FailedSignIn, ResetLink, SignInCode, SignInSession, UnsentForm
from portal.accounts.rules import UNSENT_LASTS
from portal.accounts.throttling import forget_before
from portal.extensions import db

KEEP_COUNTERS = timedelta(days=2)
KEEP_CODES = timedelta(days=1)
KEEP_DEVICES = timedelta(days=90)


def forget_what_is_over(now: datetime) -> None:
    """Remove counters, codes and links that no longer matter, and devices signed out for long."""
    forget_before(now - KEEP_COUNTERS)
    db.session.execute(delete(SignInCode).where(SignInCode.expires_at < now - KEEP_CODES))
    db.session.execute(delete(ResetLink).where(ResetLink.expires_at < now - KEEP_CODES))
    db.session.execute(delete(UnsentForm).where(UnsentForm.kept_at < now - UNSENT_LASTS))
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.last_at < now - KEEP_DEVICES))
    db.session.execute(delete(SignInSession).where(SignInSession.last_seen_at < now - KEEP_DEVICES))
