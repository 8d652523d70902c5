"""The course of an application after it came in, and drafts that nobody came back to."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.actors import ANONYMOUS
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from portal.documents.pdf import document_pdf
from portal.documents.receipt import receipt_document
from portal.privacy.retention.actions import destroy_what_is_over
from portal.residents.applications.actions import (
    mark_paired,
    refuse_application,
    withdraw_application,
)
from portal.residents.applications.drafts import new_draft, start_draft
from portal.residents.applications.models import ApplicationDraft
from portal.residents.applications.queries import applications_of, waiting_applications
from portal.residents.applications.receipts import receipt_of
from portal.residents.applications.states import ApplicationState, Urgency
from portal.residents.resemblances.queries import waiting_pairs_of
from tests.factories.accounts import make_staff
from tests.factories.consortium import COORDINATOR, NOW, OFFICE, make_service
from tests.factories.residents import HELPER, make_application
from tests.unit.documents.reading import text_of

LATER = NOW + timedelta(hours=1)


class TestWaiting:
    def test_the_more_urgent_come_first_then_the_older(self, session: Session) -> None:
        old, urgent, new = (
            make_application(now=moment, urgency=urgency)
            for moment, urgency in (
                (NOW, Urgency.NORMAL),
                (LATER, Urgency.URGENT),
                (LATER, Urgency.NORMAL),
            )
        )
        assert list(waiting_applications()) == [urgent, old, new]

    def test_the_first_of_many_are_told(self, session: Session) -> None:
        first, *_others = [make_application(now=NOW) for _ in range(3)]
        assert list(waiting_applications(at_most=1)) == [first]

    def test_decided_ones_wait_no_more(self, session: Session) -> None:
        mark_paired(make_application(now=NOW), actor=OFFICE, now=LATER)
        assert waiting_applications() == []


class TestDeciding:
    def test_pairing_is_for_the_office(self, session: Session) -> None:
        application = make_application(now=NOW)
        with pytest.raises(Forbidden):
            mark_paired(application, actor=COORDINATOR, now=LATER)
        mark_paired(application, actor=OFFICE, now=LATER)
        assert (application.state, application.decided_at) == (ApplicationState.PAIRED, LATER)

    def test_a_refusal_tells_why(self, session: Session) -> None:
        application = make_application(now=NOW)
        with pytest.raises(DomainError):
            refuse_application(application, "  ", actor=OFFICE, now=LATER)
        refuse_application(application, "돌봄SOS에 문의해 주십시오.", actor=OFFICE, now=LATER)
        assert application.state is ApplicationState.NOT_ELIGIBLE

    def test_is_done_once(self, session: Session) -> None:
        application = make_application(now=NOW)
        mark_paired(application, actor=OFFICE, now=LATER)
        with pytest.raises(Conflict):
            refuse_application(application, "늦었습니다.", actor=OFFICE, now=LATER)


class TestWithdrawing:
    def test_the_person_may(self, session: Session) -> None:
        application = make_application(now=NOW)
        actor = session.get_one(User, application.person.user_id).actor
        withdraw_application(application, actor=actor, now=LATER)
        assert application.state is ApplicationState.WITHDRAWN

    def test_strangers_may_not(self, session: Session) -> None:
        application = make_application(now=NOW)
        for stranger in (ANONYMOUS, make_staff(Role.COORDINATOR).actor):
            with pytest.raises(NotFound):
                withdraw_application(application, actor=stranger, now=LATER)


class TestWhatThePersonAskedFor:
    def test_is_listed_newest_first(self, session: Session) -> None:
        first = make_application(now=NOW)
        actor = session.get_one(User, first.person.user_id).actor
        second = make_application(now=LATER, actor=actor)
        assert applications_of(first.person_id) == [second, first]

    def test_names_people_who_may_be_the_same(self, session: Session) -> None:
        first, second = make_application(now=NOW), make_application(now=LATER)
        (pair,) = waiting_pairs_of(second.person_id)
        assert (pair.other, pair.person) == (first.person, second.person)


class TestTheReceipt:
    def test_says_what_was_asked_for_and_what_happens_next(self, session: Session) -> None:
        application = make_application(
            make_service(name="청소"), now=NOW, helper=HELPER, own_words="천천히 말씀해 주세요."
        )
        text = text_of(document_pdf(receipt_document(receipt_of(application))))
        for part in (application.number, "홍길동", "청소", "김이웃(이웃)", "천천히 말씀해 주세요", "02-300-1000"):
            assert part in text
        assert "2026. 11. 26.(목) 18:00" in text


class TestDrafts:
    def test_are_forgotten_after_thirty_days(self, session: Session) -> None:
        start_draft(new_draft(ANONYMOUS, now=NOW), "old", now=NOW - timedelta(days=31))
        start_draft(new_draft(ANONYMOUS, now=NOW), "new", now=NOW)
        destroy_what_is_over(NOW)
        assert session.scalar(select(func.count(ApplicationDraft.id))) == 1
