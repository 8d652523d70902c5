"""When what accounts leave behind is over its time."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

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
from portal.accounts.rules import UNSENT_LASTS
from portal.core.clock import day_of
from portal.core.keeping import Retention, over_before
from portal.db.expiring import Expiring

KEEP_CODES = timedelta(days=1)
KEEP_DEVICES = timedelta(days=90)


def three_years_before(now: datetime) -> datetime:
    """Rights, accounts and who gave them are known so long after their end."""
    return over_before(Retention.GRANT, day_of(now))


def of_closed_account(now: datetime, user_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """What belongs to an account goes when the account does."""
    return user_id.in_(select(User.id).where(User.disabled_at < three_years_before(now)))


EXPIRING_ROWS = (
    Expiring(SignInCode, lambda now: SignInCode.expires_at < now - KEEP_CODES),
    Expiring(ResetLink, lambda now: ResetLink.expires_at < now - KEEP_CODES),
    Expiring(UnsentForm, lambda now: UnsentForm.kept_at < now - UNSENT_LASTS),
    Expiring(FailedSignIn, lambda now: FailedSignIn.last_at < now - KEEP_DEVICES),
    Expiring(SignInSession, lambda now: SignInSession.last_seen_at < now - KEEP_DEVICES),
    Expiring(RoleGrant, lambda now: RoleGrant.revoked_at < three_years_before(now)),
    Expiring(Invitation, lambda now: Invitation.expires_at < three_years_before(now)),
    Expiring(FactorRemoval, lambda now: FactorRemoval.asked_at < three_years_before(now)),
    Expiring(Passkey, lambda now: of_closed_account(now, Passkey.user_id)),
    Expiring(RecoveryCode, lambda now: of_closed_account(now, RecoveryCode.user_id)),
)
