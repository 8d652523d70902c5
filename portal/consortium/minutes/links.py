"""The link by which somebody who was at a meeting reads and confirms its minutes without signing in."""

from portal.accounts.signed import BoundLink, SignedLink

UNDER = "/minutes"
READ = "/read/<token>"
"""Below the address of the minutes."""

READING = SignedLink("meeting minutes", UNDER + READ)
FOR_DEPUTY = BoundLink("meeting minutes for a deputy", UNDER + READ)
"""Of who came in the place of another, at the address that is known: whoever was asked cannot make it of their own."""
