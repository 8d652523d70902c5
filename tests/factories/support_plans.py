"""Individual support plans as their tests need them."""

from datetime import timedelta
from typing import Any

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.plans.states import AgreedBy
from portal.partners.support_plans.actions import Head, agree_support_plan, draft_support_plan, write_head
from portal.partners.support_plans.goals import add_goal, change_goal
from portal.partners.support_plans.handing import HandingTold, hand_part
from portal.partners.support_plans.lines import LineTold, add_line
from portal.partners.support_plans.models import SupportHanding, SupportPlan
from portal.partners.support_plans.rules import ScoreTold, Signing
from portal.partners.support_plans.states import HandedBy, ScoredBy, ScoredWhen, SignedBy, SupportState
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_agreed, make_assessed

CENTRE = "망원종합복지관"
WORDS = "계단을 내려가 이웃과 다시 밥을 먹고 싶다."


def score(at: ScoredWhen = ScoredWhen.START, points: int = 3, **values: Any) -> ScoreTold:
    given: dict[str, Any] = {"scored_by": ScoredBy.PERSON, "scored_on": TODAY, "words": ""}
    return ScoreTold(at, points, **(given | values))


def line_of_others(plan: SupportPlan, **values: Any) -> LineTold:
    """A welfare centre brings lunch on two days a week."""
    given: dict[str, Any] = {
        "goal": plan.goals[-1] if plan.goals else None,
        "partner": None,
        "body": CENTRE,
        "who": "김복지",
        "what": "함께 먹는 점심",
        "how_often": "주 2회",
        "unit": "1회",
        "cost": 4000,
        "own_share": 1000,
        "starts_on": TODAY,
        "until_on": None,
    }
    return LineTold(**(given | values))


def head(**values: Any) -> Head:
    given: dict[str, Any] = {
        "own_words": WORDS,
        "needs": "무릎이 아파 계단이 어렵다.",
        "meeting": None,
        "starts_on": TODAY,
        "review_on": TODAY + timedelta(days=90),
    }
    return Head(**(given | values))


def make_draft_plan(case: CareCase | None = None, *, blank: bool = False, **values: Any) -> SupportPlan:
    """Of a case with an agreed care plan of cleaning; whole, so that the person can agree to it, unless `blank`."""
    if case is None:
        case = make_assessed()
        make_agreed(case)
    actor = case.coordinator.actor
    plan = draft_support_plan(case, actor=actor, now=NOW)
    if not blank:
        write_head(plan, head(**values), actor=actor, now=NOW)
        for goal in plan.goals:
            change_goal(goal, goal.words, score(), actor=actor, now=NOW)
        add_goal(plan, "이웃과 한 주에 두 번 밥을 먹는다.", score(points=1), actor=actor, now=NOW)
        add_line(plan, line_of_others(plan), actor=actor, now=NOW)
    return plan


def make_support_plan(case: CareCase | None = None, **values: Any) -> SupportPlan:
    """Agreed to by signature, and in force unless it begins later."""
    plan = make_draft_plan(case, **values)
    signing = Signing(SignedBy.SIGNATURE, TODAY)
    agree_support_plan(plan, signing, actor=plan.case.coordinator.actor, now=NOW)
    return plan


def plan_in(state: SupportState) -> SupportPlan:
    """A draft, agreed to and to begin tomorrow, or in force."""
    if state is SupportState.DRAFT:
        return make_draft_plan()
    if state is SupportState.AGREED:
        return make_support_plan(starts_on=TODAY + timedelta(days=1))
    return make_support_plan()


def handing_told(**values: Any) -> HandingTold:
    given: dict[str, Any] = {
        "body": CENTRE,
        "receiver": "김복지",
        "consented_on": TODAY,
        "consent_by": AgreedBy.PHONE,
        "handed_on": TODAY,
        "means": HandedBy.IN_PERSON,
    }
    return HandingTold(**(given | values))


def make_handing(plan: SupportPlan | None = None, **values: Any) -> SupportHanding:
    """The welfare centre has its part."""
    plan = plan or make_support_plan()
    return hand_part(plan, handing_told(**values), actor=plan.case.coordinator.actor, now=NOW)
