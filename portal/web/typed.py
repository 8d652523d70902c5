"""What somebody had typed into a form whose thing is gone: shown once more, so that it can be copied."""

import re
from collections.abc import Iterator

from flask import request

from portal.web.editing import marks_in
from portal.web.unsent import HIDDEN, WITH_SECRETS

NOT_TYPED = HIDDEN | {"shown"}

_CHOSEN = re.compile(r"[a-z_]*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A choice is sent as a short name or an id: it is no text."""


def typed_texts() -> list[str]:
    """Each text of the form that was sent, in its order; of one that carries marks only the fields that it showed."""
    if request.url_rule is None or request.blueprint in WITH_SECRETS:
        return []
    return [text for name, text in _sent() if name not in NOT_TYPED and not _CHOSEN.fullmatch(text)]


def _sent() -> Iterator[tuple[str, str]]:
    shown = marks_in(request.form.get("shown"))
    for name, value in request.form.items(multi=True):
        if not shown or name.partition("-")[0] in shown:
            yield name, value.strip()
