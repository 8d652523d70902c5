"""How those are found whom nobody knew, and how the questionnaire is written that they are asked."""

from functools import partial

from portal.monitoring.screening.editing import publish_edition
from portal.monitoring.screening.states import ScreeningEditionVerb
from portal.monitoring.surveys import actions as surveys
from portal.monitoring.surveys.states import RESULTS, DoorVerb, SurveyVerb
from portal.monitoring.worries.assigning import call_task_off, finish_task, miss_task
from portal.monitoring.worries.states import WorryTaskVerb
from tests.factories.coordinators import make_office
from tests.factories.screening import make_edition_draft
from tests.factories.surveys import make_door, make_survey
from tests.factories.worries import make_worry_task
from tests.integration.steps.standing import LATER, Act, Maker, Standing

CLOSED_DOORS = {
    "met": DoorVerb.MEET,
    "needs_help": DoorVerb.FIND_NEED,
    "refused": DoorVerb.BE_REFUSED,
    "moved": DoorVerb.FIND_MOVED,
}


def questionnaire_draft() -> Standing:
    office = make_office().actor
    return Standing(
        make_edition_draft(),
        {ScreeningEditionVerb.PUBLISH: lambda row: publish_edition(row, actor=office, now=LATER)},
    )


def survey_in(state: str) -> Maker:
    """Planned, or begun."""

    def make() -> Standing:
        user = make_office()
        verbs = (SurveyVerb.START, SurveyVerb.FINISH, SurveyVerb.CALL_OFF)
        acts: dict[str, Act] = {
            verb: partial(surveys.step_survey, verb=verb, actor=user.actor, now=LATER) for verb in verbs
        }
        return Standing(make_survey(user, under_way=state == "under_way"), acts)

    return make


def door_in(state: str) -> Maker:
    """One at which somebody stood, or will."""

    def make() -> Standing:
        user = make_office()
        actor = user.actor
        door = make_door(make_survey(user), user)
        reached = {"nobody": DoorVerb.FIND_NOBODY, **CLOSED_DOORS}.get(state)
        if reached is not None:
            surveys.record_result(door, reached, actor=actor, now=LATER)
        acts: dict[str, Act] = {
            verb: partial(surveys.record_result, verb=verb, actor=actor, now=LATER) for verb in RESULTS
        }
        acts[DoorVerb.LOOK_AGAIN] = lambda row: surveys.look_again(row, actor=actor, now=LATER)
        return Standing(door, acts)

    return make


def worry_task_open() -> Standing:
    user = make_office()
    actor = user.actor
    return Standing(
        make_worry_task(user),
        {
            WorryTaskVerb.FINISH: lambda row: finish_task(row, "만나 뵘", actor=actor, now=LATER),
            WorryTaskVerb.MISS: lambda row: miss_task(row, "인기척이 없음", actor=actor, now=LATER),
            WorryTaskVerb.CALL_OFF: lambda row: call_task_off(row, "다른 분이 다녀옴", actor=actor, now=LATER),
        },
    )
