"""Forms of a draft of an individual support plan."""

from collections.abc import Callable

from portal.partners.support_plans.forms import GoalChoice, GoalForm, HeadForm, LineForm
from portal.web.editing import EditingForm
from tests.factories.support_plans import make_draft_plan
from tests.integration.web.editor import Editor, Sent


def of_what_a_plan_says() -> Editor:
    plan = make_draft_plan()
    at = f"/support-plans/{plan.id}/about"
    return Editor(at, plan.case.coordinator_id, {"own_words": "산책하고 싶다"}, {"needs": "지팡이"}, ("하나", "둘"))


def of_a_goal() -> Editor:
    plan = make_draft_plan()
    at = f"/support-plans/goals/{plan.goals[0].id}"
    return Editor(at, plan.case.coordinator_id, {"words": "산책한다"}, {"why": "무릎이 나음"}, ("하나", "둘"))


def of_a_service() -> Editor:
    plan = make_draft_plan()
    at = f"/support-plans/services/{plan.lines[-1].id}"
    return Editor(at, plan.case.coordinator_id, {"body": "마포보건소"}, {"how_often": "월 1회"}, ("하나", "둘"))


def of_a_service_of_ours() -> Editor:
    plan = make_draft_plan()
    first, second = plan.goals
    at = f"/support-plans/services/{plan.lines[0].id}"
    changes: tuple[Sent, Sent, tuple[str, str]] = {"goal": str(second.id)}, {}, (str(first.id), "")
    return Editor(at, plan.case.coordinator_id, *changes, words=(first.words, ""))


SUPPORT_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "support_plan": (HeadForm, of_what_a_plan_says),
    "support_goal": (GoalForm, of_a_goal),
    "support_line": (LineForm, of_a_service),
    "support_line_of_ours": (GoalChoice, of_a_service_of_ours),
}
