"""Manuals in force and what people suggest for them, made as the portal makes them."""

from datetime import timedelta

from portal.consortium.suggestions import actions
from portal.consortium.suggestions.actions import Answer
from portal.consortium.suggestions.models import ManualSuggestion
from portal.consortium.suggestions.states import SuggestionState
from portal.core.actors import Actor
from portal.core.clock import day_bounds
from portal.core.permissions import Role
from portal.manuals.models import ManualEdition
from portal.manuals.states import ChangeSize
from tests.factories.manuals import FIRST_DAY, make_actor, make_draft, make_manual, publish

SAID = day_bounds(FIRST_DAY)[0] + timedelta(hours=10)
"""On the first day of the edition."""
WISH = "창을 먼저 엽니다."


def make_in_force(code: str = "suggested") -> ManualEdition:
    author, reviewer = make_actor("김쓴이", Role.COORDINATOR), make_actor("이검토", Role.COORDINATOR)
    return publish(make_draft(author, make_manual(code)), reviewer, make_actor("박승인", Role.OFFICE))


def make_suggestion(maker: Actor, edition: ManualEdition | None = None, wish: str = WISH) -> ManualSuggestion:
    """For the purpose of a manual in force; it waits for an answer."""
    section = (edition or make_in_force()).sections[0]
    return actions.make_suggestion(section, wish, "먼지가 납니다.", actor=maker, now=SAID)


def answered(state: SuggestionState) -> Answer:
    if state is SuggestionState.DECLINED:
        return Answer(state, "다른 조항에 있습니다.")
    return Answer(state, "고맙습니다.", "창 여는 차례", ChangeSize.MINOR)
