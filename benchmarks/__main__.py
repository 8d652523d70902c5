"""`python -m benchmarks [name …]`: measures everything, or what is named; prints one JSON line a figure."""

import sys
from collections.abc import Callable, Iterator, Sequence

from benchmarks import (
    applying,
    booking,
    calling,
    caseload,
    documents,
    footprint,
    inspecting,
    manuals,
    monitoring,
    pages,
    phone,
    photographs,
    sealing,
    searching,
    settlement,
    strangers,
    watching,
)
from benchmarks.figures import Figure
from benchmarks.ground import Ground

GROUPS: dict[str, Callable[[Ground], Iterator[Figure]]] = {
    "sealing": sealing.figures,
    "footprint": footprint.figures,
    "today": pages.today,
    "household": pages.household,
    "my": pages.my,
    "front": pages.front,
    "caseload": caseload.figures,
    "calling": calling.figures,
    "applying": applying.figures,
    "booking": booking.figures,
    "phone": phone.figures,
    "photographs": photographs.figures,
    "documents": documents.figures,
    "manual": manuals.figures,
    "settlement": settlement.figures,
    "search": searching.figures,
    "strangers": strangers.figures,
    "inspecting": inspecting.figures,
    "monitoring": monitoring.figures,
    "signals": watching.signals,
    "sweep": watching.sweep,
}


def main(names: Sequence[str]) -> int:
    """The exit code is 0 only when every figure keeps its target."""
    unknown = set(names) - set(GROUPS)
    if unknown:
        sys.exit(f"no such figures: {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    kept = True
    with Ground() as ground:
        for name in names or GROUPS:
            for figure in GROUPS[name](ground):
                print(figure.line(), flush=True)
                kept = kept and figure.ok
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
