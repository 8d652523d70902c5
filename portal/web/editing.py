"""What happens when two people edit the same text: both texts are shown, nothing is lost."""

from dataclasses import dataclass
from typing import Protocol, cast

from portal.core.compare import Row, compare_texts
from portal.web.day_fields import RevisionField
from portal.web.forms import PortalForm


class Versioned(Protocol):
    """A row that counts how often it was saved."""

    revision: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of which the kept text and the typed text differ."""

    label: str
    rows: list[Row]


def differences(form: PortalForm, kept: Versioned, fields: dict[str, str]) -> list[Difference]:
    """Compare the typed texts with the kept ones when `kept` was saved after the form was opened.

    `fields` maps the form's fields to the attributes of `kept`. The form takes over the newer revision: sent once more
    it replaces what its writer has now seen.
    """
    revision = cast(RevisionField, form["revision"])
    if revision.data == kept.revision:
        return []
    revision.data = kept.revision
    revision.typed = None
    found = [
        Difference(form[name].label.text, compare_texts(getattr(kept, attribute), form[name].data or "", context=1))
        for name, attribute in fields.items()
    ]
    return [difference for difference in found if difference.rows]
