"""Whether bookings that somebody was told of are still broken."""

from datetime import datetime

from sqlalchemy import or_, select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.gate.broken import broken_among
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.referrals.models import Referral
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

BREAK = "booking_break"


def untruth_of_break(message: OutboxMessage, now: datetime) -> Unsent | None:
    """One mail tells a member or a coordinator of all of theirs that broke at once: it is so while any of them is."""
    told = select(BookingBreak.referral_id).where(BookingBreak.found_at == message.created_at)
    whose = or_(Referral.organisation_id == message.subject_id, CareCase.coordinator_id == message.subject_id)
    return None if broken_among(Referral.id.in_(told), whose, now=now) else Unsent.ENDED
