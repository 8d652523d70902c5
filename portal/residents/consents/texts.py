"""The texts of the consents, by kind, as they are shown and as they are kept by edition."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from portal.residents.consents.states import ConsentKind


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is asked: `required` without which a service cannot be given; `refusal` says what follows from refusing."""

    kind: ConsentKind
    edition: int
    effective_on: date
    required: bool
    title: str
    purpose: str
    items: tuple[str, ...]
    retention: str
    recipients: tuple[str, ...]
    refusal: tuple[str, ...]

    @property
    def recipients_by_purpose(self) -> dict[str, list[str]]:
        """Who receives it, gathered by what for: a recipient is written "name: purpose"."""
        gathered: dict[str, list[str]] = {}
        for recipient in self.recipients:
            name, _, purpose = recipient.partition(": ")
            gathered.setdefault(purpose, []).append(name)
        return gathered


@cache
def shipped_texts() -> tuple[ConsentText, ...]:
    """The newest edition of each text, in the order in which they are asked."""
    newest: dict[ConsentKind, ConsentText] = {}
    for text in sorted(all_editions(), key=lambda text: text.edition):
        newest[text.kind] = text
    return tuple(newest[kind] for kind in ConsentKind if kind in newest)


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
            refusal=tuple(line for line in entry["refusal"].splitlines() if line),
        )
        for entry in tomllib.loads(source)["consents"]
    )
