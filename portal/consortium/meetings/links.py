"""The links by which whoever is asked to a meeting, and their deputy, answer without signing in."""

from portal.accounts.signed import BoundLink, SignedLink

UNDER = "/meetings"
INVITED = "/invited/<token>"
"""Below the address of the meetings."""

ANSWERING = SignedLink("meeting invitation", UNDER + INVITED)
FOR_DEPUTY = BoundLink("meeting invitation for a deputy", UNDER + INVITED)
"""Of whoever is named to come in the place of another, at the address that was told."""
