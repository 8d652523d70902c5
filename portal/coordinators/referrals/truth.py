"""Whether what was written about a referral is still so."""

from datetime import datetime

from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

GIVEN_BACK = frozenset({ReferralState.ON_HOLD, ReferralState.WITHDRAWN})


def says_of(referral: Referral) -> str:
    """What a message says of a referral: how it stands, and for when; on hold or withdrawn, the place is free."""
    stands = "given back" if referral.state in GIVEN_BACK else referral.state.value
    return f"{stands} {referral.slot.starts_at.isoformat()}"


def untruth_of_referral(message: OutboxMessage, now: datetime) -> Unsent | None:
    """It stands as the message says; who is asked for an answer can still give one."""
    referral = db.session.get(Referral, message.subject_id)
    if referral is None:
        return Unsent.ENDED
    if message.says != says_of(referral):
        return Unsent.SUPERSEDED
    is_asked = referral.state is ReferralState.REQUESTED
    return Unsent.LATE if is_asked and referral.slot.starts_at <= now else None
