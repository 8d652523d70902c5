"""Suggestions for manuals, and how they are answered."""

from portal.consortium.suggestions import actions
from portal.consortium.suggestions.states import ANSWERS, SuggestionState
from portal.core.permissions import Role
from tests.factories.accounts import make_user
from tests.factories.meetings import make_office
from tests.factories.suggestions import SAID, answered, make_suggestion
from tests.integration.steps.standing import Act, Standing


def suggestion_waiting() -> Standing:
    office = make_office()
    suggestion = make_suggestion(make_user(Role.COORDINATOR).actor)

    def answer(to: SuggestionState) -> Act:
        said = answered(to)
        return lambda row: actions.answer_suggestion(row, said, actor=office, now=SAID)

    return Standing(suggestion, {verb: answer(state) for state, verb in ANSWERS.items()})
