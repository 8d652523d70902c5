"""Contacts: what is due, what is overdue, and by when the next is made."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.holding import hold_case
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import due_by, overdue_at
from portal.coordinators.caseload.rules import is_due, is_overdue
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.contacts.actions import record_contact, write_note
from portal.coordinators.contacts.queries import contacts_of, due_contacts, due_count, last_contact_made
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from tests.client import PortalClient
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import OFFICE, make_assessed, make_coordinator, make_office, make_paired
from tests.factories.referrals import make_scene, make_visit

CALL, WELL, NO_ANSWER = ContactMeans.CALL, ContactOutcome.WELL, ContactOutcome.NO_ANSWER


class TestNotes:
    def test_are_no_contact_and_ask_nothing_else(self, session: Session) -> None:
        case = make_paired()
        due = case.next_contact_on
        note = write_note(case, "열쇠는 이웃에게", actor=case.coordinator.actor, now=NOW)
        assert (note.means, note.outcome) == (ContactMeans.NOTE, ContactOutcome.UNANSWERED)
        assert (case.next_contact_on, contacts_of(case), last_contact_made(case)) == (due, [], None)

    def test_need_only_their_words(self, client: PortalClient, session: Session) -> None:
        case = make_paired()
        client.sign_in(case.coordinator_id)
        at = f"/households/{case.household_id}"
        assert "어떻게 지내십니까?" not in client.get(f"{at}/notes").text
        assert client.post(f"{at}/notes", data={"note": " "}).status_code == 422
        assert client.post(f"{at}/notes", data={"note": "열쇠는 이웃에게"}).location == at
        page = client.get(at).text
        assert "열쇠는 이웃에게" in page
        assert f"{at}/notes" in page


def test_what_was_asked_for_stands_on_the_page_and_the_plan_in_ones_own_words(
    client: PortalClient, session: Session
) -> None:
    case = make_assessed()
    case.application.own_words = "무릎이 아파 욕실 청소를 못 합니다."
    client.sign_in(case.coordinator_id)
    at = f"/households/{case.household_id}"
    for address in (at, f"{at}/plan/draft", f"{at}/assessment"):
        assert "무릎이 아파 욕실 청소를 못 합니다." in client.get(address).text


class TestLogging:
    def test_sets_the_next_contact_within_the_month(self, session: Session) -> None:
        case = make_paired()
        record_contact(case, CALL, WELL, "", actor=case.coordinator.actor, now=NOW)
        assert case.next_contact_on == date(2026, 12, 23)

    def test_sets_it_within_a_week_of_the_next_visit(self, session: Session) -> None:
        scene = make_scene()
        visit = make_visit(scene)
        case = visit.referral.case
        record_contact(case, CALL, WELL, "", actor=scene.coordinator, now=NOW)
        assert case.next_contact_on == date(2026, 12, 1)

    def test_never_counts_silence(self, session: Session) -> None:
        case = make_paired()
        record_contact(case, CALL, NO_ANSWER, "", actor=case.coordinator.actor, now=NOW)
        assert case.next_contact_on == TODAY + timedelta(days=1)
        assert last_contact_made(case) is None

    def test_calls_again_on_the_next_working_day(self, session: Session) -> None:
        case = make_paired()
        friday = NOW + timedelta(days=4)
        record_contact(case, CALL, NO_ANSWER, "", actor=case.coordinator.actor, now=friday)
        assert case.next_contact_on == date(2026, 11, 30)

    def test_takes_the_day_that_was_chosen(self, session: Session) -> None:
        case = make_paired()
        chosen = TODAY + timedelta(days=10)
        record_contact(case, CALL, WELL, "", actor=case.coordinator.actor, now=NOW, next_on=chosen)
        assert case.next_contact_on == chosen

    @pytest.mark.parametrize(("outcome", "days"), [(WELL, -1), (WELL, 31), (NO_ANSWER, 2)])
    def test_refuses_a_day_that_breaks_the_promise(self, session: Session, outcome: ContactOutcome, days: int) -> None:
        case = make_paired()
        next_on = TODAY + timedelta(days=days)
        with pytest.raises(DomainError) as refused:
            record_contact(case, CALL, outcome, "", actor=case.coordinator.actor, now=NOW, next_on=next_on)
        assert refused.value.field == "next_on"

    def test_sets_the_day_of_the_next_call_of_a_held_case_too(self, session: Session) -> None:
        case = make_paired()
        actor = case.coordinator.actor
        hold_case(case, "입원", actor=actor, now=NOW)
        next_on = TODAY + timedelta(days=5)
        record_contact(case, CALL, WELL, "병원에 계심", actor=actor, now=NOW, next_on=next_on)
        assert case.next_contact_on == next_on

    def test_refuses_a_closed_case(self, session: Session) -> None:
        case = make_paired()
        actor = case.coordinator.actor
        close_case(case, ClosureReason.GOAL_MET, "", actor=actor, now=NOW)
        with pytest.raises(Conflict):
            record_contact(case, CALL, WELL, "", actor=actor, now=NOW)

    def test_follows_up_only_a_visit_to_the_same_household(self, session: Session) -> None:
        visit = make_visit(make_scene())
        case = make_paired()
        with pytest.raises(NotFound):
            record_contact(case, CALL, WELL, "", actor=case.coordinator.actor, now=NOW, visit_id=visit.id)

    def test_says_who_began_it(self, session: Session) -> None:
        case = make_paired()
        actor = case.coordinator.actor
        called = record_contact(case, CALL, WELL, "", actor=actor, now=NOW)
        was_called = record_contact(case, CALL, WELL, "", actor=actor, now=NOW, begun_by=BegunBy.RESIDENT)
        note = write_note(case, "열쇠는 앞집", actor=actor, now=NOW)
        assert [one.begun_by for one in (called, was_called, note)] == [
            BegunBy.US,
            BegunBy.RESIDENT,
            BegunBy.UNANSWERED,
        ]

    def test_whoever_got_in_touch_was_reached(self, session: Session) -> None:
        case = make_paired()
        with pytest.raises(DomainError) as refusal:
            record_contact(case, CALL, NO_ANSWER, "", actor=case.coordinator.actor, now=NOW, begun_by=BegunBy.RESIDENT)
        assert refusal.value.field == "begun_by"
        assert contacts_of(case) == []

    def test_is_for_coordinators_but_for_calls_which_the_office_makes_too(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            record_contact(make_paired(), ContactMeans.VISIT, WELL, "", actor=OFFICE, now=NOW)
        assert record_contact(make_paired(), CALL, WELL, "", actor=make_office().actor, now=NOW).means is CALL

    def test_is_kept_newest_first(self, session: Session) -> None:
        case = make_paired()
        actor = case.coordinator.actor
        record_contact(case, CALL, NO_ANSWER, "", actor=actor, now=NOW)
        record_contact(case, CALL, WELL, "통화함", actor=actor, now=NOW + timedelta(hours=1))
        assert [(made.at, made.outcome) for made in contacts_of(case)] == [
            (NOW + timedelta(hours=1), WELL),
            (NOW, NO_ANSWER),
        ]


class TestDue:
    @pytest.mark.parametrize(
        ("days", "due", "overdue"),
        [(-1, True, True), (0, True, False), (1, False, False)],
        ids=["before", "on", "after"],
    )
    def test_has_one_definition_in_python_and_sql(self, session: Session, days: int, due: bool, overdue: bool) -> None:
        case = make_paired()
        case.next_contact_on = TODAY + timedelta(days=days)
        session.flush()
        assert (is_due(case.next_contact_on, TODAY), is_overdue(case.next_contact_on, TODAY)) == (due, overdue)
        found = [
            session.scalar(select(CareCase.id).where(rule)) is not None for rule in (due_by(TODAY), overdue_at(TODAY))
        ]
        assert found == [due, overdue]

    def test_counts_what_it_lists_for_each_coordinator(self, session: Session) -> None:
        mine, other = make_coordinator("나"), make_coordinator("남")
        for coordinator, days in ((mine, -2), (mine, 0), (mine, 3), (other, -1)):
            make_paired(coordinator).next_contact_on = TODAY + timedelta(days=days)
        session.flush()
        listed = due_contacts(mine.actor, TODAY)
        assert [case.next_contact_on for case in listed] == [TODAY - timedelta(days=2), TODAY]
        assert session.scalar(due_count(mine.actor, TODAY)) == len(listed)

    def test_knows_no_case_without_a_day(self, session: Session) -> None:
        case = make_paired()
        case.next_contact_on = None
        session.flush()
        assert session.scalar(due_count(case.coordinator.actor, TODAY + timedelta(days=365))) == 0
