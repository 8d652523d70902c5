"""Requests to go over a cap: asked for with a reason, decided by a second person of the office within a limit."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select, update

from portal.accounts.models import User
from portal.accounts.queries import get_user, users_who_may
from portal.audit.actions import record
from portal.audit.steps import take
from portal.benefits.ledger.actions.accounts import open_account
from portal.benefits.ledger.models import CapAccount, CapOverride, CapPart, SpendingLimit
from portal.benefits.ledger.queries.balances import edition_of_year
from portal.benefits.ledger.queries.overrides import granted_by, spending_limit_of
from portal.benefits.ledger.states import OVERRIDE_STATES, OverrideState, OverrideVerb
from portal.benefits.programmes.models import Programme
from portal.consortium.catalogue.models import Service
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.messages import N_
from portal.core.money import won
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About

REQUESTED = N_("한도 초과 요청이 들어왔습니다.")
DECIDED = {
    OverrideVerb.GRANT: N_("요청하신 한도 초과가 승인되었습니다."),
    OverrideVerb.REFUSE: N_("요청하신 한도 초과가 거절되었습니다."),
}
BEYOND_LIMIT = N_("한 번에 승인할 수 있는 금액은 %(limit)s입니다. 이미 승인한 %(granted)s에 더해 넘습니다.")
SECOND_PERSON = N_("요청한 사람은 결정할 수 없습니다. 다른 직원이 결정해야 합니다.")
OWN_LIMIT = N_("자기 한도는 정할 수 없습니다. 다른 직원이 정해야 합니다.")


@dataclass(frozen=True)
class Wanted:
    """How much over which cap: the whole account's, or with `service` the limit of one service within it."""

    person_id: UUID
    programme: Programme
    year: int
    amount: int
    service: Service | None = None


def request_override(wanted: Wanted, *, reason: str, actor: Actor, now: datetime) -> CapOverride:
    """Ask to go over the cap of a year; the reason is written, one request for the same cap waits at a time."""
    actor.require(Permission.OVERRIDE_REQUEST)
    if actor.user_id is None:
        raise Forbidden
    if wanted.amount <= 0:
        raise DomainError(N_("금액은 0원보다 커야 합니다."), "amount")
    if not reason.strip():
        raise DomainError(N_("왜 한도를 넘어야 하는지 적어 주십시오."), "reason")
    override = CapOverride(
        account_id=_account(wanted, now),
        service_id=wanted.service.id if wanted.service else None,
        amount=wanted.amount,
        reason=reason,
        requested_by_id=actor.user_id,
        requested_at=now,
    )
    _refuse_second(override)
    db.session.add(override)
    _step(override, OverrideVerb.REQUEST, wanted.person_id, reason, actor, now)
    db.session.flush()
    deciders = [user for user in users_who_may(Permission.OVERRIDE_DECIDE) if user.id != actor.user_id]
    tell_staff(deciders, _news(REQUESTED, override), now=now)
    return override


def _account(wanted: Wanted, now: datetime) -> UUID:
    edition = edition_of_year(wanted.programme.id, wanted.year)
    service = wanted.service
    return open_account(
        wanted.person_id,
        wanted.programme.id,
        service.id if service else None,
        year=wanted.year,
        cap=edition.rules.annual_cap if edition else None,
        limit=edition.rules.limit_of(service.code) if edition and service else None,
        now=now,
    )


def _refuse_second(override: CapOverride) -> None:
    of_service = (
        CapOverride.service_id == override.service_id if override.service_id else CapOverride.service_id.is_(None)
    )
    waiting = select(CapOverride.id).where(
        CapOverride.account_id == override.account_id, of_service, CapOverride.state == OverrideState.REQUESTED
    )
    if db.session.scalar(waiting.limit(1)):
        raise Conflict(N_("이미 결정을 기다리는 요청이 있습니다."))


def grant_override(override: CapOverride, *, note: str, actor: Actor, now: datetime) -> None:
    """Allow the amount over the cap until the end of the account's year.

    By a second person, and within what they may grant over one account in a year, however often they are asked.
    """
    actor.require(Permission.OVERRIDE_DECIDE)
    _decide(override, OverrideVerb.GRANT, note, actor, now)
    limit = spending_limit_of(actor.user_id, day_of(now))
    granted = granted_by(actor.user_id, override.account_id)
    if granted > limit:
        before = granted - override.amount
        raise DomainError(BEYOND_LIMIT, limit=won(limit), granted=won(before))
    _allow(override)


def refuse_override(override: CapOverride, *, note: str, actor: Actor, now: datetime) -> None:
    """Say no, with words for whoever asked."""
    actor.require(Permission.OVERRIDE_DECIDE)
    if not note.strip():
        raise DomainError(N_("거절하는 까닭을 적어 주십시오."), "note")
    _decide(override, OverrideVerb.REFUSE, note, actor, now)


def withdraw_override(override: CapOverride, *, actor: Actor, now: datetime) -> None:
    """Whoever asked takes the request back."""
    actor.require(Permission.OVERRIDE_REQUEST)
    if override.requested_by_id != actor.user_id:
        raise Forbidden(N_("요청한 사람만 거둘 수 있습니다."))
    _step(override, OverrideVerb.WITHDRAW, _locked_person(override), "", actor, now)
    db.session.flush()


def _decide(override: CapOverride, verb: OverrideVerb, note: str, actor: Actor, now: datetime) -> None:
    if actor.user_id is None or override.requested_by_id == actor.user_id:
        raise DomainError(SECOND_PERSON)
    # The account is locked before the request, so that grants of one account look at it one after the other.
    _step(override, verb, _locked_person(override), note, actor, now)
    override.decided_by_id = actor.user_id
    override.decided_at = now
    override.decision_note = note
    db.session.flush()
    tell_staff([get_user(override.requested_by_id)], _news(DECIDED[verb], override), now=now)


def _news(words: str, override: CapOverride) -> News:
    about = About(OVERRIDE_STATES.kind, override.id, override.state)
    return News(Matter.OVERRIDE, about, words, f"/support/overrides/{override.id}")


def _locked_person(override: CapOverride) -> UUID:
    """Whose account it is; grants of one account wait for each other."""
    account = select(CapAccount.person_id).where(CapAccount.id == override.account_id)
    return db.session.scalars(account.with_for_update(key_share=True)).one()


def _step(override: CapOverride, verb: OverrideVerb, person_id: UUID, note: str, actor: Actor, now: datetime) -> None:
    subject = ("person", person_id)
    take(OVERRIDE_STATES, override, verb, actor=actor, now=now, note=note, subject=subject, amount=override.amount)


def _allow(override: CapOverride) -> None:
    """Raise what the account, or its part for the service, may use."""
    if override.service_id is None:
        raised = update(CapAccount).where(CapAccount.id == override.account_id)
        raised = raised.values(allowed_over=CapAccount.allowed_over + override.amount)
    else:
        raised = update(CapPart).where(
            CapPart.account_id == override.account_id, CapPart.service_id == override.service_id
        )
        raised = raised.values(allowed_over=CapPart.allowed_over + override.amount)
    db.session.execute(raised, execution_options={"synchronize_session": False})
    db.session.expire(override, ["account"])  # the UPDATE passed it by


def set_spending_limit(user: User, amount: int, from_on: date, *, actor: Actor, now: datetime) -> SpendingLimit:
    """Say how much somebody of the office may grant from a day on; nobody sets their own."""
    actor.require(Permission.OVERRIDE_DECIDE)
    if actor.user_id is None or actor.user_id == user.id:
        raise DomainError(OWN_LIMIT)
    if amount < 0:
        raise DomainError(N_("한도는 0원 이상이어야 합니다."), "amount")
    if from_on < day_of(now):
        raise DomainError(N_("지난 날부터는 정할 수 없습니다. 오늘이나 그 뒤의 날을 적어 주십시오."), "from_on")
    if not user.actor.can(Permission.OVERRIDE_DECIDE):
        raise DomainError(N_("사무국 직원만 한도를 가질 수 있습니다."))
    query = select(SpendingLimit).where(SpendingLimit.user_id == user.id, SpendingLimit.from_on == from_on)
    limit = db.session.scalar(query) or SpendingLimit(user_id=user.id, from_on=from_on)
    limit.amount, limit.set_by_id, limit.set_at = amount, actor.user_id, now
    db.session.add(limit)
    db.session.flush()
    record("limit.set", actor=actor, now=now, subject=("user", user.id), amount=amount, valid_from=str(from_on))
    return limit
