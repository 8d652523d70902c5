"""Pages of referrals: the desks, one referral with its steps, referring, and reminding of answers."""

from portal.coordinators.referrals.views import referrals, reminders
from portal.coordinators.referrals.views.blueprint import bp

__all__ = ["bp", "referrals", "reminders"]
