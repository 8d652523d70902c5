"""The bank accounts of the co-operatives: sealed when written down, confirmed by a second person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.keys import same
from portal.accounts.queries import get_user
from portal.audit.steps import lock, take
from portal.benefits.settlement.actions.writing import hold_organisation, require_person
from portal.benefits.settlement.models import SECOND_PERSON_FOR_ACCOUNT, BankAccount
from portal.benefits.settlement.rules import mask_account, parse_account_number
from portal.benefits.settlement.states import ACCOUNT_STATES, AccountState, AccountVerb
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About

REFUSED = N_("적어 주신 계좌를 사무국에서 확인하지 못해 돌아왔습니다. 까닭을 보고 다시 적어 주십시오.")
NOT_THE_SAME = N_("적힌 계좌번호와 다릅니다. 통장 사본을 보고 다시 적어 주십시오. 그래도 다르면 돌려보내 주십시오.")


def propose_account(
    organisation_id: UUID, *, bank: str, holder: str, number: str, reason: str, actor: Actor, now: datetime
) -> BankAccount:
    """Write a new account down; payments go to the old one until somebody else of the office confirms it."""
    user_id = _require_either(organisation_id, actor)
    account = BankAccount(
        organisation_id=organisation_id,
        bank=bank,
        holder=holder,
        account_number=parse_account_number(number),
        reason=reason,
        proposed_by_id=user_id,
        proposed_at=now,
    )
    db.session.add(account)
    _step(account, AccountVerb.PROPOSE, reason, actor, now)
    db.session.flush()
    return account


def confirm_account(account: BankAccount, *, number: str, note: str, actor: Actor, now: datetime) -> None:
    """A second person types the number from the bank book; only when both agree payments go there."""
    user_id = require_person(actor, Permission.STATEMENT_MANAGE)
    _hold(account)
    if user_id == account.proposed_by_id:
        raise Conflict(SECOND_PERSON_FOR_ACCOUNT)
    if not same(parse_account_number(number), account_number(account)):
        raise DomainError(NOT_THE_SAME, "number")
    _replace_current(account.organisation_id, actor, now)
    _decide(account, AccountVerb.CONFIRM, note, actor, now)


def refuse_account(account: BankAccount, *, note: str, actor: Actor, now: datetime) -> None:
    """Send a proposal back; whoever wrote it down may not decide, or it would need no second person."""
    user_id = require_person(actor, Permission.STATEMENT_MANAGE)
    _hold(account)
    if user_id == account.proposed_by_id:
        raise Conflict(SECOND_PERSON_FOR_ACCOUNT)
    if not note:
        raise DomainError(N_("돌려보내는 까닭을 적어 주십시오."), "note")
    _decide(account, AccountVerb.REFUSE, note, actor, now)
    proposer = get_user(account.proposed_by_id)
    is_own = proposer.actor.organisation_id == account.organisation_id
    path = "/settlement/mine/account" if is_own else "/settlement/accounts"
    news = News(Matter.STATEMENT, About(ACCOUNT_STATES.kind, account.id), REFUSED, path)
    tell_staff([proposer], news, now=now)


def account_number(account: BankAccount) -> str:
    """The digits, for the bank's file alone."""
    return account.account_number


def masked_number(account: BankAccount) -> str:
    return mask_account(account_number(account))


def _require_either(organisation_id: UUID, actor: Actor) -> UUID:
    if actor.can(Permission.STATEMENT_MANAGE):
        return require_person(actor, Permission.STATEMENT_MANAGE)
    user_id = require_person(actor, Permission.STATEMENT_OWN)
    if organisation_id != actor.organisation_id:
        raise NotFound
    return user_id


def _hold(account: BankAccount) -> None:
    hold_organisation(account.organisation_id)  # first, as statements do: a payment reads which account is current
    lock(account)


def _replace_current(organisation_id: UUID, actor: Actor, now: datetime) -> None:
    query = select(BankAccount).where(BankAccount.organisation_id == organisation_id)
    before = db.session.scalar(query.where(BankAccount.state == AccountState.CURRENT))
    if before is not None:
        _step(before, AccountVerb.REPLACE, "", actor, now)
        db.session.flush()  # before the next one takes its place: an index lets one alone be current


def _decide(account: BankAccount, verb: AccountVerb, note: str, actor: Actor, now: datetime) -> None:
    _step(account, verb, note, actor, now)
    account.decided_by_id, account.decided_at, account.decision_note = actor.user_id, now, note
    db.session.flush()


def _step(account: BankAccount, verb: AccountVerb, note: str, actor: Actor, now: datetime) -> None:
    subject = ("organisation", account.organisation_id)
    take(ACCOUNT_STATES, account, verb, actor=actor, now=now, note=note, subject=subject)
