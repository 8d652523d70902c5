"""The pages of accounts: signing in and out, one's own security, the staff list."""

from portal.accounts.views import (
    authenticator,
    identity,
    invitations,
    limits,
    passkeys,
    passwords,
    proving,
    removing,
    residents,
    security,
    staff,
    throttled,
    unsent,
)
from portal.accounts.views.blueprint import bp

__all__ = ["bp"]

MODULES = (
    authenticator,
    identity,
    invitations,
    limits,
    passkeys,
    passwords,
    proving,
    removing,
    residents,
    security,
    staff,
    throttled,
    unsent,
)
"""Each adds to the blueprint when it is imported."""
