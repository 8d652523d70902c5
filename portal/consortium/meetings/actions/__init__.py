"""Writes of the meetings: one function per verb, each recorded in the audit."""

from portal.consortium.meetings.actions.agenda import (
    add_item,
    move_item,
    propose_item,
    remove_item,
    take_up,
    what_became,
    withdraw_proposals,
)
from portal.consortium.meetings.actions.attendance import answer_invitation, record_as_answered, record_attendance
from portal.consortium.meetings.actions.charters import CharterValues, hold_after_all, save_charter, skip_day
from portal.consortium.meetings.actions.closing import close_meeting, minutes_of_closed, minutes_pdf, official_minutes
from portal.consortium.meetings.actions.deputies import answer_as_deputy
from portal.consortium.meetings.actions.finishing import finish_action, finish_by_link, reopen_action
from portal.consortium.meetings.actions.following import (
    change_tasks_of_decision,
    end_tasks_of_decision,
    pass_agenda_on,
    take_tasks_over,
    tell_of_calling_off,
)
from portal.consortium.meetings.actions.holding import (
    begin_meeting,
    end_point,
    is_written_in,
    start_point,
    take_begin_back,
)
from portal.consortium.meetings.actions.invitations import (
    add_attendee,
    invite_members,
    is_taken_back,
    note_address,
    remove_attendee,
)
from portal.consortium.meetings.actions.minutes import (
    Beside,
    Outcome,
    add_decision,
    add_task,
    change_decision,
    change_task,
    remove_decision,
    remove_task,
    save_discussion,
    write_item,
)
from portal.consortium.meetings.actions.places import (
    forget_expert,
    renew_places_of_expert,
    renew_places_of_member,
    renew_places_of_user,
)
from portal.consortium.meetings.actions.planning import (
    MeetingValues,
    cancel_meeting,
    change_meeting,
    plan_meeting,
    plan_next_meeting,
)
from portal.consortium.meetings.actions.proposals import move_proposal, withdraw_proposal
from portal.consortium.meetings.actions.reviewing import bring_decisions
from portal.consortium.meetings.actions.writable import require_writable

__all__ = [
    "Beside",
    "CharterValues",
    "MeetingValues",
    "Outcome",
    "add_attendee",
    "add_decision",
    "add_item",
    "add_task",
    "answer_as_deputy",
    "answer_invitation",
    "begin_meeting",
    "bring_decisions",
    "cancel_meeting",
    "change_decision",
    "change_meeting",
    "change_task",
    "change_tasks_of_decision",
    "close_meeting",
    "end_point",
    "end_tasks_of_decision",
    "finish_action",
    "finish_by_link",
    "forget_expert",
    "hold_after_all",
    "invite_members",
    "is_taken_back",
    "is_written_in",
    "minutes_of_closed",
    "minutes_pdf",
    "move_item",
    "move_proposal",
    "note_address",
    "official_minutes",
    "pass_agenda_on",
    "plan_meeting",
    "plan_next_meeting",
    "propose_item",
    "record_as_answered",
    "record_attendance",
    "remove_attendee",
    "remove_decision",
    "remove_item",
    "remove_task",
    "renew_places_of_expert",
    "renew_places_of_member",
    "renew_places_of_user",
    "reopen_action",
    "require_writable",
    "save_charter",
    "save_discussion",
    "skip_day",
    "start_point",
    "take_begin_back",
    "take_tasks_over",
    "take_up",
    "tell_of_calling_off",
    "what_became",
    "withdraw_proposal",
    "withdraw_proposals",
    "write_item",
]
