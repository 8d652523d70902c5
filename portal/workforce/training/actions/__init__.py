"""All that is done with training."""

from portal.workforce.training.actions.results import Result, reopen_result, revoke_certificate, write_results
from portal.workforce.training.actions.sessions import (
    CourseDetails,
    SessionDetails,
    call_off_session,
    edit_session,
    enrol,
    give_places_back,
    plan_session,
    save_course,
    withdraw,
)

__all__ = [
    "CourseDetails",
    "Result",
    "SessionDetails",
    "call_off_session",
    "edit_session",
    "enrol",
    "give_places_back",
    "plan_session",
    "reopen_result",
    "revoke_certificate",
    "save_course",
    "withdraw",
    "write_results",
]
