"""A file that is over its time is nobody's afterwards, in every table, and money and figures tie as before."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, true, update
from sqlalchemy.orm import Session

from portal.accounts.models import RoleGrant, User
from portal.accounts.queries import users_who_may
from portal.audit.models import AuditEntry, AuditSeal, Step
from portal.benefits.figures.models import MonthRow
from portal.benefits.ledger.models import CapAccount, Charge
from portal.benefits.settlement.models import StatementLine
from portal.benefits.settlement.reconciliation import reconcile, unbalanced_accounts
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.visits.models import Visit
from portal.core.actors import SYSTEM
from portal.core.keeping import Class
from portal.core.permissions import STAFF_ROLES, Permission
from portal.db.inserting import table_of
from portal.db.kept import NOBODY, OF_TABLE, holdings
from portal.extensions import db
from portal.partners.requests.models import BodyAnswer, BodyRequest
from portal.privacy.requests.actions.answering import Reply, answer_request
from portal.privacy.requests.actions.asking import enter_request
from portal.privacy.requests.actions.erasing import erase_file_of
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.queries import against_erasing
from portal.privacy.requests.rules import is_late
from portal.privacy.requests.states import RightsKind, RightsVerb
from portal.privacy.retention.actions import destroy_what_is_over
from portal.privacy.retention.emptying import OF_FILES
from portal.privacy.retention.files import make_nobodys
from portal.privacy.retention.models import Destruction
from portal.residents.households.models import Household, Person
from portal.tables import metadata
from tests.factories.privacy import make_asked, make_entry
from tests.integration.demo.conftest import NOW

MONTHS = [date(2026, month, 1) for month in range(6, 12)]
IN_SIX_YEARS = NOW + timedelta(days=6 * 366)
LONG_AGO = NOW - timedelta(days=3 * 366)


OF_A_FILE = {
    "step": Step.household_id.is_not(None),
    "body_request": BodyRequest.household_id.is_not(None),
    "body_answer": BodyAnswer.request.has(BodyRequest.household_id.is_not(None)),
}
"""Rows of a table which also tells of somebody who has no file."""


@pytest.fixture
def households(seeded: Session) -> list[Household]:
    return list(seeded.scalars(select(Household).order_by(Household.number)))


def sums(session: Session) -> list[Any]:
    """Whatever is counted of money and visits."""
    statements = [
        select(Charge.programme_id, func.count(), func.sum(Charge.amount), func.sum(Charge.support)),
        select(CapAccount.programme_id, func.count(), func.sum(CapAccount.committed), func.sum(CapAccount.held)),
        select(StatementLine.service_on, func.count(), func.sum(StatementLine.amount), func.sum(StatementLine.support)),
        select(MonthRow.dong_code, func.count(), func.sum(MonthRow.support), func.sum(MonthRow.cases)),
        select(Visit.state, func.count(), func.count(Visit.rating), func.count()),
    ]
    found: list[Any] = [
        sorted(map(tuple, session.execute(each.group_by(each.selected_columns[0]))), key=repr) for each in statements
    ]
    return [*found, *((one.ledger.values, one.stated.values, one.errors) for one in map(reconcile, MONTHS))]


def left(session: Session) -> dict[str, set[Any]]:
    """What the tables of files still tell, and the accounts that opened them, but those that ended long before."""
    found: dict[str, set[Any]] = {}
    for each in holdings(metadata):
        if each.kept.retention in OF_FILES and each.kind is not Class.PLAIN and not each.stays:
            kept = session.scalars(select(each.column).where(OF_A_FILE.get(each.column.table.name, true())))
            told = {repr(value) for value in kept if value not in (None, "", NOBODY, each.left)}
            found |= {each.place: told - {"{}", "[]"}}
    staff = select(RoleGrant.user_id).where(RoleGrant.role.in_(STAFF_ROLES))
    ended_now = User.disabled_at.is_(None) | (User.disabled_at >= NOW)
    for column in (User.name, User.phone, User.email):
        kept = session.scalars(select(column).where(User.id.not_in(staff), ended_now, column != ""))
        found[f"user.{column.key}"] = {repr(value) for value in kept}
    return {place: told for place, told in found.items() if told}


def test_every_table_that_tells_of_a_file_is_emptied(seeded: Session, households: list[Household]) -> None:
    before = sums(seeded)
    done = make_nobodys([each.id for each in households], by=SYSTEM, now=NOW)
    assert {each.table for each in done} >= {"person", "household", "user", "contact", "visit", "step"}
    assert left(seeded) == {}
    assert seeded.scalars(select(Person.user_id).where(Person.user_id.is_not(None))).all() == []
    assert sums(seeded) == before
    going = [table for table in metadata.sorted_tables if OF_TABLE in table.info and table.info[OF_TABLE].goes]
    assert {table.name for table in going if seeded.scalar(select(func.count()).select_from(table))} == set()


def test_only_what_ended_long_ago_goes_and_is_registered(seeded: Session) -> None:
    ended = select(CareCase.household_id).where(CareCase.closed_at.is_not(None))
    open_case = select(CareCase.household_id).where(CareCase.closed_at.is_(None))
    going = set(seeded.scalars(ended.where(CareCase.household_id.not_in(open_case))))
    before = sums(seeded)
    assert destroy_what_is_over(NOW) == 0
    connection = seeded.connection()  # PostgreSQL goes by its own clock
    connection.execute(update(table_of(AuditEntry)).values(at=LONG_AGO))
    connection.execute(update(table_of(AuditSeal)).values(sealed_at=LONG_AGO))
    assert destroy_what_is_over(IN_SIX_YEARS) >= len(going) > 0
    emptied = select(Household.id).join(Person, Person.household_id == Household.id).where(Person.name == NOBODY)
    gone = set(db.session.scalars(emptied))
    assert gone >= going
    assert gone.isdisjoint(seeded.scalars(open_case))
    assert sums(seeded) == before
    register = seeded.scalars(select(Destruction)).all()
    assert {each.table for each in register} >= {"person", "household", "care_case", "application"}
    assert {each.backups_until_on - each.at.date() for each in register} == {timedelta(days=35)}
    assert destroy_what_is_over(IN_SIX_YEARS) == 0


def test_a_file_that_somebody_wants_erased_takes_no_money_along(seeded: Session) -> None:
    office = next(user for user in users_who_may(Permission.RIGHTS_ANSWER))
    entry = make_entry(received_on=NOW.date())
    asked = [
        enter_request(person, make_asked(RightsKind.DELETE), entry, actor=office.actor, now=NOW)
        for person in seeded.scalars(select(Person).where(Person.joined_into_id.is_(None)))
    ]
    going = [each for each in asked if not against_erasing(each, NOW.date())]
    assert 0 < len(going) < len(asked)
    before, reply = sums(seeded), Reply(verb=RightsVerb.GRANT, words="지웁니다.")
    for each in going:
        answer_request(each, reply, actor=office.actor, now=NOW)
        erase_file_of(each, actor=office.actor, now=NOW)
    people = select(Person.name).where(Person.id.in_(each.person_id for each in going))
    assert set(seeded.scalars(people)) == {NOBODY}
    assert sums(seeded) == before
    assert unbalanced_accounts() == []


def test_the_demonstration_has_requests_in_many_states(seeded: Session) -> None:
    found = seeded.scalars(select(RightsRequest)).all()
    assert sorted(each.state.value for each in found) == ["extended", "granted", "granted", "partly", "received"]
    assert [each.kind for each in found if is_late(each.due_on, each.ended_at, NOW.date())] == [RightsKind.ASK]
    assert [each.kind for each in found if each.posted_at is not None] == [RightsKind.CORRECT]
