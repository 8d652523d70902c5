"""What somebody wants stopped stops at once; what the law wants told is told all the same; the rest is telephoned."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.calls.queries import calls_to_make
from portal.coordinators.outside.states import WithdrawnFor
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.extensions import db
from portal.notifications.actions import Lasting
from portal.notifications.carriers import Carrier
from portal.notifications.kinds import TOLD_ANYWAY
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel, Delivery, Unsent
from portal.notifications.tasks import drain, settle_calls
from portal.privacy.requests.actions.answering import Reply, answer_request
from portal.privacy.requests.actions.stopping import want_messages_again
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.paper import answer_document
from portal.privacy.requests.queries import message_stop_of
from portal.privacy.requests.rules import GOES_ON, STOPPING
from portal.privacy.requests.states import Ground, RightsKind, RightsState, RightsVerb, StopWhat
from portal.residents.consents.queries import given_kinds
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Person
from portal.residents.households.telling import promise_to, tell_person
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_coordinator
from tests.factories.outside import make_link
from tests.factories.privacy import make_rights_request
from tests.factories.referrals import make_consents, make_person

WEATHER = Lasting("a test says so")


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, email="office@example.kr")


@pytest.fixture
def person(session: Session) -> Person:
    person = make_person()
    make_consents(person)
    return person


def grant(request: RightsRequest, office: User) -> RightsRequest:
    answer_request(request, Reply(verb=RightsVerb.GRANT, words="멈추었습니다."), actor=office.actor, now=NOW)
    return request


def ask_to_stop(person: Person, *what: StopWhat) -> RightsRequest:
    return make_rights_request(RightsKind.STOP, person, stops=what)


def tell(person: Person, kind: str = "visit_booked") -> OutboxMessage:
    return tell_person(person, "방문이 있습니다.", subject="방문", kind=kind, now=NOW, about=WEATHER)


NO_CONSENTS = {StopWhat.MESSAGES, StopWhat.OTHER_BODIES}


class TestConsents:
    @pytest.mark.parametrize("what", [each for each in StopWhat if each not in NO_CONSENTS])
    def test_end_with_the_answer(self, session: Session, office: User, person: Person, what: StopWhat) -> None:
        request = ask_to_stop(person, what)
        assert given_kinds(person.id) == set(ConsentKind)
        grant(request, office)
        assert given_kinds(person.id) == set(ConsentKind) - {ConsentKind(what.value)}
        assert request.was_stopped == [what]

    def test_that_do_not_hold_any_more_are_stopped(self, session: Session, office: User) -> None:
        person = make_person()
        make_consents(person, missing=(ConsentKind.PUBLICITY,))
        assert grant(ask_to_stop(person, StopWhat.PUBLICITY), office).state is RightsState.GRANTED

    def test_a_part_stops_what_the_answer_names(self, session: Session, office: User, person: Person) -> None:
        request = ask_to_stop(person, StopWhat.PUBLICITY, StopWhat.SENSITIVE)

        def part(*stopped: StopWhat) -> Reply:
            ground = Ground.STOP_CONTRACT
            return Reply(verb=RightsVerb.GRANT_PARTLY, words="홍보만 멈춥니다.", ground=ground, stopped=stopped)

        for wrong in ((), (StopWhat.PUBLICITY, StopWhat.SENSITIVE), (StopWhat.MESSAGES,)):
            with pytest.raises(DomainError):
                answer_request(request, part(*wrong), actor=office.actor, now=NOW)
        answer_request(request, part(StopWhat.PUBLICITY), actor=office.actor, now=NOW)
        assert given_kinds(person.id) == set(ConsentKind) - {ConsentKind.PUBLICITY}
        assert request.state is RightsState.PARTLY

    def test_stay_where_it_is_refused(self, session: Session, office: User, person: Person) -> None:
        request = ask_to_stop(person, StopWhat.THIRD_PARTY)
        reply = Reply(verb=RightsVerb.DECLINE, words="안 됩니다.", ground=Ground.STOP_LAW)
        answer_request(request, reply, actor=office.actor, now=NOW)
        assert given_kinds(person.id) == set(ConsentKind)

    def test_what_other_bodies_were_told_waits_to_be_taken_back_by_the_coordinator(
        self, session: Session, office: User
    ) -> None:
        link = make_link()
        grant(ask_to_stop(link.case.person, StopWhat.OTHER_BODIES), office)
        assert (link.withdrawn_for, link.is_to_be_told) == (WithdrawnFor.TAKEN_BACK, True)

    def test_the_kinds_are_those_of_consents(self) -> None:
        assert {each.value for each in StopWhat} == {each.value for each in ConsentKind} | NO_CONSENTS
        assert set(STOPPING) == set(StopWhat)


class TestMessages:
    def test_stay_away_and_are_telephoned(self, session: Session, office: User, person: Person) -> None:
        grant(ask_to_stop(person, StopWhat.MESSAGES), office)
        message = tell(person)
        assert (message.state, message.why) == (Delivery.UNSENT, Unsent.STOPPED)
        session.flush()
        settle_calls(NOW)
        assert [call.message for call in calls_to_make(office.actor, now=NOW)] == [message]

    def test_that_waited_are_not_sent(self, app: object, session: Session, office: User, person: Person) -> None:
        message = tell(person)
        request = ask_to_stop(person, StopWhat.MESSAGES)
        grant(request, office)
        session.commit()
        sent: list[str] = []
        carriers: dict[Channel, Carrier] = {Channel.TEXT: Recording(sent)}
        drain(carriers, lambda: NOW + timedelta(hours=2))
        db.session.expire_all()
        assert session.get_one(OutboxMessage, message.id).why is Unsent.STOPPED
        assert [kind for kind in sent if "방문이 있습니다." in kind] == []
        assert len(sent) == 1

    @pytest.mark.parametrize("kind", sorted(TOLD_ANYWAY))
    def test_that_the_law_wants_told_go(self, session: Session, office: User, person: Person, kind: str) -> None:
        grant(ask_to_stop(person, StopWhat.MESSAGES), office)
        assert tell(person, kind).state is Delivery.WAITING

    def test_to_others_go(self, session: Session, office: User, person: Person) -> None:
        grant(ask_to_stop(person, StopWhat.MESSAGES), office)
        assert tell(make_person("김둘")).state is Delivery.WAITING

    def test_are_not_promised(self, client: PortalClient, session: Session, office: User, person: Person) -> None:
        with client.application.test_request_context():
            assert "문자를 보냅니다" in promise_to(person)
        grant(ask_to_stop(person, StopWhat.MESSAGES), office)
        with client.application.test_request_context():
            assert promise_to(person) == "이용자께 문자와 메일을 보내지 않기로 했습니다. 전화로 알려 주십시오."

    def test_come_again_when_they_are_wanted(self, session: Session, office: User, person: Person) -> None:
        assert person.user is not None
        grant(ask_to_stop(person, StopWhat.MESSAGES), office)
        held = message_stop_of(person.id)
        assert held is not None
        with pytest.raises(Forbidden):
            want_messages_again(held, actor=make_coordinator().actor, now=NOW)
        want_messages_again(held, actor=person.user.actor, now=NOW)
        assert tell(person).state is Delivery.WAITING
        with pytest.raises(Conflict):
            want_messages_again(held, actor=office.actor, now=NOW)

    def test_are_stopped_once(self, session: Session, office: User, person: Person) -> None:
        for _each in range(2):
            grant(ask_to_stop(person, StopWhat.MESSAGES), office)
        assert message_stop_of(person.id) is not None


class Recording:
    """Carries nowhere, and remembers what."""

    def __init__(self, sent: list[str]) -> None:
        self.sent = sent

    def carry(self, message: object) -> None:
        self.sent.append(str(message))


def test_the_letter_says_what_stopped_and_what_does_not(session: Session, office: User, person: Person) -> None:
    words = str(answer_document(grant(ask_to_stop(person, StopWhat.MESSAGES, StopWhat.PUBLICITY), office)))
    for told in (StopWhat.MESSAGES.words, STOPPING[StopWhat.PUBLICITY], *GOES_ON):
        assert told in words
    assert STOPPING[StopWhat.THIRD_PARTY] not in words
