"""The texts of the consents, by kind, as they are shown and as they are kept by edition."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources

from portal.residents.consents.states import ConsentKind


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is asked: `required` without which a service cannot be given; `refusal` says what follows from refusing.

    A text that `names_members` ships what a recipient gets it for; the members of the day are its recipients.
    """

    kind: ConsentKind
    edition: int
    effective_on: date
    required: bool
    title: str
    purpose: str
    items: tuple[str, ...]
    retention: str
    recipients: tuple[str, ...]
    names_members: bool
    refusal: tuple[str, ...]

    @property
    def recipients_by_purpose(self) -> dict[str, list[str]]:
        """Who receives it, gathered by what for: a recipient is written "name: purpose"."""
        gathered: dict[str, list[str]] = {}
        for recipient in self.recipients:
            name, _, purpose = recipient.partition(": ")
            gathered.setdefault(purpose, []).append(name)
        return gathered

    def naming(self, members: Iterable[str]) -> "ConsentText":
        """The text with `members` as those who receive it."""
        (purpose,) = self.recipients
        return replace(self, recipients=tuple(f"{member}: {purpose}" for member in members))


@cache
def shipped_texts() -> tuple[ConsentText, ...]:
    """The newest edition of each text, in the order in which they are asked."""
    newest: dict[ConsentKind, ConsentText] = {}
    for text in sorted(all_editions(), key=lambda text: text.edition):
        newest[text.kind] = text
    return tuple(newest[kind] for kind in ConsentKind if kind in newest)


def shipped_text(kind: ConsentKind) -> ConsentText:
    """The wording of a kind; who receives it is the day's (`queries.text_of`)."""
    return next(text for text in shipped_texts() if text.kind is kind)


def all_editions() -> tuple[ConsentText, ...]:
    source = resources.files("portal.residents.consents").joinpath("data", "consents.toml").read_text(encoding="utf-8")
    return tuple(
        ConsentText(
            kind=ConsentKind(entry["kind"]),
            edition=entry["edition"],
            effective_on=entry["effective_on"],
            required=entry["required"],
            title=entry["title"],
            purpose=entry["purpose"],
            items=tuple(entry["items"]),
            retention=entry["retention"],
            recipients=tuple(entry["recipients"]),
            names_members=entry.get("names_members", False),
            refusal=tuple(line for line in entry["refusal"].splitlines() if line),
        )
        for entry in tomllib.loads(source)["consents"]
    )
