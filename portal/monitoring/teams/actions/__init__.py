"""What is done about volunteers, the households in their charge and what they tell."""

from portal.monitoring.teams.actions.assigning import GAP, Charge, assign, end_assignment, end_assignments_at
from portal.monitoring.teams.actions.reporting import REPORT, see_to, tell_report
from portal.monitoring.teams.actions.volunteers import (
    SUBJECT,
    Newcomer,
    begin,
    change_vetting,
    end_volunteer,
    end_what_is_over,
    follow_account,
    follow_address,
    take_in,
)
from portal.monitoring.teams.actions.worrying import Seen, tell_worry

__all__ = [
    "GAP",
    "REPORT",
    "SUBJECT",
    "Charge",
    "Newcomer",
    "Seen",
    "assign",
    "begin",
    "change_vetting",
    "end_assignment",
    "end_assignments_at",
    "end_volunteer",
    "end_what_is_over",
    "follow_account",
    "follow_address",
    "see_to",
    "take_in",
    "tell_report",
    "tell_worry",
]
