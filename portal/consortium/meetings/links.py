"""The links by which whoever is asked to a meeting, their deputy, and who has a task of it act without signing in."""

from portal.accounts.signed import BoundLink, SignedLink

UNDER = "/meetings"
INVITED = "/invited/<token>"
"""Below the address of the meetings."""

TASK = "/task/<token>"

ANSWERING = SignedLink("meeting invitation", UNDER + INVITED)
FOR_DEPUTY = BoundLink("meeting invitation for a deputy", UNDER + INVITED)
"""Of whoever is named to come in the place of another, at the address that was told."""
DOING = BoundLink("meeting task", UNDER + TASK)
"""Of whoever has something to do after a meeting and no account, at the address to which it was written."""
