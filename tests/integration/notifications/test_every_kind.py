"""Of every kind of message: what makes it untrue, or why nothing can."""

import pytest
from flask import Flask

from portal.core.sockets import Unfilled
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.notifications.actions import About, send_mail
from portal.notifications.kinds import KINDS
from portal.notifications.states import Audience
from portal.notifications.truth import TRUTHS
from tests.factories.consortium import NOW, make_organisation

pytestmark = pytest.mark.usefixtures("session")

ABOUT = {
    "alert_asked": "alert",
    "application_filed": "household",
    "application_received": "application",
    "application_refused": "household",
    "application_withdrawn": "application",
    "bookings_broken": "booking_break",
    "case_closed": "household",
    "coordinator_named": "household",
    "helper_opened": "helping",
    "household_handed_over": "handover",
    "household_paired": "household",
    "letter_came": "letter",
    "member_expiry": "organisation",
    "worker_checks": "worker_checks",
    "library_consents": "library_consents",
    "consulting_advised": "consulting",
    "training_ends": "training_needs",
    "training_session": "training_enrolment",
    "event_place": "event_guest",
    "event_thanks": "event_guest",
    "staff_training": "training_enrolment",
    "on_call_alert": "alert",
    "staff_unreached": "call_task",
    "staff_unseen": "unseen",
    "staff_duty": "duties",
    "staff_dong_office": "application",
    "staff_body_request": "body_request",
    "staff_breach": "duties",
    "on_call_urgent_application": "application",
    "on_call_worry": "worry",
    "referral_answered": "referral",
    "referral_reminded": "referral",
    "referral_requested": "referral",
    "referral_unanswered": "referral",
    "referral_facts": "referral",
    "referral_withdrawn": "referral",
    "series_answered": "series",
    "series_asked": "series",
    "series_booked": "series",
    "series_reminded": "series",
    "series_stopped": "series",
    "series_unanswered": "series",
    "series_withdrawn": "series",
    "request_answered": "care_request",
    "request_asked": "care_request",
    "request_private": "care_request",
    "staff_alert": "alert",
    "alert_door": "alert",
    "neighbour_assigned": "assignment",
    "staff_neighbour": "neighbour_report",
    "rights_answered": "rights_request",
    "rights_extended": "rights_request",
    "rights_received": "rights_request",
    "staff_rights": "rights_request",
    "staff_cover": "leave",
    "staff_dispute": "dispute",
    "staff_emergency": "emergency_access",
    "staff_incident": "incident",
    "staff_invitation": "invitation",
    "staff_manual": "manual_edition",
    "staff_member": "member_unentered",
    "meeting_cancelled": "meeting_attendee",
    "meeting_changed": "meeting_attendee",
    "meeting_deputy": "meeting_attendee",
    "meeting_deputy_named": "meeting_attendee",
    "meeting_invitation": "meeting_attendee",
    "meeting_minutes": "minutes",
    "minutes_amended": "minutes",
    "minutes_answered": "minutes",
    "minutes_reminder": "minutes",
    "minutes_sealed": "minutes",
    "meeting_papers": "meeting_attendee",
    "meeting_reminder": "meeting_attendee",
    "meeting_task": "meeting",
    "meeting_task_due": "meeting_action",
    "staff_meeting": "meeting",
    "staff_programme": "programme",
    "staff_override": "override",
    "staff_review": "access_review",
    "staff_statement": "statement",
    "staff_urgent_application": "application",
    "staff_worry": "worry",
    "visit_booked": "visit",
    "visit_cancelled": "visit",
    "visit_kept": "visit",
    "visit_left": "referral",
    "visit_longer": "visit",
    "visit_move_asked": "visit",
    "visit_moved": "visit",
    "visit_nobody_home": "visit",
    "visit_poor": "visit",
    "visit_provider_absent": "visit",
    "visit_reminder": "visit",
}
LASTING = {
    "incident_told": "what leaked has leaked, whatever becomes of the file",
    "meeting_taken_back": "whoever is asked no more has no seat that could be asked",
    "audit_head": "it tells what the newest seal was, which stays so",
    "email_changed": "it tells what was done, which stays done",
    "email_confirm": "given up with its link, whose page asks the account again",
    "password_reset": "given up with its link, whose page asks the account again",
    "sign_in_code": "given up with its minutes, and asked of the account again",
    "staff_let_in": "it tells what was done, which stays done",
    "staff_digest": "each line is asked when the mail is made",
}


def test_every_kind_has_a_subject_that_can_be_asked_or_a_reason(app: Flask) -> None:
    assert ABOUT.keys() | LASTING.keys() == KINDS.keys()
    assert not ABOUT.keys() & LASTING.keys()
    assert set(ABOUT.values()) <= {kind for kind, _truth in TRUTHS.items()}


def test_nothing_is_said_about_what_nobody_can_ask_about() -> None:
    about = About("weather", make_organisation().id)
    with pytest.raises(Unfilled):
        send_mail("a@example.kr", "비", "옵니다", audience=Audience.STAFF, kind="rain", now=NOW, about=about)
    with pytest.raises(Unfilled):
        tell_staff([], News(Matter.MEETING, about, "비", "/"), now=NOW)
