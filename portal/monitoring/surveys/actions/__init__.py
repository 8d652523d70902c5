"""What is done about surveys: planning them, who walks where, and what was found at each door."""

from portal.monitoring.surveys.actions.planning import (
    ADDRESSES,
    Brought,
    bring_list,
    change_survey,
    plan_survey,
    step_survey,
)
from portal.monitoring.surveys.actions.standing import OPEN, SUBJECT
from portal.monitoring.surveys.actions.team import divide_survey, join_team, leave_all_teams, leave_team, those_who_may
from portal.monitoring.surveys.actions.walking import (
    DOOR,
    add_door,
    hand_on_needs,
    lead_to_application,
    look_again,
    record_result,
    tell_wish,
    tell_worry,
)

__all__ = [
    "ADDRESSES",
    "DOOR",
    "OPEN",
    "SUBJECT",
    "Brought",
    "add_door",
    "bring_list",
    "change_survey",
    "divide_survey",
    "hand_on_needs",
    "join_team",
    "lead_to_application",
    "leave_all_teams",
    "leave_team",
    "look_again",
    "plan_survey",
    "record_result",
    "step_survey",
    "tell_wish",
    "tell_worry",
    "those_who_may",
]
