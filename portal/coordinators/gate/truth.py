"""Whether bookings that somebody was told of are still broken."""

from datetime import datetime

from sqlalchemy import or_, select

from portal.accounts.models import User
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.gate.broken import broken_among
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.referrals.models import Referral
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

BREAK = "booking_break"


def untruth_of_break(message: OutboxMessage, now: datetime) -> Unsent | None:
    """One mail tells of all that broke at once for whoever reads it: it is so while any of them is."""
    told = select(BookingBreak.referral_id).where(BookingBreak.found_at == message.created_at)
    of_member = select(Organisation.id).where(Organisation.email == message.recipient)
    of_coordinator = select(CareCase.id).join(User, User.id == CareCase.coordinator_id)
    concerns = or_(
        Referral.organisation_id.in_(of_member),
        CareCase.id.in_(of_coordinator.where(User.email == message.recipient)),
    )
    return None if broken_among(Referral.id.in_(told), concerns, now=now) else Unsent.ENDED
