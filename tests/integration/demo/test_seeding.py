"""The demonstration is rich, consistent and made up; the same day makes the same data, on whatever database."""

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import FactorRemoval, FailedSignIn, Passkey
from portal.accounts.providers.models import ProviderLink
from portal.accounts.queries import open_removals
from portal.audit.models import AuditEntry
from portal.audit.sealing import faults
from portal.audit.words import DETAILS, detail_words
from portal.benefits.figures.models import MonthRow
from portal.benefits.ledger.models import Charge
from portal.benefits.settlement.models import Statement
from portal.consortium.advice.models import Advice
from portal.consortium.advice.queries import advice_on
from portal.consortium.advice.states import OPEN as OPEN_ADVICE
from portal.consortium.advice.states import AdviceState
from portal.consortium.capacity.models import Slot
from portal.consortium.consulting.models import Consulting
from portal.consortium.consulting.states import ConsultingState
from portal.consortium.meetings.models import AgendaItem, Meeting
from portal.consortium.meetings.states import MeetingKind, MeetingState
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.searching import Sought, search_minutes
from portal.consortium.minutes.states import FoundPart, MinutesState
from portal.coordinators.calls.queries import calls_to_make
from portal.coordinators.caseload.models import CareCase, Pairing
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.coordinators.gate.broken import broken_among
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.referrals.models import Cascade, Referral
from portal.coordinators.referrals.queries import is_answer_overdue
from portal.coordinators.referrals.states import HOLDING_STATES, ReferralState
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import is_unrecorded
from portal.coordinators.visits.states import VisitState
from portal.coordinators.waitlist.models import PlaceOffer
from portal.core import clock
from portal.core.actors import SYSTEM
from portal.duty.models import Shift
from portal.manuals.models import ManualEdition
from portal.manuals.states import ManualEditionState
from portal.notifications.models import OutboxMessage
from portal.notifications.states import CallOutcome, Channel, Delivery
from portal.privacy.evidence.models import EvidencePack
from portal.privacy.retention.models import RetentionHold, holding
from portal.residents.applications.models import Application
from portal.residents.applications.queries import waiting_applications
from portal.residents.applications.states import ApplicationState, Urgency
from portal.residents.households.models import FactChange, Household, Person
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.queries import waiting_pairs_of
from portal.residents.resemblances.states import ResemblanceState
from portal.workforce.training.models import TrainingEnrolment, TrainingSession
from portal.workforce.training.needs import needs_for
from portal.workforce.training.states import EnrolmentState, NeedStanding
from portal.workforce.workers.models import Worker
from tests.factories.consortium import OFFICE
from tests.integration.demo.conftest import NOW, empty_demonstration, seed

TAKING = (VisitState.BOOKED, VisitState.DONE, VisitState.NOBODY_HOME, VisitState.PROVIDER_ABSENT)


def count(session: Session, model: type[Any], *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def states(session: Session, column: Any) -> Counter[Any]:
    return Counter(session.scalars(select(column)))


class TestResidents:
    def test_are_households_with_every_kind_of_course(self, seeded: Session) -> None:
        assert count(seeded, Household, Household.joined_into_id.is_(None)) == 45
        assert set(states(seeded, Application.state)) == set(ApplicationState)
        assert {CaseState.PAIRED, CaseState.ASSESSED, CaseState.ON_HOLD} <= set(states(seeded, CareCase.state))
        assert len(set(states(seeded, CareCase.closure_reason)) - {None}) >= 6
        assert ClosureReason.GOAL_MET in states(seeded, CareCase.closure_reason)

    def test_wait_in_the_inbox_the_urgent_one_first(self, seeded: Session) -> None:
        waiting = waiting_applications()
        assert len(waiting) >= 6
        first = next(application for application in waiting if application.first_contact_due_at >= NOW)
        assert first.urgency is Urgency.URGENT
        assert NOW - first.received_at < timedelta(hours=1)
        assert any(application.consent_confirmed_at is None for application in waiting)
        assert any(waiting_pairs_of(application.person_id) for application in waiting)
        assert any(application.received_at < application.entered_at for application in waiting)

    def test_look_alike_joined_apart_and_to_be_judged(self, seeded: Session) -> None:
        assert states(seeded, Resemblance.state) == dict.fromkeys(ResemblanceState, 1)
        (joined,) = seeded.scalars(select(Resemblance).where(Resemblance.state == ResemblanceState.JOINED))
        assert joined.person.household.joined_into_id == joined.other.household_id
        assert count(seeded, FactChange, FactChange.told_by_person, FactChange.seen_at.is_(None)) == 2

    def test_are_made_up(self, seeded: Session) -> None:
        assert all(phone.startswith("+82100000") for phone in seeded.scalars(select(Person.phone)) if phone)
        mails = seeded.scalars(select(OutboxMessage.recipient).where(OutboxMessage.recipient.contains("@")))
        assert all(address.endswith("example.kr") for address in mails)

    def test_were_handed_over_once(self, seeded: Session) -> None:
        notes = [note for note in seeded.scalars(select(Pairing.handover_note)) if note]
        assert len(notes) == 1


class TestCourse:
    def test_referrals_stand_in_every_state_that_asks_for_something(self, seeded: Session) -> None:
        found = states(seeded, Referral.state)
        assert set(found) == set(ReferralState) - {ReferralState.PROVIDER_ABSENT}
        assert found[ReferralState.ACCEPTED] >= 2
        assert any(is_answer_overdue(referral, NOW) for referral in seeded.scalars(select(Referral)))

    def test_visits_ended_in_every_way_but_one_and_some_are_not_recorded(self, seeded: Session) -> None:
        found = states(seeded, Visit.state)
        assert set(found) == set(VisitState)
        assert found[VisitState.DONE] > 80
        unrecorded = [visit for visit in seeded.scalars(select(Visit)) if is_unrecorded(visit, NOW)]
        assert len(unrecorded) == 2

    def test_places_are_taken_by_exactly_what_stands_in_them(self, seeded: Session) -> None:
        asked = seeded.scalars(select(Referral.slot_id).where(Referral.state.in_(HOLDING_STATES)))
        held = Counter([*asked, *seeded.scalars(select(PlaceOffer.slot_id).where(PlaceOffer.ended_at.is_(None)))])
        taken = Counter(seeded.scalars(select(Visit.slot_id).where(Visit.state.in_(TAKING))))
        slots = seeded.scalars(select(Slot)).all()
        assert all((slot.held, slot.confirmed) == (held[slot.id], taken[slot.id]) for slot in slots)
        assert sum(slot.capacity > 0 and slot.free == 0 and slot.starts_at > NOW for slot in slots) > 3

    @pytest.mark.parametrize("model", [Application, CareCase, Household, Referral])
    def test_numbers_have_no_gaps(self, seeded: Session, model: type[Any]) -> None:
        numbers = sorted(seeded.scalars(select(model.number)))
        assert numbers == [f"2026-{place:06d}" for place in range(1, len(numbers) + 1)]


class TestConsortium:
    def test_two_years_of_meetings_are_closed_and_the_next_of_each_kind_is_planned(self, seeded: Session) -> None:
        found = Counter((kind, state) for kind, state in seeded.execute(select(Meeting.kind, Meeting.state)))
        assert found == {
            (MeetingKind.WORKING, MeetingState.CLOSED): 24,
            (MeetingKind.ADVISORY, MeetingState.CLOSED): 10,
            (MeetingKind.WORKING, MeetingState.PLANNED): 1,
            (MeetingKind.ADVISORY, MeetingState.PLANNED): 1,
        }

    def test_meetings_are_numbered_in_their_order_and_found(self, seeded: Session) -> None:
        held = select(Meeting).where(Meeting.closed_at.is_not(None), Meeting.kind == MeetingKind.WORKING)
        in_order = seeded.scalars(held.order_by(Meeting.starts_at)).all()
        assert [each.number for each in in_order] == list(range(1, 25))
        assert count(seeded, Minutes, Minutes.state == MinutesState.SEALED) >= 4
        found = {hit.part for hit in search_minutes(Sought("큰 글씨 판을"), viewer=SYSTEM)}
        assert found == {FoundPart.POINT, FoundPart.DECISION}

    def test_the_next_agenda_holds_what_members_proposed(self, seeded: Session) -> None:
        to_come = (Meeting.state == MeetingState.PLANNED, Meeting.kind == MeetingKind.WORKING)
        planned = seeded.scalars(select(Meeting).where(*to_come)).one()
        assert planned.starts_at > NOW
        own = (AgendaItem.meeting_id == planned.id, AgendaItem.presenter != "")
        assert count(seeded, AgendaItem, *own, AgendaItem.presenter != "포털") == 4
        assert count(seeded, AgendaItem, *own, AgendaItem.presenter == "포털") > 0

    def test_24_pieces_of_advice_are_kept_and_what_is_open_stands_on_the_next_agenda(self, seeded: Session) -> None:
        assert states(seeded, Advice.state) == {
            AdviceState.APPLIED: 9,
            AdviceState.PARTLY_APPLIED: 2,
            AdviceState.DECLINED: 2,
            AdviceState.ADOPTED: 4,
            AdviceState.PARTLY: 2,
            AdviceState.GIVEN: 5,
        }
        assert count(seeded, Advice, Advice.state.in_(OPEN_ADVICE), Advice.due_on < clock.day_of(NOW)) == 4
        to_come = (Meeting.state == MeetingState.PLANNED, Meeting.kind == MeetingKind.ADVISORY)
        agenda = seeded.scalars(select(Meeting).where(*to_come)).one().items
        assert sum(each.state in OPEN_ADVICE for each in advice_on(agenda).values()) == 11

    def test_second_editions_of_manuals_are_on_their_way(self, seeded: Session) -> None:
        assert states(seeded, ManualEdition.state) == {
            ManualEditionState.PUBLISHED: 14,
            ManualEditionState.SUPERSEDED: 1,
            ManualEditionState.SCHEDULED: 1,
            ManualEditionState.IN_REVIEW: 1,
            ManualEditionState.DRAFT: 1,
        }


class TestDoors:
    def test_have_seen_failures_lost_telephones_and_somebody_of_a_provider(self, seeded: Session) -> None:
        assert count(seeded, FailedSignIn, FailedSignIn.user_id.is_(None)) == 2
        assert count(seeded, FailedSignIn, FailedSignIn.user_id.is_not(None)) == 4
        assert count(seeded, ProviderLink) == 1
        (waiting,) = open_removals(now=NOW)
        assert seeded.scalars(select(Passkey.user_id)).all() == [waiting.user_id]
        assert count(seeded, FactorRemoval, FactorRemoval.confirmed_at.is_not(None)) == 1

    def test_a_file_is_held_and_packs_were_made(self, seeded: Session) -> None:
        assert count(seeded, RetentionHold, holding(NOW.date())) == 1
        over, under_way = seeded.scalars(select(EvidencePack).order_by(EvidencePack.requested_at))
        assert (over.done, over.is_waiting, over.is_ready) == (over.total, False, False)
        assert under_way.is_waiting


class TestRecords:
    def test_nothing_waits_to_be_delivered(self, seeded: Session) -> None:
        messages = seeded.scalars(select(OutboxMessage)).all()
        assert {message.state for message in messages} == set(Delivery) - {Delivery.SENDING}
        assert all(message.sent_at is None or message.sent_at <= NOW for message in messages)
        assert len({message.why for message in messages} - {None}) >= 4
        assert {"staff_digest", "staff_worry", "meeting_invitation"} <= {message.kind for message in messages}
        assert count(seeded, Shift, Shift.ends_at > NOW) >= 1
        assert calls_to_make(SYSTEM, now=NOW)
        assert count(seeded, Cascade, Cascade.ended_at.is_(None)) >= 1
        assert {CallOutcome.TOLD} <= {message.call_outcome for message in messages}
        assert all(message.body == "" for message in messages if message.is_secret)

    def test_the_audit_tells_three_months_and_is_sealed(self, seeded: Session) -> None:
        moments = seeded.scalars(select(AuditEntry.at)).all()
        assert NOW - timedelta(days=93) < min(moments) < max(moments) <= NOW
        assert list(faults()) == []

    def test_the_audit_tells_what_it_keeps_as_a_value_in_words(self, seeded: Session, demonstration: Flask) -> None:
        with demonstration.test_request_context():
            told = [
                (entry.event, name, value, detail_words(entry.event, {name: value}))
                for entry in seeded.scalars(select(AuditEntry))
                for name, values in entry.details.items()
                if name in DETAILS
                for value in (values if isinstance(values, list) else [values])
                if isinstance(value, str) and re.fullmatch(r"[a-z][a-z_, ]+", value)
            ]
        assert {each[:3] for each in told if each[2] in each[3]} == set()
        assert ("application.submit", "intake", "online", "신청 경로 누리집") in told

    def test_everything_came_after_what_led_to_it(self, seeded: Session) -> None:
        for visit in seeded.scalars(select(Visit)):
            referral, application = visit.referral, visit.referral.case.application
            course = [
                application.received_at, application.entered_at, referral.case.opened_at, referral.requested_at,
                referral.answered_at, visit.booked_at, visit.recorded_at, visit.feedback_at,
            ]  # fmt: skip
            told = [moment for moment in course if moment is not None]
            assert told == sorted(told)
            assert told[-1] <= NOW


@pytest.mark.on_postgresql
@pytest.mark.slow
def test_the_same_day_makes_the_same_data_on_any_database(seeded: Session, tmp_path: Path) -> None:
    first = summary(seeded)
    with empty_demonstration("sqlite", tmp_path) as again:
        assert seed(again)
        with again.app_context():
            from_again = summary(again.extensions["sqlalchemy"].session)
    assert from_again == first


def summary(session: Session) -> list[list[Any]]:
    """Everything that somebody reads, ids and tokens aside."""
    statements: list[Any] = [
        select(Person.name, Person.phone, Person.birth_on, Household.address).join(Person.household),
        select(Application.number, Application.state, Application.received_at, Application.own_words),
        select(CareCase.number, CareCase.state, CareCase.next_contact_on, CareCase.review_on),
        select(Referral.number, Referral.state, Referral.requested_at, Slot.starts_at).join(Referral.slot),
        select(Visit.starts_at, Visit.state, Visit.notes, Visit.rating, Visit.feedback, Worker.name).join(
            Visit.worker, isouter=True
        ),
        select(OutboxMessage.recipient, OutboxMessage.subject, OutboxMessage.sent_at, OutboxMessage.kind),
        select(OutboxMessage.recipient, OutboxMessage.body).where(OutboxMessage.channel == Channel.TEXT),
        select(AuditEntry.at, AuditEntry.event, AuditEntry.actor_name),
        select(Charge.starts_at, Charge.state, Charge.quantity, Charge.support, Charge.own_share, Charge.reason),
        select(Statement.number, Statement.month, Statement.state, Statement.support, Statement.paid_on),
        select(MonthRow.service_on, MonthRow.cases, MonthRow.support, MonthRow.dong_code),
    ]
    return [sorted(repr(tuple(row)) for row in session.execute(statement)) for statement in statements]


def test_bookings_broke_in_different_ways(seeded: Session) -> None:
    kinds = {broken.hindrance for broken in broken_among(now=NOW)}
    assert kinds >= {Hindrance.DONG, Hindrance.CLOSED_DAY, Hindrance.CONSENT}


def test_workers_learn_and_members_ask(seeded: Session) -> None:
    needs = [need for member in needs_for(OFFICE, clock.day_of(NOW)) for need in member.needs]
    assert set(NeedStanding) == {need.standing for need in needs}
    assert set(states(seeded, TrainingEnrolment.state)) >= {
        EnrolmentState.PASSED, EnrolmentState.FAILED, EnrolmentState.ABSENT, EnrolmentState.BOOKED,
        EnrolmentState.WAITING,
    }  # fmt: skip
    assert count(seeded, TrainingSession, TrainingSession.starts_at > NOW) >= 3
    assert set(states(seeded, Consulting.state)) == set(ConsultingState)
    assert count(seeded, Consulting) == 12
