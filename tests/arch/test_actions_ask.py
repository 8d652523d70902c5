"""Every action asks whether its actor may, or says here who asked; one form alone needs no protection."""

import ast
from collections.abc import Iterator

from flask import Flask

from portal.extensions import csrf
from tests.arch.sources import name_of, python_files

BEYOND_ACTIONS = (
    "portal/coordinators/visits/wishes.py",
    "portal/consortium/capacity/entries.py",
    "portal/coordinators/caseload/holding.py",
)
ASKED_ELSEWHERE = {
    "portal/accounts/actions/authenticator.py:take_off_factors": "confirm_removal asks, let_in is the machine",
    "portal/accounts/actions/roles.py:record_grant": "writes down what grant_role and accept_invitation did",
    "portal/accounts/actions/sessions.py:end_session": "ends a session of the actor's own and no other",
    "portal/accounts/actions/sessions.py:end_sessions": "follows what its callers asked for",
    "portal/accounts/actions/residents.py:end_resident_account": "end_account_of asks",
    "portal/audit/actions.py:record": "writes down who did what",
    "portal/audit/actions.py:record_beside": "writes down who tried what",
    "portal/audit/actions.py:record_read": "writes down who read what",
    "portal/audit/actions.py:record_opened": "writes down who opened what",
    "portal/audit/actions.py:record_whatever_happens": "writes down who tried what",
    "portal/benefits/eligibility/actions.py:check_eligibility": "part of an application, a plan, a change of facts",
    "portal/benefits/eligibility/actions.py:choose_payer_by_rule": "part of agreeing a plan, which residents do, too",
    "portal/benefits/ledger/actions/accounts.py:post": "moves what the action before it was allowed to move",
    "portal/benefits/ledger/actions/changes.py:repay_line": "follows a payer that eligibility was asked for",
    "portal/benefits/ledger/actions/changes.py:reprice_person": "follows a band that eligibility was asked for",
    "portal/benefits/ledger/actions/charges.py:commit_booking": "a visit was recorded, which visits asked for",
    "portal/benefits/ledger/actions/charges.py:correct_stay": "correct_discharge asks",
    "portal/benefits/ledger/actions/charges.py:commit_stay": "a stay ended, which visits asked for",
    "portal/benefits/ledger/actions/charges.py:shorten_booking": "a stay goes on elsewhere, which visits asked for",
    "portal/benefits/ledger/actions/charges.py:end_booking": "a visit came to nothing, which visits asked for",
    "portal/benefits/ledger/actions/charges.py:hold_booking": "a visit was booked, which visits asked for",
    "portal/benefits/ledger/actions/charges.py:move_booking": "a visit was moved, which visits asked for",
    "portal/benefits/settlement/actions/writing.py:step": "a step that its callers were allowed to take",
    "portal/consortium/advice/actions/pieces.py:take_over": "disable_user asks",
    "portal/consortium/meetings/actions/agenda.py:carry_over": "close_meeting asks",
    "portal/consortium/meetings/actions/following.py:change_tasks_of_decision": "change_decision asks",
    "portal/consortium/meetings/actions/following.py:end_tasks_of_decision": "remove_decision asks",
    "portal/consortium/meetings/actions/following.py:take_tasks_over": "disable_user asks",
    "portal/consortium/meetings/actions/following.py:tell_of_calling_off": "cancel_meeting asks",
    "portal/manuals/actions/issuing.py:release_edition": "follows the day that publish_edition asked for",
    "portal/manuals/actions/issuing.py:step_edition": "a step that its callers were allowed to take",
    "portal/consortium/minutes/actions/confirming.py:pass_on": "whoever has the link names where the deputy is reached",
    "portal/consortium/minutes/actions/confirming.py:say_of_minutes": "whoever has the link answers",
    "portal/consortium/minutes/actions/confirming.py:send_minutes": "close_meeting asks",
    "portal/consortium/meetings/actions/attendance.py:answer_invitation": "whoever has the link answers",
    "portal/consortium/meetings/actions/deputies.py:answer_as_deputy": "whoever has the link answers",
    "portal/consortium/meetings/actions/finishing.py:finish_by_link": "whoever has the link says so",
    "portal/consortium/meetings/actions/places.py:forget_expert": "erase_expert asks",
    "portal/consortium/meetings/actions/places.py:renew_places_of_expert": "change_expert asks",
    "portal/consortium/meetings/actions/places.py:renew_places_of_member": "edit_member asks",
    "portal/consortium/meetings/actions/places.py:renew_places_of_user": "disable_user and revoke_role ask",
    "portal/duty/actions.py:end_shifts_of": "disable_user asks",
    "portal/coordinators/contacts/actions.py:log_contact": "record_contact asks",
    "portal/monitoring/calls/actions.py:follow_contact": "follows a contact that record_contact asked for",
    "portal/workforce/training/actions/sessions.py:give_places_back": "edit_worker, edit_member and disable_user ask",
    "portal/monitoring/watching/actions.py:be_out": "follows an attempt that record_attempt asked for",
    "portal/monitoring/watching/actions.py:end_absence": "the view finds one of the actor's households or of their own",
    "portal/monitoring/watching/actions.py:tell_absence": "the view asks whose household it is, or it is their own",
    "portal/monitoring/watching/actions.py:hear_by_call": "follows a call that the call desk asked for",
    "portal/consortium/meetings/actions/proposals.py:move_proposal": "_held asks",
    "portal/consortium/meetings/actions/proposals.py:withdraw_proposal": "_held asks",
    "portal/consortium/meetings/actions/writable.py:record_for": "writes down what the action before it did",
    "portal/coordinators/caseload/actions.py:pair_again": "change_coordinator asks",
    "portal/coordinators/handovers/actions.py:begin_handovers": "follows what change_coordinator asked for",
    "portal/coordinators/caseload/actions.py:refuse_application": "residents.applications asks",
    "portal/coordinators/caseload/actions.py:step_case": "a step of what visits and plans were allowed to do",
    "portal/coordinators/requests/actions.py:ask_by_application": "part of an application, which anybody may send",
    "portal/coordinators/outside/actions.py:ask_again": "_look asks",
    "portal/coordinators/outside/actions.py:end_links": "follows a death that somebody was allowed to record",
    "portal/coordinators/outside/actions.py:look_again": "_look asks",
    "portal/coordinators/outside/actions.py:take_back_links": "follows a consent taken back, or what is to stop",
    "portal/coordinators/outside/actions.py:recall_link": "_by_hand asks",
    "portal/coordinators/outside/actions.py:withdraw_link": "_by_hand asks",
    "portal/coordinators/waitlist/actions.py:end_wait": "take_off asks, others follow what it rests on",
    "portal/coordinators/waitlist/actions.py:end_waits": "follows what it rests on",
    "portal/coordinators/waitlist/actions.py:end_with_referral": "request_referral asks",
    "portal/coordinators/waitlist/actions.py:go_on_by_new_plan": "follows a plan that agree_plan allowed",
    "portal/coordinators/plans/actions.py:renew_payers": "follows a change of facts that verify_income allowed",
    "portal/manuals/actions/editions.py:draft_that_changes": "draft_edition asks, and widen_draft",
    "portal/coordinators/referrals/actions.py:refer_again": "request_referral asks",
    "portal/coordinators/referrals/actions.py:step_referral": "a step of what its callers were allowed to do",
    "portal/monitoring/screening/actions.py:keep_reply": "_refuse asks",
    "portal/monitoring/screening/actions.py:record_screening": "_refuse asks",
    "portal/monitoring/screening/actions.py:strike_screening": "_refuse asks",
    "portal/monitoring/alerts/actions/raising.py:ask_for_worry": "ask_to_look asks",
    "portal/monitoring/alerts/actions/ladder.py:look_after": "record_attempt asks",
    "portal/monitoring/alerts/actions/ladder.py:merge_alert": "follows two files that join_people was asked for",
    "portal/monitoring/alerts/actions/noting.py:note_absence": "tell_absence, which is asked for, tells of it",
    "portal/monitoring/alerts/actions/noting.py:note_contact": "follows what staff were allowed to write down",
    "portal/monitoring/watching/actions.py:follow_met": "follows what staff were allowed to write down",
    "portal/monitoring/worries/actions.py:begin_looking": "handle_worry asks",
    "portal/monitoring/worries/actions.py:see_worries": "follows the end of an alert, which end_alert asks for",
    "portal/monitoring/alerts/actions/ladder.py:part_alert": "follows two files that undo_join was asked for",
    "portal/monitoring/alerts/actions/ladder.py:climb": "go_on and hear_unclear_call ask or are the machine",
    "portal/monitoring/alerts/actions/ladder.py:write_turn": "go_on and raise_alert ask or are the machine",
    "portal/monitoring/alerts/actions/ladder.py:write_attempt": "raise_alert and _act ask or are the machine",
    "portal/monitoring/teams/actions/assigning.py:end": "follows what its callers asked for",
    "portal/monitoring/teams/actions/assigning.py:end_and_tell": "follows what its callers asked for",
    "portal/monitoring/teams/actions/assigning.py:end_assignments_at": "follows the end of care or of a consent",
    "portal/monitoring/surveys/actions/walking.py:add_door": "_walked asks",
    "portal/monitoring/surveys/actions/walking.py:lead_to_application": "_refuse_stranger asks",
    "portal/monitoring/surveys/actions/walking.py:list_door": "bring_list and add_door ask",
    "portal/monitoring/surveys/actions/walking.py:look_again": "_refuse_stranger asks",
    "portal/monitoring/surveys/actions/walking.py:record_result": "_refuse_stranger asks",
    "portal/monitoring/surveys/actions/walking.py:tell_wish": "tell_worry asks",
    "portal/monitoring/surveys/actions/walking.py:tell_worry": "_refuse_stranger asks",
    "portal/residents/helpers/actions.py:end_all_help": "end_account_of asks",
    "portal/residents/applications/actions.py:end_application": "follows a death that note_death was asked for",
    "portal/residents/applications/actions.py:end_applications_of": "follows a death that note_death was asked for",
    "portal/residents/applications/actions.py:reopen_application": "undo_join asks",
    "portal/monitoring/calls/actions.py:end_task": "follows a call, a changed number or the end of care",
    "portal/residents/households/actions.py:create_household": "part of an application, which anybody may send",
    "portal/benefits/ledger/actions/carrying.py:carry_charges": "follows two files that join_people was asked for",
    "portal/residents/households/actions.py:end_account_of": "a part of closing a case and of joining two files",
    "portal/residents/households/actions.py:write_facts": "change_facts and join_people ask",
    "portal/residents/households/actions.py:update_file": "submit_application asks who may change what",
}


def actions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Each public function that somebody does something by."""
    for path in python_files("portal"):
        name = name_of(path)
        if "/actions" not in name and name not in BEYOND_ACTIONS:
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and takes_actor(node):
                yield f"{name}:{node.name}", node


def takes_actor(function: ast.FunctionDef) -> bool:
    return any(argument.arg == "actor" for argument in (*function.args.args, *function.args.kwonlyargs))


def asks(function: ast.FunctionDef) -> bool:
    """Whether it calls `actor.require(…)` or one of the functions that do: require_own, _require_draft …"""
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    names = [call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls]
    return any(name.lstrip("_").startswith("require") for name in names)


def test_every_action_asks_or_says_who_does() -> None:
    silent = {name for name, function in actions() if not asks(function)}
    assert silent == ASKED_ELSEWHERE.keys()


def test_the_guard_finds_one_that_does_not_ask() -> None:
    (silent,) = ast.parse("def close(thing, *, actor):\n    thing.closed = True").body
    assert isinstance(silent, ast.FunctionDef)
    assert takes_actor(silent)
    assert not asks(silent)


def test_one_form_alone_needs_no_protection(app: Flask) -> None:
    assert app.extensions["csrf"] is csrf
    assert csrf._exempt_views == {
        "portal.web.views.set_display",
        "portal.accounts.providers.views.ended_at_provider",
        "portal.monitoring.outbox.views.receipt",
        "portal.monitoring.signals.api.signals",
    }
    assert csrf._exempt_blueprints == set()
