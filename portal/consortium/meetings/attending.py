"""Whom a calendar shows as asked to a meeting, and as what: a deputy stands in it as RFC 5546, 3.2.2.3, delegates.

Whoever sends a deputy keeps the meeting in the calendar, as delegated; the deputy has an entry of the same UID.
"""

from collections.abc import Sequence

from portal.consortium.meetings.reaching import Reached, addresses_of
from portal.consortium.meetings.states import InvitationReply
from portal.documents.calendar import Attending, Status

STATUS = {
    InvitationReply.UNANSWERED: Status.NEEDS_ACTION,
    InvitationReply.COMING: Status.ACCEPTED,
    InvitationReply.DECLINED: Status.DECLINED,
    InvitationReply.DEPUTY: Status.DELEGATED,
}


def attending(reached: Reached, *, is_gone: bool) -> Sequence[Attending]:
    """Of the file for one person; whoever `is_gone` stands in it alone."""
    seat = reached.seat
    if is_gone:
        return [Attending(reached.name, reached.address)]
    own = addresses_of([seat]).get(seat, "")
    sender = Attending(seat.name, own, STATUS[seat.reply], delegated_to=seat.deputy_email)
    comes = Status.ACCEPTED if seat.deputy_comes_at else Status.NEEDS_ACTION
    deputy = Attending(seat.deputy, seat.deputy_email, comes, delegated_from=own)
    return [each for each in (sender, deputy) if each.address]
