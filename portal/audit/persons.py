"""Who reads what was done without the persons whom it was done to or by: codes stand for them on every page."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from portal.core.actors import Actor
from portal.core.concealing import Concealer, Trace, Words
from portal.core.messages import N_
from portal.core.permissions import Permission, Role
from portal.core.sockets import Socket, Takes
from portal.extensions import current_settings

TRACES: Socket[Callable[[], Iterable[Trace]]] = Socket("what people are known by", Takes.MANY)
"""A feature that keeps names, telephones, addresses or birth dates of people gives them all."""

CODE_LENGTH = 8
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_BETWEEN = "\n\x1e\n"
_INSTEAD = Words(
    somebody=N_("(이름)"),
    telephone=N_("(전화번호)"),
    mail=N_("(이메일)"),
    address=N_("(주소)"),
    birth=N_("(생년월일)"),
)
_KEPT = frozenset(role.words for role in Role)
"""Written down in place of a name, such as who wrote the minutes."""


def reads_without_persons(viewer: Actor) -> bool:
    """Auditors, to whom the whole portal shows codes."""
    return viewer.can(Permission.AUDIT_READ) and not viewer.can(Permission.AUDIT_PERSONS)


def author_code(user_id: UUID) -> str:
    """Stands for a person in the log: the same one each time, and nobody finds out whose without our key."""
    return _code(user_id.bytes)


def _code(whose: bytes) -> str:
    key = current_settings().secret_key.get_secret_value().encode()
    return hmac.new(key, b"author" + whose, hashlib.sha256).hexdigest()[:CODE_LENGTH].upper()


def _code_of(trace: Trace) -> str:
    return author_code(trace.key) if trace.key else _code(trace.name.encode())


def conceal(page: str, words: Words, *, reader_id: UUID | None) -> str:
    """The page with codes in place of people; the name of whoever reads it stays."""
    traces = [trace for known in TRACES for trace in known()]
    own = {trace.name for trace in traces if reader_id and trace.key == reader_id}
    others = (trace for trace in traces if (trace.key != reader_id if trace.key else trace.name not in own))
    return Concealer(others, _code_of, words, _KEPT).conceal(page)


def conceal_texts(texts: Sequence[str], *, reader_id: UUID | None) -> list[str]:
    """Texts as the pages of whoever reads without persons show them: what a search of theirs may find."""
    if not texts:
        return []
    return conceal(_BETWEEN.join(texts), _INSTEAD, reader_id=reader_id).split(_BETWEEN)


def title_of(page: str) -> str:
    """What the page calls itself, for the log."""
    found = _TITLE.search(page)
    return " ".join(found[1].split()) if found else ""
