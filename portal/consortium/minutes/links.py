"""The link by which somebody who was at a meeting reads and confirms its minutes without signing in."""

from portal.accounts.signed import SignedLink

UNDER = "/minutes"
READ = "/read/<token>"
"""Below the address of the minutes."""

READING = SignedLink("meeting minutes", UNDER + READ)
