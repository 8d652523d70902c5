"""The link by which a body asks without an account."""

from portal.accounts.signed import SignedLink

ASKING = SignedLink("request of a body", "/bodies/<token>")
