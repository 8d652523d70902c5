"""Whom a leak touched comes along when files are joined, and how long that is kept."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.keeping import Retention
from portal.core.permissions import Role
from portal.privacy.incidents.actions import change_incident, close_incident, contain_incident, tell_people
from portal.privacy.incidents.models import Incident, TouchedPerson
from portal.privacy.retention.actions import destroy_what_is_over
from portal.privacy.retention.models import Destruction
from portal.residents.resemblances.actions import join_people, undo_join
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_coordinator
from tests.factories.privacy import make_incident, make_leak
from tests.factories.referrals import make_person
from tests.factories.resemblances import make_pair
from tests.integration.privacy.test_incidents import read_by


@pytest.fixture
def office(session: Session) -> User:
    return make_staff(Role.OFFICE, email="office@example.kr")


@pytest.fixture
def stolen(session: Session) -> User:
    """Whose account somebody else used."""
    return make_coordinator("남나무")


class TestJoinedFiles:
    def test_whom_a_leak_touched_is_carried_and_given_back(self, session: Session, office: User, stolen: User) -> None:
        kept, gone = make_person("홍하나"), make_person("홍하나")
        read_by(stolen, gone)
        session.flush()
        incident, pair = make_incident(office, account_id=stolen.id), make_pair(kept, gone)
        join_people(pair, kept, facts=(), reason="통화로 확인", actor=OFFICE, now=NOW)
        assert touched_by(session, incident) == {kept.id}
        undo_join(pair, "동명이인이었음", actor=OFFICE, now=NOW)
        assert touched_by(session, incident) == {gone.id}

    def test_of_two_who_were_both_touched_each_keeps_their_own(self, session: Session, office: User) -> None:
        kept, gone = make_person("홍하나"), make_person("홍하나")
        for person in (kept, gone):
            read_by(office, person)
        session.flush()
        incident, pair = make_incident(office, account_id=office.id), make_pair(kept, gone)
        join_people(pair, kept, facts=(), reason="통화로 확인", actor=OFFICE, now=NOW)
        assert touched_by(session, incident) == {kept.id, gone.id}
        undo_join(pair, "동명이인이었음", actor=OFFICE, now=NOW)
        assert touched_by(session, incident) == {kept.id, gone.id}

    def test_found_anew_it_is_the_one_who_goes_on(self, session: Session, office: User, stolen: User) -> None:
        first, second, third = (make_person("홍하나") for _ in range(3))
        read_by(stolen, first)
        session.flush()
        incident = make_incident(office, account_id=stolen.id)
        for gone, kept in ((first, second), (second, third)):
            join_people(make_pair(kept, gone), kept, facts=(), reason="통화로 확인", actor=OFFICE, now=NOW)
        change_incident(incident, make_leak(account_id=stolen.id), actor=office.actor, now=NOW)
        assert touched_by(session, incident) == {third.id}


def touched_by(session: Session, incident: Incident) -> set[UUID]:
    return set(session.scalars(select(TouchedPerson.person_id).where(TouchedPerson.incident_id == incident.id)))


def test_it_goes_ten_years_after_it_was_closed(session: Session, office: User, stolen: User) -> None:
    read_by(stolen, make_person("홍하나"))
    session.flush()
    closed, running = make_incident(office, account_id=stolen.id), make_incident(office, account_id=stolen.id)
    contain_incident(closed, "막음", actor=office.actor, now=NOW)
    tell_people(closed, "편지", actor=office.actor, now=NOW)
    close_incident(closed, "마침", actor=office.actor, now=NOW)
    closed_id, running_id = closed.id, running.id
    session.commit()
    destroy_what_is_over(NOW + timedelta(days=3652))
    assert set(session.scalars(select(Incident.id))) == {closed_id, running_id}
    destroy_what_is_over(NOW + timedelta(days=3655))
    assert set(session.scalars(select(Incident.id))) == {running_id}
    assert set(session.scalars(select(TouchedPerson.incident_id))) == {running_id}
    registered = session.scalars(select(Destruction.table).where(Destruction.retention == Retention.INCIDENT)).all()
    assert sorted(registered) == ["incident", "step", "touched_person"]
