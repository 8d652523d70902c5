"""Individual support plans on their course."""

from collections.abc import Callable
from datetime import timedelta

from portal.core.clock import day_of
from portal.partners.support_plans import actions, goals
from portal.partners.support_plans.rules import Signing
from portal.partners.support_plans.states import ScoredWhen, SignedBy, SupportState, SupportVerb
from tests.factories.consortium import TODAY
from tests.factories.support_plans import make_draft_plan, plan_in, score
from tests.integration.steps.standing import LATER, Act, Standing


def support_plan_in(state: SupportState) -> Callable[[], Standing]:
    """A draft that begins later, so that agreeing is one step; in force with every goal scored for a review."""

    def make() -> Standing:
        tomorrow = TODAY + timedelta(days=1)
        plan = make_draft_plan(starts_on=tomorrow) if state is SupportState.DRAFT else plan_in(state)
        actor = plan.case.coordinator.actor
        if state is SupportState.IN_FORCE:
            for goal in plan.goals:
                goals.score_goal(goal, score(ScoredWhen.REVIEW, 5), actor=actor, now=LATER)
        next_on = day_of(LATER) + timedelta(days=60)
        signing = Signing(SignedBy.PHONE, day_of(LATER))
        acts: dict[str, Act] = {
            SupportVerb.AGREE: lambda row: actions.agree_support_plan(row, signing, actor=actor, now=LATER),
            SupportVerb.BEGIN: lambda row: actions.begin_support_plan(row, actor=actor, now=LATER),
            SupportVerb.REVIEW: lambda row: actions.review_support_plan(row, next_on, "", actor=actor, now=LATER),
            SupportVerb.END: lambda row: actions.end_support_plan(row, "그만함", actor=actor, now=LATER),
        }
        return Standing(plan, acts)

    return make
