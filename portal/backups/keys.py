"""The keys of a back-up: what opens it, and the marks by which the portal's own keys are known without being told."""

import hashlib
from collections.abc import Sequence

from pyrage.x25519 import Identity, Recipient

from portal.config import Settings
from portal.core.errors import DomainError
from portal.core.messages import N_

MARK_LENGTH = 16
NO_KEY = N_(
    "백업 열쇠가 없습니다. `flask --app portal backup-key`로 만들어 PORTAL_BACKUP_KEY에 넣고, "
    "다른 곳에도 보관해 주십시오."
)
OTHER_KEYS = N_(
    "이 포털의 %(names)s이 백업을 만들 때와 다릅니다. 그때의 열쇠를 넣어 주십시오. "
    "열쇠를 잃었다면 --other-keys를 붙이십시오: 그 열쇠로 암호화된 내용은 읽을 수 없게 됩니다."
)


def new_key() -> str:
    return str(Identity.generate())


def identity_of(settings: Settings) -> Identity:
    """What opens back-ups; raises `DomainError` where none is set."""
    if settings.backup_key is None:
        raise DomainError(NO_KEY)
    return Identity.from_str(settings.backup_key.get_secret_value())


def recipients_of(settings: Settings) -> Sequence[Recipient]:
    """Who will be able to open a new back-up: the portal's key, and whoever else is named. Raises `DomainError`."""
    others = [Recipient.from_str(recipient) for recipient in settings.backup_recipients]
    if settings.backup_key is None and others:
        return others
    return [identity_of(settings).to_public(), *others]


def fingerprints(settings: Settings) -> dict[str, str]:
    """The portal's keys by the names of their settings, as marks from which nobody finds a key of full strength."""
    keys = {"PORTAL_SECRET_KEY": settings.secret_key.get_secret_value()}
    for number, key in settings.field_keys.items() if settings.field_key else ():
        keys[f"PORTAL_FIELD_KEY {number}"] = key
    return {name: _mark(key) for name, key in keys.items()}


def refuse_other_keys(settings: Settings, made_with: dict[str, str]) -> None:
    """Raises `DomainError` where a key that was in use then is another now."""
    present = fingerprints(settings)
    other = [name for name, mark in sorted(made_with.items()) if present.get(name) != mark]
    if other:
        raise DomainError(OTHER_KEYS, names=", ".join(other))


def _mark(key: str) -> str:
    return hashlib.sha256(b"portal key\0" + key.encode()).hexdigest()[:MARK_LENGTH]
