"""Whether a mail about an account still opens something, and to whom there is nothing to write any more."""

from datetime import datetime

from portal.accounts import keys
from portal.accounts.models import Invitation, User
from portal.accounts.queries import staff_by_email
from portal.extensions import db
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent

INVITATION, NUMBER = "invitation", "number"


def says_of(invitation: Invitation) -> str:
    """A fresh link has another end."""
    return invitation.expires_at.isoformat()


def untruth_of_invitation(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """The link that was sent opens; it is given up with the link's time."""
    invitation = db.session.get(Invitation, message.subject_id)
    if invitation is None or invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        return Unsent.ENDED
    return None if message.says == says_of(invitation) else Unsent.SUPERSEDED


def number_said(user: User) -> str:
    """What news about the number of an account says of it, without telling it."""
    return keys.contact_digest(user.phone or user.email or "")


def untruth_of_number(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """The account still opens by the number that somebody has who did not know the birth date."""
    user = db.session.get_one(User, message.subject_id)
    if user.disabled_at is not None:
        return Unsent.ENDED
    return None if message.says == number_said(user) else Unsent.SUPERSEDED


def has_left(email: str) -> bool:
    """Whether an address belongs to somebody whose account is closed."""
    user = staff_by_email(email)
    return user is not None and user.disabled_at is not None
