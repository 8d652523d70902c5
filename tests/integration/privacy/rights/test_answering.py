"""What a request may be answered with, what must come before, and that an answer never changes."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.actions import record_read
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.db.frozen import FrozenRow
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.privacy.copies.actions import make_copy
from portal.privacy.copies.states import CopyKind
from portal.privacy.evidence.items import PackItem, Period, gathered
from portal.privacy.requests.actions.answering import Reply, answer_request, extend_request, note_posted
from portal.privacy.requests.actions.asking import enter_request, withdraw_request
from portal.privacy.requests.models import CARRIED, GOES_ON, RightsRequest
from portal.privacy.requests.paper import answer_document, extension_document
from portal.privacy.requests.rules import DECISIONS, GROUNDS, NEEDS_GROUND
from portal.privacy.requests.states import (
    Ground,
    ReplyBy,
    RightsKind,
    RightsState,
    RightsVerb,
)
from portal.privacy.requests.waiting import REQUESTS
from portal.residents.households.actions import change_facts
from portal.residents.households.states import Fact
from portal.web.agenda import Desk
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_coordinator
from tests.factories.privacy import make_asked, make_entry, make_rights_request
from tests.factories.referrals import make_person

GRANT = Reply(verb=RightsVerb.GRANT, words="말씀하신 대로 했습니다.")
AN_HOUR = timedelta(hours=1)
DUE = date(2026, 12, 3)


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, email="office@example.kr")


def decline(ground: Ground | None, words: str = "들어드리지 못합니다.") -> Reply:
    return Reply(verb=RightsVerb.DECLINE, words=words, ground=ground)


class TestAnAnswer:
    def test_is_told_without_what_it_says(self, session: Session, office: User) -> None:
        request = make_rights_request()
        answer_request(request, GRANT, actor=office.actor, now=NOW + AN_HOUR)
        assert (request.state, request.answer, request.ended_at) == (
            RightsState.GRANTED,
            GRANT.words,
            NOW + AN_HOUR,
        )
        messages = {each.kind: each for each in session.scalars(select(OutboxMessage))}
        assert messages["rights_received"].why is Unsent.SUPERSEDED
        assert request.number in messages["rights_answered"].body
        assert GRANT.words not in messages["rights_answered"].body

    @pytest.mark.parametrize("kind", RightsKind)
    def test_is_one_that_the_kind_may_have(self, session: Session, office: User, kind: RightsKind) -> None:
        request = make_rights_request(kind)
        for verb in set(RightsVerb) - set(DECISIONS[kind]):
            with pytest.raises(DomainError):
                answer_request(request, Reply(verb=verb, words="답"), actor=office.actor, now=NOW)

    @pytest.mark.parametrize("kind", [kind for kind in RightsKind if GROUNDS[kind]])
    def test_that_refuses_names_a_ground_of_the_law(self, session: Session, office: User, kind: RightsKind) -> None:
        request = make_rights_request(kind)
        for ground in (None, *(set(Ground) - set(GROUNDS[kind]))):
            with pytest.raises(DomainError, match="근거"):
                answer_request(request, decline(ground), actor=office.actor, now=NOW)
        answer_request(request, decline(GROUNDS[kind][0]), actor=office.actor, now=NOW)
        assert (request.state, request.ground) == (RightsState.REFUSED, GROUNDS[kind][0])

    def test_is_in_words_and_by_the_office(self, session: Session, office: User) -> None:
        request = make_rights_request()
        with pytest.raises(DomainError, match="답을 적어"):
            answer_request(request, Reply(verb=RightsVerb.GRANT, words=""), actor=office.actor, now=NOW)
        with pytest.raises(Forbidden):
            answer_request(request, GRANT, actor=make_coordinator().actor, now=NOW)

    def test_is_given_once(self, session: Session, office: User) -> None:
        request = make_rights_request()
        answer_request(request, GRANT, actor=office.actor, now=NOW)
        with pytest.raises(Conflict):
            answer_request(request, decline(Ground.SEE_LAW), actor=office.actor, now=NOW)
        with pytest.raises(Conflict):
            withdraw_request(request, note="x", actor=office.actor, now=NOW)


class TestToSee:
    def test_on_paper_needs_the_copy_first(self, session: Session, office: User) -> None:
        request = make_rights_request(reply_by=ReplyBy.LETTER)
        session.commit()
        record_read(actor=office.actor, now=NOW, subject=("household", request.household_id), fields="facts")
        session.flush()
        with pytest.raises(Conflict, match="사본"):
            answer_request(request, GRANT, actor=office.actor, now=NOW)

    def test_counts_a_copy_made_since(self, client: PortalClient, session: Session, office: User) -> None:
        request = make_rights_request(reply_by=ReplyBy.LETTER, now=NOW - AN_HOUR)
        session.commit()
        with client.application.test_request_context("/x"):
            make_copy(request.person, CopyKind.JSON, actor=office.actor, now=NOW)
            client.application.process_response(client.application.response_class())
        session.rollback()
        request = session.get_one(RightsRequest, request.id)
        answer_request(request, GRANT, actor=office.actor, now=NOW)
        assert request.state is RightsState.GRANTED


class TestToCorrect:
    def test_is_granted_once_the_fact_was_changed(self, session: Session, office: User) -> None:
        request = make_rights_request(RightsKind.CORRECT, fact=Fact.PETS)
        person, actor = request.person, office.actor
        change_facts(person, {Fact.ALONE: {"lives_alone": False}}, from_on=TODAY, reason="x", actor=actor, now=NOW)
        with pytest.raises(Conflict, match="아직 고치지 않았습니다"):
            answer_request(request, GRANT, actor=actor, now=NOW)
        change_facts(person, {Fact.PETS: {"pets": ""}}, from_on=TODAY, reason="x", actor=actor, now=NOW)
        answer_request(request, GRANT, actor=actor, now=NOW)
        assert request.state is RightsState.GRANTED

    def test_of_something_else_is_said_in_words(self, session: Session, office: User) -> None:
        request = make_rights_request(RightsKind.CORRECT)
        answer_request(request, GRANT, actor=office.actor, now=NOW)
        assert request.state is RightsState.GRANTED


class TestPuttingOff:
    def test_is_told_with_the_new_day_and_the_reason(self, session: Session, office: User) -> None:
        request, until = make_rights_request(), DUE + timedelta(days=12)
        extend_request(request, until, "기록이 많습니다.", actor=office.actor, now=NOW)
        assert (request.state, request.due_on, request.extension) == (RightsState.EXTENDED, until, "기록이 많습니다.")
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "rights_extended")).one()
        assert "12. 15.까지" in told.body
        assert "기록이 많습니다." not in told.body
        words = str(extension_document(request))
        assert "기록이 많습니다." in words
        assert "1833-6972" in words

    def test_is_once_in_time_and_bounded(self, session: Session, office: User) -> None:
        request, actor = make_rights_request(), office.actor
        for until in (DUE, DUE + timedelta(days=31)):
            with pytest.raises(DomainError, match="일 안의 날"):
                extend_request(request, until, "까닭", actor=actor, now=NOW)
        with pytest.raises(DomainError, match="왜"):
            extend_request(request, DUE + timedelta(days=1), "", actor=actor, now=NOW)
        with pytest.raises(Conflict, match="지났습니다"):
            extend_request(request, DUE + timedelta(days=9), "까닭", actor=actor, now=NOW + timedelta(days=11))
        extend_request(request, DUE + timedelta(days=1), "까닭", actor=actor, now=NOW + timedelta(days=10))
        with pytest.raises(Conflict):
            extend_request(request, DUE + timedelta(days=2), "까닭", actor=actor, now=NOW + timedelta(days=10))

    @pytest.mark.parametrize("kind", [RightsKind.CORRECT, RightsKind.DELETE, RightsKind.STOP])
    def test_is_for_seeing_alone(self, session: Session, office: User, kind: RightsKind) -> None:
        with pytest.raises(Conflict, match="늦추게 하지 않습니다"):
            extend_request(make_rights_request(kind), DUE + timedelta(days=1), "까닭", actor=office.actor, now=NOW)


class TestALetter:
    def test_says_number_answer_ground_and_how_to_object(self, session: Session, office: User) -> None:
        request = make_rights_request(RightsKind.CORRECT)
        answer_request(request, decline(Ground.NOT_WRONG, "기록이 맞습니다."), actor=office.actor, now=NOW)
        words = str(answer_document(request))
        for told in (request.number, "홍길동", "월드컵로 77", "기록이 맞습니다.", "제36조 제2항", "1833-6972", "118"):
            assert told in words

    def test_of_a_question_has_nothing_to_object_to(self, session: Session, office: User) -> None:
        request = make_rights_request(RightsKind.ASK)
        answer_request(request, GRANT, actor=office.actor, now=NOW)
        assert "이의" not in str(answer_document(request))

    def test_is_waited_for_until_it_was_posted(self, client: PortalClient, session: Session, office: User) -> None:
        person = make_person(with_account=False, phone=None)
        request = enter_request(person, make_asked(RightsKind.ASK), make_entry(), actor=office.actor, now=NOW)
        assert what_waits(client, office, request) == [f"개인정보 요구 {request.number} 답하기: 보호책임자에게 묻기"]
        answer_request(request, GRANT, actor=office.actor, now=NOW)
        assert what_waits(client, office, request) == [f"개인정보 요구 {request.number} 답 편지 부치기"]
        note_posted(request, actor=office.actor, now=NOW)
        assert (request.posted_at, request.ended_at) == (NOW, NOW)
        assert what_waits(client, office, request) == []
        with pytest.raises(Conflict):
            note_posted(request, actor=office.actor, now=NOW)

    def test_cannot_be_posted_before_the_answer(self, session: Session, office: User) -> None:
        with pytest.raises(Conflict):
            note_posted(make_rights_request(), actor=office.actor, now=NOW)


def what_waits(client: PortalClient, office: User, request: RightsRequest) -> list[str]:
    with client.application.test_request_context():
        return [each.what for each in REQUESTS.items(Desk(office.actor, NOW))]


class TestTheInbox:
    def test_is_by_age_and_alarms_after_the_last_day(
        self, client: PortalClient, session: Session, office: User
    ) -> None:
        late = make_rights_request(now=NOW - timedelta(days=20))
        fresh = make_rights_request(now=NOW)
        with client.application.test_request_context():
            told = list(REQUESTS.items(Desk(office.actor, NOW)))
        assert [(each.key, each.weight.value, each.is_overdue(NOW)) for each in told] == [
            (f"rights-{late.id}", "alarm", True),
            (f"rights-{fresh.id}", "task", False),
        ]

    @pytest.mark.parametrize(("days", "is_marked"), [(7, False), (8, True), (10, True), (11, False)])
    def test_marks_what_is_due_soon(
        self, client: PortalClient, session: Session, office: User, days: int, is_marked: bool
    ) -> None:
        make_rights_request(now=NOW)
        with client.application.test_request_context():
            (told,) = REQUESTS.items(Desk(office.actor, NOW + timedelta(days=days)))
        assert (told.mark is not None) is is_marked


FROZEN = sorted(set(RightsRequest.__mapper__.column_attrs.keys()) - GOES_ON - CARRIED - {"id"})


class TestWhatWasAnswered:
    @pytest.mark.parametrize("column", FROZEN)
    def test_never_changes(self, session: Session, office: User, column: str) -> None:
        request = make_rights_request()
        answer_request(request, decline(Ground.SEE_OTHERS), actor=office.actor, now=NOW)
        session.commit()
        other = {"asked_at": NOW + AN_HOUR, "answered_at": NOW + AN_HOUR, "extended_at": NOW, "fact": Fact.PETS}
        days = {"received_on": TODAY - timedelta(days=1), "due_on": TODAY, "reading_id": request.id}
        choices = {
            "kind": RightsKind.ASK, "channel": "phone", "asked_by": "proxy", "reply_by": "letter",
            "ground": Ground.SEE_LAW, "stops": ["messages"], "stopped": ["messages"],
        }  # fmt: skip
        setattr(request, column, (other | days | choices).get(column, "다른 말"))
        with pytest.raises(FrozenRow):
            session.flush()
        session.rollback()

    @given(verbs=st.lists(st.sampled_from(RightsVerb), min_size=1, max_size=6), kind=st.sampled_from(RightsKind))
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_stands_whatever_comes_after(
        self, session: Session, office: User, verbs: list[RightsVerb], kind: RightsKind
    ) -> None:
        request, told = make_rights_request(kind, make_person()), None
        for number, verb in enumerate(verbs):
            attempt(request, verb, office, number)
            answered = (request.answer, request.ground, request.answered_at, tuple(request.stopped))
            if told is not None:
                assert answered == told
            elif request.answered_at is not None:
                told = answered
        assert (request.answered_at is None) == (request.answer == "")


def attempt(request: RightsRequest, verb: RightsVerb, office: User, number: int) -> None:
    """Take a step if it can be taken."""
    actor, now = office.actor, NOW + number * AN_HOUR
    ground = next(iter(GROUNDS[request.kind]), None) if verb in NEEDS_GROUND else None
    try:
        if verb is RightsVerb.EXTEND:
            extend_request(request, request.due_on + timedelta(days=3), f"{number}", actor=actor, now=now)
        elif verb is RightsVerb.WITHDRAW:
            withdraw_request(request, note=f"{number}", actor=actor, now=now)
        else:
            answer_request(request, Reply(verb=verb, words=f"답 {number}", ground=ground), actor=actor, now=now)
    except DomainError:
        return


def test_the_pack_of_the_inspector_tells_of_requests(session: Session, office: User) -> None:
    answered, late = make_rights_request(), make_rights_request(RightsKind.STOP, now=NOW)
    asked = make_rights_request(RightsKind.ASK)
    make_rights_request(now=NOW - timedelta(days=60))
    answer_request(answered, GRANT, actor=office.actor, now=NOW)
    ground = Ground.STOP_LAW
    answer_request(late, decline(ground), actor=office.actor, now=NOW + timedelta(days=12))
    session.flush()
    found = gathered(PackItem.REQUESTS, Period(TODAY, TODAY))
    assert {figure.name: figure.value for figure in found.figures} == {
        "received": 3, "answered": 2, "late": 1, "open": 1, "extended": 0, "refused": 1,
    }  # fmt: skip
    rows = [tuple(row) for row in found.listings[0].rows]
    assert {(row[0], row[-1]) for row in rows} == {
        (answered.number, "예"),
        (late.number, "아니오"),
        (asked.number, "-"),
    }
    assert "홍길동" not in str(rows)
