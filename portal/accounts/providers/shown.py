"""What a provider said, carried by the visitor from one page to the next."""

import json
from dataclasses import asdict
from datetime import datetime

from portal.accounts.rules import Shown
from portal.db.keyring import keyring

_PLACE = ("session.provider", "visitor")


def put_in_words(shown: Shown) -> str:
    """Sealed, for the cookie of whoever it is about."""
    return keyring().seal(json.dumps(asdict(shown), default=datetime.isoformat), *_PLACE)


def taken_from_words(words: str) -> Shown:
    """What `put_in_words` was given; raises `NotOpened`."""
    said = json.loads(keyring().open(words, *_PLACE))
    at = said.pop("authenticated_at")
    said_at = datetime.fromisoformat(said.pop("at"))
    return Shown(**said, authenticated_at=datetime.fromisoformat(at) if at else None, at=said_at)
