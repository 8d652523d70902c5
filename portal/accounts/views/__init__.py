"""The pages of accounts: signing in and out, one's own security, the staff list."""

from portal.accounts.views import authenticator, identity, invitations, passwords, residents, security, staff
from portal.accounts.views.blueprint import bp

__all__ = ["bp"]

MODULES = (authenticator, identity, invitations, passwords, residents, security, staff)
"""Each adds to the blueprint when it is imported."""
