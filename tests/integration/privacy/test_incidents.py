"""A leak: whom it touched by the access log, the clock of the law, the six items, and its file."""

from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.audit.actions import record
from portal.audit.models import AuditEntry, Download
from portal.benefits.settlement.queries import lines_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from portal.db.base import Base
from portal.db.inserting import table_of
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Channel
from portal.privacy.belonging import HOUSEHOLD, belonging
from portal.privacy.incidents.actions import (
    change_incident,
    close_incident,
    contain_incident,
    open_incident,
    tell_people,
    watch_clocks,
)
from portal.privacy.incidents.models import Incident, TouchedPerson
from portal.privacy.incidents.paper import letter_text
from portal.privacy.incidents.queries import people_touched
from portal.privacy.incidents.states import ToldBy
from portal.privacy.incidents.waiting import LEAKS
from portal.privacy.things import CHANGED, THINGS
from portal.residents.households.models import Person
from portal.residents.households.states import Sex
from portal.web.agenda import Desk
from tests.arch.state_tables import state_tables
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW
from tests.factories.coordinators import make_application, make_coordinator
from tests.factories.privacy import make_incident, make_leak
from tests.factories.referrals import make_person
from tests.factories.settlement import make_draft as make_statement
from tests.integration.web.everything import make_everything
from tests.pages import words_of

MAYBE_NOBODYS = {"photo", "absence", "worry", "worry_task", "survey_door", "body_request"}
"""What nobody made here, and what is about a place until it is known who lives there."""
CLOCK, AN_HOUR = timedelta(hours=72), timedelta(hours=1)


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, email="office@example.kr")


@pytest.fixture
def stolen(session: Session) -> User:
    """Whose account somebody else used."""
    return make_coordinator("남나무")


def read_by(user: User, person: Person, *, hours: float = -1, kind: str = "household") -> None:
    subject = (kind, person.household_id if kind == "household" else person.id)
    record("household.read", actor=user.actor, now=NOW + timedelta(hours=hours), subject=subject)


def people_of(incident: Incident) -> set[str]:
    return {each.person.name for each in incident.touched}


def people_of_thing(session: Session, model: type[Base], thing_id: UUID | None) -> set[UUID]:
    """Asked the other way round: of each person, whether the thing is found by the keys of their household."""
    table, found = table_of(model), set()
    for person in session.scalars(select(Person)):
        ours = belonging([table], HOUSEHOLD.c.id == person.household_id, within=Base.metadata.sorted_tables)
        if session.scalar(select(table.c.id).where(ours[table], table.c.id == thing_id)) is not None:
            found.add(person.id)
    return found


class TestWhoWasTouched:
    def test_is_found_by_account_and_period(self, session: Session, office: User, stolen: User) -> None:
        seen, before, after, others = (make_person(name) for name in ("홍하나", "김둘", "이셋", "박넷"))
        read_by(stolen, seen)
        read_by(stolen, seen, hours=-2)
        read_by(stolen, before, hours=-49)
        read_by(stolen, after, hours=1)
        read_by(make_coordinator("박바다"), others)
        session.flush()
        assert people_of(make_incident(office, account_id=stolen.id)) == {"홍하나"}
        assert people_of(make_incident(office)) == {"홍하나", "박넷"}

    def test_is_found_by_whatever_the_log_names(self, session: Session, office: User, stolen: User) -> None:
        person, applicant = make_person("홍하나"), make_application(make_person("김둘"))
        read_by(stolen, person, kind="person")
        record("application.read", actor=stolen.actor, now=NOW, subject=("application", applicant.id))
        record("meeting.changed", actor=stolen.actor, now=NOW, subject=("meeting", applicant.id))
        session.flush()
        assert people_of(make_incident(office, account_id=stolen.id)) == {"홍하나", "김둘"}

    def test_is_that_person_alone_where_the_log_names_one(self, session: Session, office: User, stolen: User) -> None:
        person, line = make_person("홍하나"), lines_of(make_statement(number=1))[0]
        for household in (person.household, session.get_one(Person, line.person_id).household):
            spouse = {"name": "김배우자", "birth_on": date(1950, 1, 1), "sex": Sex.MALE, "created_at": NOW}
            session.add(Person(household=household, **spouse))
        subjects = (("person", person.id), ("statement_line", line.id), ("statement", line.statement_id))
        for hours, subject in enumerate(subjects):
            record("page.open", actor=stolen.actor, now=NOW - timedelta(hours=hours), subject=subject)
        read_by(stolen, person, hours=-3)
        session.flush()
        moments = [NOW - timedelta(hours=hours) for hours in range(4)]
        alone, both = {line.person_id}, {each.id for each in person.household.people}
        assert len(both) == 2
        found = [set(session.scalars(people_touched(stolen.id, at, at))) for at in moments]
        assert found == [{person.id}, alone, alone, both]

    @pytest.mark.on_sqlite
    def test_is_found_by_every_kind_of_thing_that_is_about_somebody(
        self, session: Session, office: User, stolen: User
    ) -> None:
        make_everything()
        kinds = THINGS | CHANGED
        things = {kind: session.scalars(select(table_of(each).c.id)).first() for kind, each in kinds.items()}
        hours = {kind: NOW + timedelta(hours=number) for number, kind in enumerate(kinds, start=1)}
        for kind, at in hours.items():
            if (thing_id := things[kind]) is not None:
                record("page.open", actor=stolen.actor, now=at, subject=(kind, thing_id))
        session.flush()
        found = {kind: set(session.scalars(people_touched(stolen.id, at, at))) for kind, at in hours.items()}
        assert {kind for kind, people in found.items() if not people} <= MAYBE_NOBODYS
        assert found == {kind: people_of_thing(session, kinds[kind], things[kind]) for kind in kinds}

    def test_knows_every_course_of_a_thing_about_somebody(self) -> None:
        about = {table.name for table in belonging(Base.metadata.sorted_tables, true())}
        assert {table.kind for table in state_tables()} & about <= THINGS.keys() | CHANGED.keys()

    def test_holds_the_whole_of_the_last_minute(self, session: Session, office: User, stolen: User) -> None:
        read_by(stolen, make_person("홍하나"), hours=59 / 3600)
        read_by(stolen, make_person("김둘"), hours=60 / 3600)
        session.flush()
        assert people_of(make_incident(office, account_id=stolen.id)) == {"홍하나"}

    def test_is_found_anew_until_somebody_is_told(self, session: Session, office: User, stolen: User) -> None:
        read_by(stolen, make_person("홍하나"), hours=-60)
        session.flush()
        incident = make_incident(office, account_id=stolen.id)
        assert people_of(incident) == set()
        longer = make_leak(account_id=stolen.id, since=NOW - timedelta(days=9))
        change_incident(incident, longer, actor=office.actor, now=NOW)
        assert people_of(incident) == {"홍하나"}
        contain_incident(incident, "막음", actor=office.actor, now=NOW)
        tell_people(incident, "알림", actor=office.actor, now=NOW)
        with pytest.raises(Conflict, match="고칠 수 없습니다"):
            change_incident(incident, make_leak(), actor=office.actor, now=NOW)
        assert people_of(incident) == {"홍하나"}

    def test_is_nothing_for_others(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            make_incident(make_coordinator())

    def test_is_refused_for_what_has_not_come(self, office: User) -> None:
        with pytest.raises(DomainError):
            open_incident(make_leak(detected_at=NOW + AN_HOUR), actor=office.actor, now=NOW)
        with pytest.raises(DomainError):
            open_incident(make_leak(since=NOW, until=NOW - AN_HOUR), actor=office.actor, now=NOW)


class TestTheClock:
    def test_is_told_at_once_a_day_before_and_when_it_has_run_out(self, session: Session, office: User) -> None:
        make_incident(office)
        moments = (timedelta(hours=47), timedelta(hours=48), timedelta(hours=50), CLOCK, CLOCK + AN_HOUR, CLOCK * 2)
        assert [watch_clocks(NOW + after) for after in moments] == [0, 1, 0, 0, 1, 0]
        told = select(StaffNotice).where(StaffNotice.matter == Matter.INCIDENT, StaffNotice.user_id == office.id)
        assert [each.at - NOW for each in session.scalars(told.order_by(StaffNotice.at))] == [
            timedelta(0),
            timedelta(hours=48),
            CLOCK + AN_HOUR,
        ]

    def test_that_began_at_another_moment_is_told_anew(self, session: Session, office: User) -> None:
        incident = make_incident(office)
        assert watch_clocks(NOW + CLOCK) + watch_clocks(NOW + CLOCK + timedelta(minutes=1)) == 2
        later = make_leak(detected_at=incident.detected_at + timedelta(days=2))
        change_incident(incident, later, actor=office.actor, now=later.detected_at)
        assert [watch_clocks(NOW + CLOCK + timedelta(hours=hours)) for hours in (2, 47, 49)] == [0, 1, 1]

    def test_rests_once_all_is_told(self, session: Session, office: User) -> None:
        incident = make_incident(office)
        contain_incident(incident, "막음", actor=office.actor, now=NOW)
        tell_people(incident, "알림", actor=office.actor, now=NOW)
        assert watch_clocks(NOW + CLOCK * 2) == 0

    def test_stands_in_the_inbox_until_it_is_closed(self, client: PortalClient, office: User) -> None:
        incident = make_incident(office)
        with client.application.test_request_context():
            (told,) = LEAKS.items(Desk(office.actor, NOW))
        assert (told.what, told.due) == ("유출 막기: 노트북을 잃음", NOW + CLOCK)
        contain_incident(incident, "막음", actor=office.actor, now=NOW)
        tell_people(incident, "알림", actor=office.actor, now=NOW)
        close_incident(incident, "마침", actor=office.actor, now=NOW)
        with client.application.test_request_context():
            assert list(LEAKS.items(Desk(office.actor, NOW))) == []


class TestTelling:
    def test_goes_by_mail_or_text_and_letter(self, session: Session, office: User, stolen: User) -> None:
        by_mail, by_text = make_person("홍하나"), make_person("김둘")
        on_paper = make_person("이셋", with_account=False, phone=None)
        assert by_mail.user is not None
        by_mail.user.email = "hana@example.kr"
        for person in (by_mail, by_text, on_paper):
            read_by(stolen, person)
        session.flush()
        incident = make_incident(office, account_id=stolen.id)
        contain_incident(incident, "막음", actor=office.actor, now=NOW)
        tell_people(incident, letter_text(incident), actor=office.actor, now=NOW)
        told = {each.person.name: each.told_by for each in session.scalars(select(TouchedPerson))}
        assert told == {"홍하나": ToldBy.MAIL, "김둘": ToldBy.TEXT_AND_LETTER, "이셋": ToldBy.LETTER}
        messages = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "incident_told")).all()
        sent = {message.channel: message for message in messages}
        assert set(sent) == {Channel.MAIL, Channel.TEXT}
        for words in ("이름, 전화번호, 주소", "지하철", "돈을 보내지", "막고", "분쟁조정", "02-123-4567"):
            assert words in sent[Channel.MAIL].body
        assert "편지를 보냅니다" in sent[Channel.TEXT].body

    def test_comes_after_containing_and_once(self, office: User) -> None:
        incident = make_incident(office)
        with pytest.raises(Conflict):
            tell_people(incident, "알림", actor=office.actor, now=NOW)
        contain_incident(incident, "막음", actor=office.actor, now=NOW)
        tell_people(incident, "알림", actor=office.actor, now=NOW)
        with pytest.raises(Conflict):
            tell_people(incident, "알림", actor=office.actor, now=NOW)


class TestScreens:
    TYPED = {  # noqa: RUF012 what is typed into the form
        "title": "노트북을 잃음", "detected_on": "2026-11-23", "detected_clock": "08:30", "account": "",
        "since_on": "2026-11-21", "since_clock": "09:00", "until_on": "2026-11-23", "until_clock": "08:00",
        "items": "이름", "how": "잃었습니다.", "advice": "조심하십시오.", "measures": "막았습니다.",
        "relief": "분쟁조정", "contact": "사무국",
    }  # fmt: skip

    def test_lead_from_finding_to_closing(
        self, client: PortalClient, session: Session, office: User, stolen: User
    ) -> None:
        read_by(stolen, make_person("홍하나"))
        session.commit()
        with time_machine.travel(NOW, tick=False):
            client.sign_in(office.id)
            assert client.post("/incidents/new", data=self.TYPED | {"items": ""}).status_code == 422
            opened = client.post("/incidents/new", data=self.TYPED | {"account": str(stolen.id)}).location
            page = client.get(opened).get_data(as_text=True)
            assert "1명" in page
            assert "2026. 11. 26.(목) 08:30까지" in words_of(page)
            assert client.post(f"{opened}/contain", data={"note": ""}).status_code == 422
            assert client.post(f"{opened}/contain", data={"note": "계정을 막음"}).location == opened
            assert client.post(f"{opened}/tell").location == opened
            assert client.post(f"{opened}/close", data={"note": "끝"}).location == opened
            assert "계정을 막음" in client.get(opened).get_data(as_text=True)

    @pytest.mark.parametrize("file", ["letters", "file"])
    def test_files_ask_why_and_are_pdf(
        self, client: PortalClient, session: Session, office: User, stolen: User, file: str
    ) -> None:
        read_by(stolen, make_person("홍하나"))
        session.flush()
        incident = make_incident(office, account_id=stolen.id)
        session.commit()
        client.sign_in(office.id)
        asked = client.get(f"/incidents/{incident.id}/{file}").location
        fetched = client.post(asked, data={"reason": "audit", "note": ""}).location
        assert client.get(fetched).get_data().startswith(b"%PDF")
        assert session.scalars(select(Download)).one().persons == 1

    def test_whom_the_log_names_is_not_written_into_the_audit(
        self, session: Session, office: User, stolen: User
    ) -> None:
        read_by(stolen, make_person("홍하나"))
        session.flush()
        make_incident(office, account_id=stolen.id)
        told = session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "incident")).all()
        assert [each.event for each in told] == ["incident.detect"]
        assert all("홍하나" not in str(each.details) for each in told)
