"""What people wrote, without whoever it names."""

from collections.abc import Iterable

from portal.audit.persons import TRACES
from portal.core.concealing import Concealer, Words
from portal.core.messages import N_

SHOWN_AT_MOST = 20
INSTEAD = Words(
    somebody=N_("○○○"),
    telephone=N_("(전화번호)"),
    mail=N_("(이메일)"),
    address=N_("(주소)"),
    birth=N_("(생년월일)"),
)


def texts_of(said: Iterable[str]) -> list[str]:
    """Each text once, in the order in which they come."""
    return list(dict.fromkeys(text.strip() for text in said if text.strip()))


def quotes(said: Iterable[str]) -> list[str]:
    """The first twenty texts, each once, with nobody's name, telephone, address or birth date."""
    texts = texts_of(said)[:SHOWN_AT_MOST]
    if not texts:
        return []
    concealer = Concealer((trace for tell in TRACES for trace in tell()), lambda _trace: INSTEAD.somebody, INSTEAD)
    return [concealer.conceal(text) for text in texts]
