"""Finds which line of another plan a line goes on from."""

from collections.abc import Callable, Sequence

from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.coordinators.plans.rules import LineDraft

Line = LineDraft | PlanLine


def _same_words(line: Line, former: PlanLine) -> bool:
    return (line.need, line.goal) == (former.need, former.goal)


def _same_need(line: Line, former: PlanLine) -> bool:
    return line.need == former.need


def _need_reworded(line: Line, former: PlanLine) -> bool:
    return line.need in former.need or former.need in line.need


def _in_order(_line: Line, _former: PlanLine) -> bool:
    return True


LIKENESSES: tuple[Callable[[Line, PlanLine], bool], ...] = (_same_words, _same_need, _need_reworded, _in_order)
"""How two lines of one service may be alike, the surest first: what all are compared by before the next is asked."""


def lines_before(lines: Sequence[Line], former: Sequence[PlanLine]) -> list[PlanLine | None]:
    """The line of another plan that each continues, the likeliest of its service; none is continued by two.

    So what is known for a line outlives any change of its words, as long as there is a line of the service.
    """
    left, found = list(former), dict[int, PlanLine]()
    for alike in LIKENESSES:
        for place, line in enumerate(lines):
            same = (each for each in left if each.service_id == line.service_id and alike(line, each))
            if place not in found and (first := next(same, None)) is not None:
                found[place] = first
                left.remove(first)
    return [found.get(place) for place in range(len(lines))]


def lines_continued(line: PlanLine, earlier: Sequence[CarePlan]) -> list[PlanLine]:
    """The lines of earlier plans, the newest of them first, that a line goes on from, found plan by plan.

    What a plan left out is sought in the ones before it, after what it kept.
    """
    reached, found = {each: each for each in line.plan.lines}, list[PlanLine]()
    newest = line.plan
    for plan in earlier:
        own = sorted(reached, key=lambda each: reached[each].plan is not newest)
        for each, former in zip(own, lines_before([reached[each] for each in own], plan.lines), strict=True):
            reached[each] = former or reached[each]
        newest = plan
        found += [reached[line]] if reached[line].plan is plan else []
    return found
