"""Lists, badges, mail, figures and files say the same of a thousand households."""

import io
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.data import add_consortium, add_households
from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.agenda import CONTACTS
from portal.coordinators.desk.queries.households import cases_for
from portal.coordinators.desk.rules import Due, Filters
from portal.core.clock import day_of
from portal.core.urgency import is_overdue
from portal.db.session import plain_rows
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.monitoring.duties import queries
from portal.monitoring.duties.actions import keep_all
from portal.monitoring.duties.board import board
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.queries import Sought
from portal.monitoring.duties.rules import end_of_day
from portal.monitoring.duties.settling import standing_of
from portal.monitoring.duties.states import DutyAct, DutyOutcome, DutyStanding, DutyView
from portal.monitoring.duties.tasks import tell_of_deadlines
from portal.web.agenda import Desk
from portal.web.navigation import PRESENT
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.duties import MONTHLY, WEEKLY, make_policy_edition

HOUSEHOLDS = 1000
PEOPLE_OF_STANDING = {
    DutyView.OVERDUE: {DutyStanding.OVERDUE},
    DutyView.SOON: {DutyStanding.SOON},
    DutyView.OPEN: {DutyStanding.OVERDUE, DutyStanding.SOON, DutyStanding.AHEAD},
    DutyView.MISSED: {DutyStanding.MISSED},
    DutyView.LATE: {DutyStanding.DONE_LATE},
    DutyView.DONE: {DutyStanding.DONE, DutyStanding.DONE_LATE},
    DutyView.EXEMPTED: {DutyStanding.EXEMPTED},
}


def make_thousand(session: Session) -> None:
    """Contacts as the sweep makes them, with home visits in any standing beside them."""
    random = Random(4)  # noqa: S311 repeatable data, no secret
    add_households(session.connection(), add_consortium(session.connection(), NOW), HOUSEHOLDS)
    make_policy_edition(MONTHLY, WEEKLY, starts_on=TODAY)
    keep_all(NOW)
    for case in session.scalars(select(CareCase).order_by(CareCase.number)):
        due_at = NOW + timedelta(minutes=random.randint(-20_000, 40_000))
        in_hours = random.random() < 0.3
        outcome = None if case.closed_at is None and random.random() < 0.5 else random.choice(list(DutyOutcome))
        session.add(
            CareDuty(
                case_id=case.id,
                coordinator_id=case.coordinator_id,
                act=DutyAct.HOME_VISIT,
                since_at=NOW - timedelta(days=60),
                due_at=due_at if in_hours else end_of_day(day_of(due_at)),
                in_hours=in_hours,
                outcome=outcome,
                ended_at=NOW - timedelta(minutes=random.randint(0, 20_000)) if outcome else None,
                missed_due_at=NOW - timedelta(days=30) if random.random() < 0.1 else None,
            )
        )
    session.flush()


@pytest.fixture
def office(session: Session) -> User:
    make_thousand(session)
    return make_staff(authenticator=True)


def late(session: Session, now: datetime) -> list[CareDuty]:
    """By the one rule, asked of each in turn."""
    return [duty for duty in session.scalars(select(CareDuty)) if duty.ended_at is None and is_overdue(duty.due, now)]


def test_everything_that_counts_or_lists_what_is_late_agrees(session: Session, office: User) -> None:
    viewer, overdue = office.actor, late(session, NOW)
    expected = {duty.id for duty in overdue}
    assert 200 < len(expected) < queries.COUNTED_AT_MOST
    sought = Sought(DutyView.OVERDUE)
    assert {duty.id for duty in queries.all_duties(viewer, sought, NOW)} == expected
    assert queries.duties(viewer, sought, NOW).total == queries.count_all(viewer, sought, NOW) == len(expected)
    (badge,) = plain_rows(queries.overdue_count(viewer, PRESENT), {"present": NOW})
    assert badge[0] == len(expected)
    first = sorted(overdue, key=lambda duty: (duty.due_at, duty.id))[: queries.PAGE_SIZE]
    assert [duty.id for duty in queries.overdue_and_own(viewer, NOW)] == [duty.id for duty in first]


def test_each_coordinator_s_figures_are_the_rows_that_they_open(session: Session, office: User) -> None:
    rows = board(office.actor, NOW).items
    assert len(rows) > 1
    for row in rows:
        opened = {view: queries.count(office.actor, Sought(view, row.coordinator_id), NOW) for view in DutyView}
        assert (row.households, row.soon, row.overdue) == (
            opened[DutyView.CONTACTS], opened[DutyView.SOON], opened[DutyView.OVERDUE]
        )  # fmt: skip
        theirs = queries.all_duties(session.get_one(User, row.coordinator_id).actor, Sought(DutyView.OVERDUE), NOW)
        assert len(theirs) == row.overdue
    assert sum(row.overdue for row in rows) == len(late(session, NOW))


def test_each_list_holds_those_of_its_standing(session: Session, office: User) -> None:
    every = session.scalars(select(CareDuty)).all()
    for view, standings in PEOPLE_OF_STANDING.items():
        expected = {duty.id for duty in every if standing_of(duty, NOW) in standings}
        assert {duty.id for duty in queries.all_duties(office.actor, Sought(view), NOW)} == expected, view


def test_contacts_are_late_in_the_list_of_households_on_today_and_as_duties(session: Session, office: User) -> None:
    contacts = [duty for duty in late(session, NOW) if duty.act is DutyAct.CONTACT]
    assert contacts
    filters = Filters(today=day_of(NOW), due=Due.OVERDUE)
    assert cases_for(office.actor, filters, 1).page.total == len(contacts)
    on_today: set[UUID] = set()
    for user_id in {duty.coordinator_id for duty in contacts}:
        desk = Desk(session.get_one(User, user_id).actor, NOW)
        rows = plain_rows(CONTACTS.rows(desk))
        on_today |= {row.id for row in rows if is_overdue(row.due_on, NOW)}
    assert on_today == {duty.case_id for duty in contacts}


def test_the_mail_tells_of_as_many(session: Session, office: User) -> None:
    tell_of_deadlines(NOW)
    told = session.scalars(
        select(StaffNotice.words).where(StaffNotice.matter == Matter.BREACH, StaffNotice.user_id == office.id)
    ).all()
    counts = [int("".join(character for character in words.split("건")[0] if character.isdigit())) for words in told]
    assert sum(counts) == len(late(session, NOW))


def test_the_file_holds_as_many_with_the_same_word(client: PortalClient, session: Session, office: User) -> None:
    expected = len(late(session, NOW))
    at = "/monitoring/duties/open.xlsx"
    with time_machine.travel(NOW, tick=False):
        client.sign_in(office.id)
        answer = fetched(client, at)
    sheet = load_workbook(io.BytesIO(answer)).active
    assert sheet is not None
    standings = [row[5] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert standings.count(DutyStanding.OVERDUE.words) == expected


def fetched(client: PortalClient, address: str) -> bytes:
    """Whoever fetches it has said why."""
    gate = client.get(address)
    assert gate.location
    client.post(gate.location, data={"reason": "care", "note": ""})
    return client.get(address).get_data()
