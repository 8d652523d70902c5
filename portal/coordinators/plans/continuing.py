"""Finds which line of another plan a line goes on from."""

from collections.abc import Sequence
from uuid import UUID

from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.rules import LineDraft


def lines_before(lines: Sequence[LineDraft | PlanLine], former: Sequence[PlanLine]) -> list[PlanLine | None]:
    """The line of another plan that each continues: of the same service, need and goal, else the service's only one."""
    left = list(former)
    found: list[PlanLine | None] = []
    for line in lines:
        same = [each for each in left if _wants(each) == _wants(line)]
        if not same and _is_only(line, lines) and _is_only(line, former):
            same = [each for each in left if each.service_id == line.service_id]
        found.append(same[0] if same else None)
        left = [each for each in left if each not in same[:1]]
    return found


def _wants(line: LineDraft | PlanLine) -> tuple[UUID, str, str]:
    return line.service_id, line.need, line.goal


def _is_only(line: LineDraft | PlanLine, lines: Sequence[LineDraft | PlanLine]) -> bool:
    return sum(each.service_id == line.service_id for each in lines) == 1
