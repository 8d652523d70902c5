"""Whether what was written about regular visits is still so."""

from datetime import datetime

from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.queries import referrals_of
from portal.coordinators.series.states import SeriesState
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience, Unsent

BOOKED, CANCELLED, GIVEN_BACK = "booked", "cancelled", "given back"
"""What a message says of days: that they stand, or that they are no more, whatever becomes of the series."""


def says_of(series: CareSeries) -> str:
    """What a message says of a series: that its days stand, or how it stands itself."""
    return BOOKED if series.state is SeriesState.RUNNING else series.state.value


def untruth_of_series(message: OutboxMessage, now: datetime) -> Unsent | None:
    """It stands as the message says, or days do; the co-operative that is asked for an answer can still give one."""
    series = db.session.get(CareSeries, message.subject_id)
    if series is None:
        return Unsent.ENDED
    if message.says in (CANCELLED, GIVEN_BACK):
        return None
    if message.says == BOOKED:
        return None if referrals_of(series, ReferralState.BOOKED) else Unsent.SUPERSEDED
    if message.says != series.state.value:
        return Unsent.SUPERSEDED
    is_question = series.state is SeriesState.ASKED and message.audience is Audience.COOPERATIVE
    return Unsent.LATE if is_question and _has_begun(series, now) else None


def _has_begun(series: CareSeries, now: datetime) -> bool:
    """Whether the first day that is asked for has; with none left nothing is asked."""
    asked = referrals_of(series, ReferralState.REQUESTED)
    return not asked or asked[0].slot.starts_at <= now
