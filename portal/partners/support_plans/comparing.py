"""Two editions side by side: what the person says, the goals with their scores, and the services."""

from dataclasses import dataclass
from datetime import date

from portal.core.compare import Row, compare_texts
from portal.partners.support_plans.models import SupportGoal, SupportPlan
from portal.partners.support_plans.paper import cost_words, term_words
from portal.partners.support_plans.reading import Said, said


@dataclass(frozen=True, slots=True)
class GoalPair:
    """A goal as it stands in the edition before and in this one; None where that has it not."""

    before: SupportGoal | None
    after: SupportGoal | None

    @property
    def words(self) -> str:
        found = self.after or self.before
        return found.words if found else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """No rows where both say the same."""

    own_words: list[Row]
    needs: list[Row]
    goals: list[GoalPair]
    services: list[Row]


def compared(before: SupportPlan, after: SupportPlan, today: date) -> Compared:
    return Compared(
        compare_texts(before.own_words, after.own_words),
        compare_texts(before.needs, after.needs),
        _goals(before, after),
        compare_texts(_services(said(before, today)), _services(said(after, today))),
    )


def _goals(before: SupportPlan, after: SupportPlan) -> list[GoalPair]:
    """Those of this edition in their order, then those that it has no more."""
    old = {goal.thread: goal for goal in before.goals}
    pairs = [GoalPair(old.pop(goal.thread, None), goal) for goal in after.goals]
    return [*pairs, *(GoalPair(goal, None) for goal in old.values())]


def _services(lines: list[Said]) -> str:
    return "\n".join(sorted(_words(each) for each in lines))


def _words(each: Said) -> str:
    told = (each.what, each.body, each.who, each.how_often, cost_words(each.cost, each.unit),
            cost_words(each.own_share, each.unit), term_words(each))  # fmt: skip
    return " · ".join(filter(None, told))
