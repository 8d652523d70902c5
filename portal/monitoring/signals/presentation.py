"""How what a signal says is told in words, also where it cannot be read."""

from dataclasses import dataclass
from datetime import datetime

from portal.monitoring.signals.models import ApartSignal
from portal.monitoring.signals.rules import Unreadable, read_moment
from portal.monitoring.signals.states import SignalKind
from portal.web.labels import label


@dataclass(frozen=True, slots=True)
class Shown:
    """A signal that lies apart: the moment that it names, or None with its words where they name none, and its kind."""

    signal: ApartSignal
    at: datetime | None
    at_words: str
    kind: str


def shown(signal: ApartSignal) -> Shown:
    at, kind = (str(signal.said.get(name, "")) for name in ("at", "type"))
    kind_words = label(SignalKind(kind)) if kind in set(SignalKind) else kind
    try:
        return Shown(signal, read_moment(at), "", kind_words)
    except Unreadable:
        return Shown(signal, None, at, kind_words)
