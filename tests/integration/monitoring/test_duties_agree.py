"""Lists, badges, pages, mail, figures and files say the same of a thousand households."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.data import add_consortium, add_households
from portal.accounts.models import User
from portal.audit.models import Step
from portal.coordinators.calls.states import CallResult
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CASE_STATES, CaseState, CaseVerb
from portal.coordinators.contacts.agenda import CONTACTS
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import BegunBy, ContactMeans, ContactOutcome
from portal.coordinators.desk.queries.households import cases_for
from portal.coordinators.desk.rules import Due, Filters
from portal.core.clock import day_of
from portal.core.urgency import is_overdue
from portal.db.session import plain_rows
from portal.duty.models import StaffNotice
from portal.duty.queries import working
from portal.duty.states import Matter
from portal.monitoring.calls.models import PhoneCall
from portal.monitoring.duties import queries
from portal.monitoring.duties.actions import keep_all
from portal.monitoring.duties.agenda import DUTIES
from portal.monitoring.duties.board import board
from portal.monitoring.duties.clocks import LAST_MOMENT, deadline, end_of_day
from portal.monitoring.duties.exemptions import exemptions
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.queries import Sought
from portal.monitoring.duties.settling import standing_of
from portal.monitoring.duties.states import DutyAct, DutyBy, DutyOutcome, DutyStanding, DutyView
from portal.monitoring.duties.tasks import tell_of_deadlines
from portal.monitoring.watching.models import Absence
from portal.monitoring.watching.states import AbsenceKind, SaidBy
from portal.web.agenda import Desk
from portal.web.navigation import PRESENT
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY
from tests.factories.duties import FIRST_VISIT, MONTHLY, WEEKLY, make_policy_edition
from tests.pages import words_of

HOUSEHOLDS = 1000
FIRST_DAYS = (replace(WEEKLY, name="첫 주 전화", state=CaseState.PAIRED), FIRST_VISIT)
ASKED = (CaseState.PAIRED, CaseState.ASSESSED, CaseState.PLANNED, CaseState.IN_SERVICE)
SPAN_MINUTES = (-20_000, 40_000)
STANDINGS = {
    DutyView.OVERDUE: {DutyStanding.OVERDUE},
    DutyView.SOON: {DutyStanding.SOON},
    DutyView.OPEN: {DutyStanding.OVERDUE, DutyStanding.SOON, DutyStanding.AHEAD},
    DutyView.MISSED: {DutyStanding.MISSED},
    DutyView.LATE: {DutyStanding.DONE_LATE},
    DutyView.DONE: {DutyStanding.DONE, DutyStanding.DONE_LATE},
    DutyView.EXEMPTED: {DutyStanding.EXEMPTED},
}


@pytest.fixture
def office(session: Session) -> User:
    """Contacts as the sweep makes them, with home visits in any standing beside them, some at the very edge."""
    random = Random(4)  # noqa: S311 repeatable data, no secret
    add_households(session.connection(), add_consortium(session.connection(), NOW), HOUSEHOLDS)
    make_policy_edition(MONTHLY, WEEKLY, starts_on=TODAY)
    make_policy_edition(*FIRST_DAYS, starts_on=TODAY - timedelta(days=20))
    begin_lately(session, random)
    rested_or_away(session, random)
    keep_all(NOW)
    edges = [
        NOW,
        NOW - LAST_MOMENT,
        NOW + LAST_MOMENT,
        *(end_of_day(TODAY + timedelta(days)) for days in (-1, 0, 6, 7)),
    ]
    for case in session.scalars(select(CareCase).order_by(CareCase.number)):
        due_at = NOW + timedelta(minutes=random.randint(*SPAN_MINUTES))
        due_at = random.choice(edges) if random.random() < 0.2 else due_at
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
        if case.closed_at is None and random.random() < 0.2:
            own = {"act": DutyAct.TASK, "task": "예산 확인", "by": DutyBy.OFFICE, "due_at": end_of_day(day_of(due_at))}
            since_at = NOW - timedelta(days=60)
            session.add(CareDuty(case_id=case.id, coordinator_id=case.coordinator_id, since_at=since_at, **own))
    session.flush()
    return make_staff(authenticator=True)


def begin_lately(session: Session, random: Random) -> None:
    """Let everybody who was paired wait for the first visit: some never answer, some ask us to call again."""
    for case in session.scalars(select(CareCase).where(CareCase.state == CaseState.PAIRED).order_by(CareCase.number)):
        case.opened_at = NOW - timedelta(minutes=random.randint(60 * 60, 300 * 60))
        case.first_visit_due_at = case.opened_at + timedelta(hours=72)
        case.next_contact_on = TODAY + timedelta(days=30)
        means, who = ContactMeans.CALL, {"by_id": case.coordinator_id, "by_name": "담당"}
        at = case.opened_at + timedelta(hours=random.randint(1, 50))
        if random.random() < 0.4:
            again_at = at + timedelta(hours=random.randint(1, 200))
            asked = {"result": CallResult.CALL_BACK, "begun_by": BegunBy.US, "again_at": again_at}
            session.add(PhoneCall(household_id=case.household_id, at=at, **asked, **who))
        if random.random() < 0.4:
            tried_at = NOW - timedelta(hours=random.randint(1, 120))
            session.add(Contact(case_id=case.id, means=means, outcome=ContactOutcome.NO_ANSWER, at=tried_at, **who))
    session.flush()


def rested_or_away(session: Session, random: Random) -> None:
    """Let some come back from a hold, and some be away over the time at which they would be asked for."""
    in_care = select(CareCase).where(CareCase.state.in_(ASKED), CareCase.closed_at.is_(None))
    for case in session.scalars(in_care.order_by(CareCase.number)):
        began_at = NOW - timedelta(hours=random.randint(12, 1200))
        ends_at = began_at + timedelta(hours=random.randint(12, 700))
        if random.random() < 0.2 and ends_at < NOW:
            for verb, at, before, after in (
                (CaseVerb.HOLD, began_at, case.state, CaseState.ON_HOLD),
                (CaseVerb.RESUME, ends_at, CaseState.ON_HOLD, case.state),
            ):
                steps = {"kind": CASE_STATES.kind, "thing_id": case.id, "household_id": case.household_id}
                session.add(Step(**steps, verb=verb, at=at, before=before, after=after))
        elif random.random() < 0.3:
            said = {"kind": AbsenceKind.FAMILY, "told_by": SaidBy.STAFF, "told_at": began_at}
            session.add(Absence(household_id=case.household_id, starts_at=began_at, ends_at=ends_at, **said))
    session.flush()


def some_rested(session: Session, every: Sequence[CareDuty]) -> None:
    """Who came back from a hold is late a day after that at the earliest, and nothing falls into an absence."""
    steps = select(Step.thing_id, Step.at).where(Step.verb == CaseVerb.RESUME)
    back = {case_id: day_of(at) for case_id, at in session.execute(steps)}
    away = {row.household_id: row for row in session.scalars(select(Absence))}
    asked = [duty for duty in every if duty.ended_at is None and duty.edition_id is not None]
    held = [duty for duty in asked if duty.case_id in back]
    assert all(day_of(duty.due_at) > back[duty.case_id] for duty in held)
    assert {is_overdue(duty.due, NOW) for duty in held} == {True, False}
    visits = [duty for duty in asked if duty.act is DutyAct.ASSESSMENT and duty.case.household_id in away]
    assert visits
    for duty in visits:
        absence = away[duty.case.household_id]
        assert not day_of(absence.starts_at) <= day_of(duty.due_at) <= absence.back_on


def both_clocks_stood_for_some(every: Sequence[CareDuty]) -> None:
    """And of those some are late all the same, some are not."""
    for rule in FIRST_DAYS:
        asked = [duty for duty in every if duty.rule == rule.name]
        stood = [duty for duty in asked if duty.due_at > deadline(rule.amount, rule.unit, duty.since_at, working())]
        assert min(len(stood), len(asked) - len(stood)) > 10, rule.name
        assert {is_overdue(duty.due, NOW) for duty in stood} == {True, False}, rule.name


def test_everything_that_counts_or_lists_what_is_late_agrees(
    client: PortalClient, session: Session, office: User
) -> None:
    """By the one rule, asked of each in turn; the mail comes last, because it writes down who was told."""
    every = session.scalars(select(CareDuty)).all()
    late = [duty for duty in every if duty.ended_at is None and is_overdue(duty.due, NOW)]
    assert 200 < len(late) < queries.COUNTED_AT_MOST
    both_clocks_stood_for_some(every)
    some_rested(session, every)
    lists_hold_those_of_their_standing(office, every)
    list_badge_and_inbox_hold(office, late)
    own = sum(duty.by is DutyBy.OFFICE for duty in late)
    assert own > 10
    assert queries.count(office.actor, Sought(DutyView.OVERDUE, is_of_office=True), NOW) == own
    board_counts_the_rows_that_it_opens(session, office, len(late) - own)
    contacts_are_late_on_every_screen(session, office, late)
    page_and_file_tell(client, session, office, late)
    mail_tells_of(session, office, len(late))


def lists_hold_those_of_their_standing(office: User, every: Sequence[CareDuty]) -> None:
    for view, standings in STANDINGS.items():
        expected = {duty.id for duty in every if standing_of(duty, NOW) in standings}
        assert {duty.id for duty in queries.all_duties(office.actor, Sought(view), NOW)} == expected, view


def list_badge_and_inbox_hold(office: User, late: Sequence[CareDuty]) -> None:
    viewer, sought = office.actor, Sought(DutyView.OVERDUE)
    assert queries.duties(viewer, sought, NOW).total == queries.count_all(viewer, sought, NOW) == len(late)
    (badge,) = plain_rows(queries.overdue_count(viewer, PRESENT), {"present": NOW})
    assert badge[0] == len(late)
    first = sorted(late, key=lambda duty: (duty.due_at, duty.id))[: queries.PAGE_SIZE]
    assert [duty.id for duty in queries.overdue_and_own(viewer, NOW)] == [duty.id for duty in first]


def board_counts_the_rows_that_it_opens(session: Session, office: User, late: int) -> None:
    rows = board(office.actor, NOW).items
    assert len(rows) > 1
    for row in rows:
        opened = {view: queries.count(office.actor, Sought(view, row.coordinator_id), NOW) for view in DutyView}
        assert (row.soon, row.overdue) == (opened[DutyView.SOON], opened[DutyView.OVERDUE])
        assert row.exempted == exemptions(office.actor, TODAY, 1, coordinator_id=row.coordinator_id).total
        assert (
            row.households
            == cases_for(office.actor, Filters(today=TODAY, coordinator_id=row.coordinator_id), 1).page.total
        )
        theirs = queries.all_duties(session.get_one(User, row.coordinator_id).actor, Sought(DutyView.OVERDUE), NOW)
        assert len(theirs) == row.overdue
    assert sum(row.overdue for row in rows) == late


def contacts_are_late_on_every_screen(session: Session, office: User, late: Sequence[CareDuty]) -> None:
    """In the list of households and on `/today`, where home visits that are counted in days stand as well."""
    contacts = {duty.case_id for duty in late if duty.act is DutyAct.CONTACT}
    visits = {duty.id for duty in late if duty.act is DutyAct.HOME_VISIT and not duty.in_hours}
    assert contacts
    assert visits
    filters = Filters(today=TODAY, due=Due.OVERDUE)
    assert cases_for(office.actor, filters, 1).page.total == len(contacts)
    shown: dict[str, set[UUID]] = {"contacts": set(), "visits": set()}
    for user_id in {duty.coordinator_id for duty in late}:
        desk = Desk(session.get_one(User, user_id).actor, NOW)
        shown["contacts"] |= {row.id for row in plain_rows(CONTACTS.rows(desk)) if is_overdue(row.due_on, NOW)}
        shown["visits"] |= {row.id for row in plain_rows(DUTIES.rows(desk)) if is_overdue(day_of(row.due_at), NOW)}
    assert shown["contacts"] == contacts
    assert visits <= shown["visits"] <= {duty.id for duty in late}


def page_and_file_tell(client: PortalClient, session: Session, office: User, late: Sequence[CareDuty]) -> None:
    at = "/monitoring/duties/open.xlsx"
    with time_machine.travel(NOW, tick=False):
        client.sign_in(office.id)
        page = client.get("/monitoring/duties?view=overdue").text
        gate = client.get(at)
        assert gate.location
        client.post(gate.location, data={"reason": "care", "note": ""})
        file = client.get(at).get_data()
    assert page.count(DutyStanding.OVERDUE.words) >= queries.PAGE_SIZE
    assert f"{len(late)}건" in words_of(page)
    sheet = load_workbook(io.BytesIO(file)).active
    assert sheet is not None
    standings = [row[5] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert standings.count(DutyStanding.OVERDUE.words) == len(late)


def mail_tells_of(session: Session, office: User, late: int) -> None:
    tell_of_deadlines(NOW)
    told = select(StaffNotice.words).where(StaffNotice.matter == Matter.BREACH, StaffNotice.user_id == office.id)
    digits = [re.sub(r"\D", "", words.split("건")[0]) for words in session.scalars(told)]
    assert sum(map(int, digits)) == late
    soon = {duty.id for duty in queries.all_duties(office.actor, Sought(DutyView.SOON), NOW)}
    warned = set(session.scalars(select(CareDuty.id).where(CareDuty.warned_at == NOW)))
    assert warned
    assert warned < soon
