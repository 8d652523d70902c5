"""The course of a statement: checked and submitted by the co-operative, approved and paid by the office."""

from datetime import date, datetime

from portal.benefits.settlement.actions.writing import (
    hold_statement,
    require_own,
    require_person,
    staff_of_member,
    step,
)
from portal.benefits.settlement.models import SECOND_PERSON, Statement
from portal.benefits.settlement.queries import approved_of, current_account, current_accounts, drawers_of
from portal.benefits.settlement.rules import may_approve
from portal.benefits.settlement.states import STATEMENT_STATES, StatementVerb
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About

RETURNED = N_("사무국에서 고칠 것이 있어 돌아온 정산 명세서가 있습니다.")
NO_ACCOUNT = N_("확인된 계좌가 없습니다. 먼저 기관의 계좌를 확인해 주십시오.")
NOTHING_TO_PAY = N_("승인되어 지급을 기다리는 명세서가 없습니다.")


def check_statement(statement: Statement, *, actor: Actor, now: datetime) -> None:
    """The co-operative has read the lines and holds those it disputes."""
    user_id = require_own(statement, actor)
    hold_statement(statement)
    step(statement, StatementVerb.CHECK, actor=actor, now=now)
    statement.checked_by_id, statement.checked_at = user_id, now
    db.session.flush()


def uncheck_statement(statement: Statement, *, actor: Actor, now: datetime) -> None:
    require_own(statement, actor)
    hold_statement(statement)
    step(statement, StatementVerb.UNCHECK, actor=actor, now=now)
    statement.checked_by_id = statement.checked_at = None
    db.session.flush()


def submit_statement(statement: Statement, *, actor: Actor, now: datetime) -> None:
    user_id = require_own(statement, actor)
    hold_statement(statement)
    step(statement, StatementVerb.SUBMIT, actor=actor, now=now)
    statement.submitted_by_id, statement.submitted_at = user_id, now
    db.session.flush()


def return_statement(statement: Statement, *, reason: str, actor: Actor, now: datetime) -> None:
    """Back to the draft, so that it can be drawn up and checked anew; those who work on it there hear of it."""
    require_person(actor, Permission.STATEMENT_MANAGE)
    if not reason:
        raise DomainError(N_("돌려보내는 까닭을 적어 주십시오."), "reason")
    hold_statement(statement)
    step(statement, StatementVerb.RETURN, actor=actor, now=now, note=reason)
    statement.checked_by_id = statement.checked_at = None
    statement.submitted_by_id = statement.submitted_at = None
    db.session.flush()
    about = About(STATEMENT_STATES.kind, statement.id)
    news = News(Matter.STATEMENT, about, RETURNED, f"/settlement/statements/{statement.id}")
    tell_staff(staff_of_member(statement.organisation_id), news, now=now)


def approve_statement(statement: Statement, *, actor: Actor, now: datetime) -> None:
    """Freeze the statement; nobody who drew it up, checked or submitted it may."""
    user_id = require_person(actor, Permission.STATEMENT_MANAGE)
    hold_statement(statement)
    doers = (statement.drawn_by_id, statement.checked_by_id, statement.submitted_by_id)
    if not may_approve(user_id, drawers_of(statement), doers):
        raise Conflict(SECOND_PERSON)
    step(statement, StatementVerb.APPROVE, actor=actor, now=now)
    statement.approved_by_id, statement.approved_at = user_id, now
    db.session.flush()


def pay_statement(statement: Statement, *, paid_on: date, actor: Actor, now: datetime) -> None:
    """Note that an approved statement was paid, and to which account; a total of 0 or less needs none."""
    user_id = require_person(actor, Permission.STATEMENT_MANAGE)
    hold_statement(statement)
    if not day_of(statement.approved_at or now) <= paid_on <= day_of(now):
        raise DomainError(N_("지급한 날은 승인한 날부터 오늘까지여야 합니다."), "paid_on")
    account = current_account(statement.organisation_id)
    if account is None and statement.has_payment:
        raise Conflict(NO_ACCOUNT)
    step(statement, StatementVerb.PAY, actor=actor, now=now)
    statement.paid_by_id, statement.paid_at, statement.paid_on = user_id, now, paid_on
    statement.bank_account_id = account.id if account else None
    db.session.flush()


def pay_month(month: date, *, paid_on: date, actor: Actor, now: datetime) -> int:
    """Note the payment of every approved statement of a month that has a confirmed account or asks for nothing.

    Answers how many; the others go on waiting.
    """
    require_person(actor, Permission.STATEMENT_MANAGE)
    waiting = approved_of(month)
    accounts = current_accounts(statement.organisation_id for statement in waiting)
    payable = [each for each in waiting if not each.has_payment or each.organisation_id in accounts]
    if not payable:
        raise Conflict(NO_ACCOUNT if waiting else NOTHING_TO_PAY)
    for statement in payable:
        pay_statement(statement, paid_on=paid_on, actor=actor, now=now)
    return len(payable)
