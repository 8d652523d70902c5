"""The link by which whoever takes part sees their place and gives it back, without an account."""

from portal.accounts.signed import SignedLink

PLACE = SignedLink("place in an event", "/events/place/<token>")
