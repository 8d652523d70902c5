"""What other hours would have done to the silences of the last 90 days: alerts that would have come, and those not."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.monitoring.alerts.rules import LEVELS, Span
from portal.monitoring.alerts.states import AlertLevel

LOOKED_BACK = timedelta(days=90)
Hours = Sequence[int]
"""After how many hours each level is reached, from the lowest to the highest."""

Told = Callable[[datetime], datetime]
"""When a level that is reached at a moment is told: later where nobody watches by night or at weekends."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Which level a silence reached, and which one it would have reached; None where no alert came."""

    span: Span
    before: AlertLevel | None
    after: AlertLevel | None

    @property
    def would_go(self) -> bool:
        return self.before is not None and self.after is None

    @property
    def would_come(self) -> bool:
        return self.before is None and self.after is not None


def level_of(span: Span, hours: Hours, told: Told) -> AlertLevel | None:
    """The highest level that was told before the silence ended."""
    began_at, ended_at = span
    reached = [
        level for level, after in zip(LEVELS, hours, strict=True) if told(began_at + timedelta(hours=after)) < ended_at
    ]
    return reached[-1] if reached else None


def tried(silences: Iterable[Span], before: Hours, after: Hours, told: Told) -> list[Silence]:
    """Each silence that raises an alert by the one or the other, in order."""
    found = (Silence(span, level_of(span, before, told), level_of(span, after, told)) for span in sorted(silences))
    return [each for each in found if each.before or each.after]
