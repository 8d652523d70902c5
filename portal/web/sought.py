"""Forms that look for people: what is typed is sent in the body and then stands sealed in the address.

So a page can be gone back to, opened again and sent to a colleague, while no log, history or address names anybody.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, ClassVar

from flask import request, url_for
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.db.keyring import NotOpened, keyring
from portal.web.forms import FilterForm
from portal.web.unsent import given_back

SOUGHT = "sought"
"""The name in the address of what is sealed."""
LONGEST = 200
"""Characters of a value; an address has its bounds."""
PLACE = "address.sought"
WHOEVER_READS = ""
"""Bound to nobody: a colleague who opens the address finds what they may read themselves."""

Pairs = list[tuple[str, str]]


class SearchForm(FilterForm):
    """What is typed into the fields that `typed` names never stands in the clear in an address."""

    class Meta(FilterForm.Meta, FlaskForm.Meta):
        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            """What was looked for before the session ended, on the page to which somebody comes back."""
            return given_back(form) or super().wrap_formdata(form, formdata)

    typed: ClassVar[frozenset[str]] = frozenset()

    def __init__(self) -> None:
        clear = [pair for pair in request.args.items(multi=True) if pair[0] not in self.typed]
        super().__init__(MultiDict([*clear, *opened(self.sought)]))

    @property
    def sought(self) -> str:
        """The sealed words of the present address, for another one that looks for the same."""
        return request.args.get(SOUGHT, "")

    def found_at(self, endpoint: str) -> str:
        """The address at which what was sent is looked for."""
        sent = [(name, value[:LONGEST]) for name, value in request.form.items(multi=True) if value]
        clear = MultiDict(pair for pair in sent if pair[0] in self._fields and pair[0] not in self.typed)
        words = [pair for pair in sent if pair[0] in self.typed]
        if words:
            clear[SOUGHT] = sealed(words)
        values: dict[str, Any] = clear.to_dict(flat=False)
        return url_for(endpoint, **values)


def sealed(words: Pairs) -> str:
    kept = keyring().seal_bytes(json.dumps(words, ensure_ascii=False).encode(), PLACE, WHOEVER_READS)
    return urlsafe_b64encode(kept).decode().rstrip("=")


def opened(token: str) -> Pairs:
    """What was sealed; nothing where it was not sealed here or its key is gone."""
    try:
        kept = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        return [(name, value) for name, value in json.loads(keyring().open_bytes(kept, PLACE, WHOEVER_READS))]
    except (NotOpened, ValueError):
        return []
