"""What a figure is, and how it is printed: one JSON line."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class Bound(StrEnum):
    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True)
class Figure:
    """A measured `value` in `unit` and the `target` that it keeps or misses."""

    name: str
    value: float
    unit: str
    target: float
    bound: Bound = Bound.AT_MOST

    @property
    def ok(self) -> bool:
        return self.value <= self.target if self.bound is Bound.AT_MOST else self.value >= self.target

    def line(self) -> str:
        """The figure as the JSON line that `make bench` prints; the target says on which side it lies."""
        shown = asdict(self) | {"value": round(self.value, 4), "target": f"{self.bound} {self.target:g}", "ok": self.ok}
        del shown["bound"]
        return json.dumps(shown, ensure_ascii=False)
