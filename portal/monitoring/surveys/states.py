"""The course of a survey and what is found at each of its doors."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class SurveyState(Worded):
    PLANNED = "planned", N_("준비 중"), "info"
    UNDER_WAY = "under_way", N_("진행 중"), "progress"
    FINISHED = "finished", N_("마침"), "success"
    CALLED_OFF = "called_off", N_("그만둠")


class SurveyVerb(Worded):
    PLAN = "plan", N_("조사를 계획했습니다")
    START = "start", N_("조사를 시작했습니다")
    FINISH = "finish", N_("조사를 마쳤습니다")
    CALL_OFF = "call_off", N_("조사를 그만두었습니다")


SURVEY_STATES = StateTable(
    "survey",
    {
        (None, SurveyVerb.PLAN): SurveyState.PLANNED,
        (SurveyState.PLANNED, SurveyVerb.START): SurveyState.UNDER_WAY,
        (SurveyState.PLANNED, SurveyVerb.CALL_OFF): SurveyState.CALLED_OFF,
        (SurveyState.UNDER_WAY, SurveyVerb.FINISH): SurveyState.FINISHED,
        (SurveyState.UNDER_WAY, SurveyVerb.CALL_OFF): SurveyState.CALLED_OFF,
    },
)


class DoorState(Worded):
    """What stands of a door; nobody at home is no result, somebody comes again."""

    TO_VISIT = "to_visit", N_("찾아갈 곳"), "info"
    NOBODY = "nobody", N_("아무도 없음"), "warning"
    MET = "met", N_("만남"), "success"
    NEEDS_HELP = "needs_help", N_("도움 필요"), "danger"
    REFUSED = "refused", N_("거절")
    MOVED = "moved", N_("이사·빈집")


class DoorVerb(Worded):
    LIST = "list", N_("조사할 곳에 올렸습니다")
    FIND_NOBODY = "find_nobody", N_("아무도 없었습니다")
    MEET = "meet", N_("만났고 잘 지내십니다")
    FIND_NEED = "find_need", N_("만났고 도움이 필요합니다")
    BE_REFUSED = "be_refused", N_("이야기하고 싶지 않다고 하셨습니다")
    FIND_MOVED = "find_moved", N_("이사했거나 빈집입니다")
    LOOK_AGAIN = "look_again", N_("잘못 적어 다시 찾아갑니다")


RESULTS = (
    DoorVerb.FIND_NOBODY,
    DoorVerb.MEET,
    DoorVerb.FIND_NEED,
    DoorVerb.BE_REFUSED,
    DoorVerb.FIND_MOVED,
)
"""What somebody may say who stood at a door, the most frequent first."""

OPEN_DOORS = (DoorState.TO_VISIT, DoorState.NOBODY)
_REACHED = {
    DoorVerb.FIND_NOBODY: DoorState.NOBODY,
    DoorVerb.MEET: DoorState.MET,
    DoorVerb.FIND_NEED: DoorState.NEEDS_HELP,
    DoorVerb.BE_REFUSED: DoorState.REFUSED,
    DoorVerb.FIND_MOVED: DoorState.MOVED,
}

DOOR_STATES = StateTable(
    "survey_door",
    {
        (None, DoorVerb.LIST): DoorState.TO_VISIT,
        **{(state, verb): reached for state in OPEN_DOORS for verb, reached in _REACHED.items()},
        (DoorState.MET, DoorVerb.LOOK_AGAIN): DoorState.TO_VISIT,
        (DoorState.NEEDS_HELP, DoorVerb.LOOK_AGAIN): DoorState.TO_VISIT,
        (DoorState.REFUSED, DoorVerb.LOOK_AGAIN): DoorState.TO_VISIT,
        (DoorState.MOVED, DoorVerb.LOOK_AGAIN): DoorState.TO_VISIT,
    },
)
