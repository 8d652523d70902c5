"""Sessions that this process looked up a moment ago, so that a page does not ask for them again."""

import time
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.accounts import keys
from portal.accounts.models import RoleGrant, SignInSession, User
from portal.accounts.queries import OpenSession, session_by_token
from portal.db.changes import changes, watch

GROUP = "accounts"
KNOWN_SECONDS = 10.0
"""How long a change that the portal did not make itself, but somebody in the database, stays unseen."""
MOST = 1000

watch(GROUP, SignInSession, User, RoleGrant)


class Known(NamedTuple):
    stamp: int
    looked_up_at: float
    session: OpenSession


@dataclass
class KnownSessions:
    """By digest of the token; whatever signs out, grants, revokes or disables makes all of them unknown at once."""

    known: dict[str, Known] = field(default_factory=dict)

    def session_of(self, token: str) -> OpenSession | None:
        """The open session of `token`, for what only reads: whatever changes something asks the database."""
        digest, stamp, now = keys.digest(token), changes().stamp(GROUP), time.monotonic()
        found = self.known.get(digest)
        if found is not None and found.stamp == stamp and now - found.looked_up_at < KNOWN_SECONDS:
            return found.session
        session = session_by_token(token)
        if session is not None:
            if len(self.known) >= MOST:
                self.known.clear()
            self.known[digest] = Known(stamp, now, session)
        return session
