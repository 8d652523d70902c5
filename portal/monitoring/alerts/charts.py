"""How the figures of alerts become charts: the finding as title, a year beside the one before, small counts hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from portal.benefits.figures.rules import hidden_places, shown, too_small
from portal.benefits.figures.states import Covered
from portal.core.worded import Worded
from portal.monitoring.alerts.figures import Figures
from portal.web.labels import label
from portal.web.words import gettext as _

W = TypeVar("W", bound=Worded)
Row = tuple[str, Sequence[int | Covered]]


@dataclass(frozen=True, slots=True)
class Head:
    """One of the big figures."""

    name: str
    value: str
    unit: str
    note: str


def heads(now: Figures, before: Figures) -> list[Head]:
    few = too_small(now.total)
    total = label(Covered.FEW) if few else f"{now.total:,}"
    hours = "-" if now.hours is None or few else f"{now.hours:.1f}"
    return [
        Head(_("마친 경보"), total, _("건"), _last_year(before.total)),
        Head(_("소식을 확인하기까지"), hours, _("시간"), _("절반은 이 안에 확인했습니다.")),
    ]


def _last_year(count: int) -> str:
    return _("전해 5 미만") if too_small(count) else _("전해 %(count)d건", count=count)


def charts(now: Figures, before: Figures) -> list[tuple[str, list[Row]]]:
    return [
        (_finding(_("확인한 방법"), now.by_way), _rows(now.by_way, before.by_way)),
        (_finding(_("마친 모습"), now.by_ending), _rows(now.by_ending, before.by_ending)),
    ]


def _finding(what: str, counts: Mapping[W, int]) -> str:
    """What there is most of, unless it is hidden or another one is as many."""
    hidden = hidden_places(list(counts.values()))
    most, *others = sorted(counts, key=lambda each: -counts[each])
    is_alone = all(counts[each] < counts[most] for each in others)
    if not is_alone or list(counts).index(most) in hidden:
        return what
    return _("%(what)s: '%(most)s'이 가장 많습니다", what=what, most=label(most))


def _rows(now: Mapping[W, int], before: Mapping[W, int]) -> list[Row]:
    columns = [shown([counts[each] for each in now]) for counts in (now, before)]
    return [(label(each), [column[place] for column in columns]) for place, each in enumerate(now)]
