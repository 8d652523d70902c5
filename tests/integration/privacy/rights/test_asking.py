"""Who may ask about whose data, by when it is answered, and what whoever asked hears."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.steps import history
from portal.core.clock import at
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.notifications.actions import fits_text
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Delivery, Unsent
from portal.notifications.truth import untruth
from portal.privacy.requests.actions.asking import ask_for_oneself, enter_request, withdraw_request
from portal.privacy.requests.actions.clock import watch_clocks
from portal.privacy.requests.notices import ANSWERED, EXTENDED, RECEIVED
from portal.privacy.requests.queries import get_request, own_request, own_requests
from portal.privacy.requests.rules import OPEN_AT_MOST, last_day, warned_from
from portal.privacy.requests.states import (
    RIGHTS_STATES,
    AskedBy,
    ReplyBy,
    RightsChannel,
    RightsKind,
    RightsState,
    RightsVerb,
    StopWhat,
)
from portal.residents.helpers.states import HelperMay
from portal.residents.households.models import Person
from portal.residents.households.states import Fact
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_coordinator
from tests.factories.privacy import make_asked, make_entry, make_rights_request
from tests.factories.referrals import make_person
from tests.factories.residents import make_helping

NINE = timedelta(hours=9)


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, email="office@example.kr")


@pytest.fixture
def person(session: Session) -> Person:
    return make_person()


class TestTheLastDay:
    @pytest.mark.parametrize(
        ("received", "last"),
        [
            (date(2026, 11, 23), date(2026, 12, 3)),
            (date(2026, 11, 25), date(2026, 12, 7)),
            (date(2026, 11, 26), date(2026, 12, 7)),
            (date(2026, 12, 15), date(2026, 12, 28)),
            (date(2026, 9, 14), date(2026, 9, 28)),
            (date(2028, 2, 20), date(2028, 3, 2)),
        ],
        ids=["thursday", "saturday", "sunday", "christmas", "chuseok", "after the first of march"],
    )
    def test_is_the_tenth_or_the_next_working_day(self, received: date, last: date) -> None:
        assert last_day(received) == last

    def test_is_counted_in_seoul(self, session: Session, person: Person) -> None:
        late = at(date(2026, 11, 23), (NOW + NINE).timetz().replace(hour=23, minute=59, tzinfo=None))
        assert make_rights_request(person=person, now=late).due_on == date(2026, 12, 3)
        assert make_rights_request(person=person, now=late + timedelta(minutes=2)).due_on == date(2026, 12, 4)

    def test_is_warned_of_two_working_days_before(self) -> None:
        assert warned_from(date(2026, 12, 3)) == date(2026, 12, 1)
        assert warned_from(date(2026, 12, 7)) == date(2026, 12, 3)


class TestAskingForOneself:
    @pytest.mark.parametrize("kind", RightsKind)
    def test_begins_the_clock_and_confirms(self, session: Session, person: Person, kind: RightsKind) -> None:
        request = make_rights_request(kind, person)
        assert (request.state, request.received_on, request.due_on) == (RightsState.RECEIVED, TODAY, date(2026, 12, 3))
        assert (request.channel, request.asked_by) == (RightsChannel.PORTAL, AskedBy.PERSON)
        assert [step.verb for step in history(RIGHTS_STATES, request.id)] == [RightsVerb.RECEIVE]
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "rights_received")).one()
        assert (told.recipient, told.state) == (person.phone, Delivery.WAITING)
        assert request.number in told.body
        assert "12. 3.까지" in told.body

    def test_says_nothing_of_what_was_asked(self, session: Session, person: Person) -> None:
        make_rights_request(RightsKind.DELETE, person, words="비밀입니다")
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "rights_received")).one()
        assert "비밀입니다" not in told.body
        assert "지우" not in told.body

    def test_fits_a_text_message_in_the_longest_case(self, session: Session) -> None:
        told = {"number": "2026-000123", "due": "12. 31.", "phone": "02-300-1000"}
        assert all(fits_text(each % told) for each in (*RECEIVED, EXTENDED, ANSWERED))

    def test_tells_the_office(self, session: Session, office: User, person: Person) -> None:
        make_rights_request(person=person)
        told = session.scalars(select(StaffNotice).where(StaffNotice.matter == Matter.RIGHTS)).all()
        assert [each.user_id for each in told] == [office.id]

    def test_is_for_nobody_else(self, session: Session, person: Person) -> None:
        for other in (make_person("김둘").user, make_coordinator(), make_staff(Role.OFFICE)):
            assert other is not None
            with pytest.raises(Forbidden):
                ask_for_oneself(person, make_asked(), actor=other.actor, now=NOW)

    def test_ends_where_the_office_has_more_than_enough_of_one_person(self, session: Session, person: Person) -> None:
        for _each in range(OPEN_AT_MOST):
            make_rights_request(person=person)
        with pytest.raises(Conflict, match="전화해 주십시오"):
            make_rights_request(person=person)

    def test_takes_no_resident_number(self, session: Session, person: Person) -> None:
        with pytest.raises(DomainError):
            make_rights_request(person=person, words="480302-2123456 입니다")

    def test_to_stop_names_what(self, session: Session, person: Person) -> None:
        with pytest.raises(DomainError, match="하나 이상"):
            make_rights_request(RightsKind.STOP, person, stops=())
        asked = make_rights_request(RightsKind.STOP, person, stops=(StopWhat.MESSAGES,))
        assert asked.to_stop == [StopWhat.MESSAGES]

    def test_to_delete_is_answered_by_letter(self, session: Session, person: Person) -> None:
        assert make_rights_request(RightsKind.DELETE, person).reply_by is ReplyBy.LETTER
        assert make_rights_request(RightsKind.SEE, person).reply_by is ReplyBy.PORTAL


class TestWhoeverHelps:
    @pytest.mark.parametrize("may", HelperMay)
    def test_asks_who_looked_where_that_was_agreed(self, session: Session, person: Person, may: HelperMay) -> None:
        helping = make_helping(person, may, sees_record=True)
        actor = helping.user.actor
        request = ask_for_oneself(person, make_asked(RightsKind.ASK), actor=actor, now=NOW)
        assert request.asked_by is AskedBy.HELPER
        assert own_request(request.id, viewer=actor) is request
        for kind in (each for each in RightsKind if each is not RightsKind.ASK):
            with pytest.raises(Forbidden):
                ask_for_oneself(person, make_asked(kind, stops=(StopWhat.PUBLICITY,)), actor=actor, now=NOW)

    def test_asks_nothing_otherwise(self, session: Session, person: Person) -> None:
        helping = make_helping(person, HelperMay.ACT)
        with pytest.raises(Forbidden):
            ask_for_oneself(person, make_asked(RightsKind.ASK), actor=helping.user.actor, now=NOW)

    def test_sees_no_other_request_of_the_person(self, session: Session, person: Person) -> None:
        mine, question = make_rights_request(person=person), make_rights_request(RightsKind.ASK, person)
        actor = make_helping(person, sees_record=True).user.actor
        assert own_requests(actor) == [question]
        with pytest.raises(DomainError):
            own_request(mine.id, viewer=actor)


class TestTheOffice:
    def test_writes_down_what_somebody_told(self, session: Session, office: User) -> None:
        person = make_person(with_account=False, phone=None)
        asked = make_asked(RightsKind.CORRECT, fact=Fact.ALONE)
        entry = make_entry(channel=RightsChannel.VISIT, asked_by=AskedBy.PROXY, received_on=TODAY - timedelta(days=3))
        request = enter_request(person, asked, entry, actor=office.actor, now=NOW)
        assert (request.received_on, request.due_on) == (date(2026, 11, 20), date(2026, 11, 30))
        assert (request.channel, request.asked_by, request.fact) == (
            RightsChannel.VISIT,
            AskedBy.PROXY,
            Fact.ALONE,
        )
        assert request.identified == "생년월일과 주소를 말씀하심"
        assert request.reply_by is ReplyBy.LETTER
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "rights_received")).one()
        assert told.why is Unsent.NO_WAY

    def test_says_how_it_was_sure_and_when(self, session: Session, office: User, person: Person) -> None:
        for wrong in ({"identified": ""}, {"received_on": TODAY + timedelta(days=1)}):
            with pytest.raises(DomainError):
                enter_request(person, make_asked(), make_entry(**wrong), actor=office.actor, now=NOW)

    def test_is_the_office(self, session: Session, person: Person) -> None:
        coordinator = make_coordinator()
        with pytest.raises(Forbidden):
            enter_request(person, make_asked(), make_entry(), actor=coordinator.actor, now=NOW)
        with pytest.raises(Forbidden):
            get_request(make_rights_request(person=person).id, viewer=coordinator.actor)


class TestTheClock:
    def test_warns_once_and_alarms_once(self, session: Session, office: User, person: Person) -> None:
        make_rights_request(person=person)
        days = (0, 7, 8, 9, 10, 11, 20)
        assert [watch_clocks(NOW + timedelta(days=day)) for day in days] == [0, 0, 1, 0, 0, 1, 0]
        told = select(StaffNotice.words).where(StaffNotice.user_id == office.id).order_by(StaffNotice.at)
        assert session.scalars(told).all() == [
            "개인정보 요구가 들어왔습니다.",
            "개인정보 요구에 답할 날이 다가옵니다.",
            "개인정보 요구에 답할 날이 지났습니다.",
        ]


class TestWithdrawing:
    def test_is_for_the_person_and_takes_back_what_was_told(self, session: Session, person: Person) -> None:
        assert person.user is not None
        request = make_rights_request(person=person)
        withdraw_request(request, actor=person.user.actor, now=NOW)
        assert (request.state, request.ended_at) == (RightsState.WITHDRAWN, NOW)
        told = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "rights_received")).one()
        assert told.why is Unsent.SUPERSEDED
        assert untruth(told, NOW) is Unsent.SUPERSEDED

    def test_by_the_office_says_how_it_heard(self, session: Session, office: User, person: Person) -> None:
        request = make_rights_request(person=person)
        with pytest.raises(DomainError):
            withdraw_request(request, actor=office.actor, now=NOW)
        withdraw_request(request, note="전화하심", actor=office.actor, now=NOW)
        assert history(RIGHTS_STATES, request.id)[-1].note == "전화하심"

    def test_is_for_nobody_else(self, session: Session, person: Person) -> None:
        other = make_person("김둘").user
        assert other is not None
        with pytest.raises(Forbidden):
            withdraw_request(make_rights_request(person=person), note="x", actor=other.actor, now=NOW)
