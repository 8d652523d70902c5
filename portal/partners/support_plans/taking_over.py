"""What a draft begins with: the edition before, and the care plan as it stands."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.core.clock import day_of
from portal.core.ids import new_id
from portal.partners.support_plans.models import SupportGoal, SupportLine, SupportPlan, SupportScore
from portal.partners.support_plans.states import ScoredWhen


def fill_from(plan: SupportPlan, before: SupportPlan | None, care_plan: CarePlan | None, *, now: datetime) -> None:
    """Goals that go on with the score that they have by now, services of others, and ours of the care plan."""
    goals = _take_goals(plan, before) if before else {}
    if before:
        _take_lines_of_others(plan, before, goals)
    _take_ours(plan, care_plan, _goals_by_service(before, goals) | _goals_by_service(plan, {}), now)


def _take_goals(plan: SupportPlan, before: SupportPlan) -> dict[UUID, SupportGoal]:
    """By the ids that they had in the edition before."""
    taken = {}
    for goal in before.goals:
        if not goal.is_over:
            new = SupportGoal(thread=goal.thread, position=len(plan.goals) + 1, words=goal.words)
            plan.goals.append(new)
            new.scores = [_start_of(goal.scores[-1])] if goal.scores else []
            taken[goal.id] = new
    return taken


def _start_of(last: SupportScore) -> SupportScore:
    return SupportScore(
        occasion=ScoredWhen.START,
        score=last.score,
        scored_by=last.scored_by,
        scored_on=last.scored_on,
        words=last.words,
        noted_at=last.noted_at,
        noted_by_id=last.noted_by_id,
    )


def _take_lines_of_others(plan: SupportPlan, before: SupportPlan, goals: dict[UUID, SupportGoal]) -> None:
    for line in before.lines:
        is_over = line.goal_id is not None and line.goal_id not in goals
        if line.care_line_id is None and not is_over:
            plan.lines.append(
                SupportLine(
                    goal=goals.get(line.goal_id) if line.goal_id else None,
                    position=len(plan.lines) + 1,
                    partner_id=line.partner_id,
                    body=line.body,
                    who=line.who,
                    what=line.what,
                    how_often=line.how_often,
                    unit=line.unit,
                    cost=line.cost,
                    own_share=line.own_share,
                    starts_on=line.starts_on,
                    until_on=line.until_on,
                )
            )


def _goals_by_service(plan: SupportPlan | None, goals: dict[UUID, SupportGoal]) -> dict[UUID, SupportGoal | None]:
    """Which goal each service of ours serves; `goals` are those that took the place of others, by their ids."""
    lines = [line for line in plan.lines if line.care_line is not None] if plan else []
    return {line.care_line.service_id: goals.get(line.goal.id, line.goal) if line.goal else None
            for line in lines if line.care_line}  # fmt: skip


def _take_ours(
    plan: SupportPlan, care_plan: CarePlan | None, goals: dict[UUID, SupportGoal | None], now: datetime
) -> None:
    """Each line of the care plan once; those of a care plan that holds no more go."""
    wanted = list(care_plan.lines) if care_plan else []
    there = {line.care_line_id for line in plan.lines if line.care_line_id}
    for line in [each for each in plan.lines if each.care_line_id and each.care_line not in wanted]:
        plan.lines.remove(line)
    for ours in wanted:
        if ours.id not in there:
            goal = goals.get(ours.service_id) or _goal_of(plan, ours)
            plan.lines.append(_line_of(ours, goal, len(plan.lines) + 1, now))
    _number(plan.lines)


def _goal_of(plan: SupportPlan, ours: PlanLine) -> SupportGoal:
    """The goal that the care plan names, once where several lines name it."""
    found = next((goal for goal in plan.goals if goal.words == ours.goal), None)
    if found is None:
        found = SupportGoal(thread=new_id(), position=len(plan.goals) + 1, words=ours.goal)
        plan.goals.append(found)
    return found


def _line_of(ours: PlanLine, goal: SupportGoal, position: int, now: datetime) -> SupportLine:
    """What stands in these columns counts from the day on which the person agrees; until then it is read anew."""
    return SupportLine(
        goal=goal,
        position=position,
        care_line=ours,
        care_line_id=ours.id,
        body="",
        what=ours.service.name,
        how_often="",
        starts_on=min(day_of(now), ours.until_on),
        until_on=ours.until_on,
    )


def _number(lines: Iterable[SupportLine]) -> None:
    for position, line in enumerate(lines, start=1):
        line.position = position
