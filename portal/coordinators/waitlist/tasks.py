"""What happens on the waiting list by the clock."""

from datetime import datetime

from portal.coordinators.waitlist.actions import end_what_is_over
from portal.coordinators.waitlist.offering import let_lapse, offer_all


def offer_what_is_free(now: datetime) -> int:
    """Pass on what nobody answered for, end what is over, and keep new places; answers how many are kept."""
    let_lapse(now)
    end_what_is_over(now)
    return offer_all(now)
