"""A page with a form that changes what is kept already, and what two people do there."""

from dataclasses import dataclass
from uuid import UUID

Sent = dict[str, str]


@dataclass(frozen=True)
class Editor:
    """A page with such a form: what one changes, what the other does, and two values that meet in the first field."""

    address: str
    user_id: UUID
    one: Sent
    other: Sent
    meeting: tuple[str, str]
    words: tuple[str, str] | None = None
    """How the page says the two values, where that is not as they are typed."""
