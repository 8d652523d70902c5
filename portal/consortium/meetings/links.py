"""The link by which somebody who is asked to a meeting answers without signing in."""

from portal.accounts.signed import SignedLink

UNDER = "/meetings"
INVITED = "/invited/<token>"
"""Below the address of the meetings."""

ANSWERING = SignedLink("meeting invitation", UNDER + INVITED)
