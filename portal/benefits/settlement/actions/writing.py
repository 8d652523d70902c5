"""What all acts on a statement share: holding it, refusing where it is frozen, leading it on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.audit.steps import lock, take
from portal.benefits.settlement.models import Statement, StatementLine
from portal.benefits.settlement.states import FROZEN, STATEMENT_STATES, StatementVerb
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

APPROVED = N_("승인한 달은 바꾸지 않습니다. 바로잡을 것은 다음 달 명세서에 마이너스로 넣습니다.")


def require_person(actor: Actor, permission: Permission) -> UUID:
    """Who acts: money is never moved by nobody."""
    actor.require(permission)
    if actor.user_id is None:
        raise Forbidden
    return actor.user_id


def staff_of_member(organisation_id: UUID) -> list[User]:
    """Who works on the statements of a member."""
    return [user for user in users_who_may(Permission.STATEMENT_OWN) if user.actor.organisation_id == organisation_id]


def require_own(statement: Statement, actor: Actor) -> UUID:
    """The same for staff of the statement's co-operative; for everybody else there is no such statement."""
    user_id = require_person(actor, Permission.STATEMENT_OWN)
    if statement.organisation_id != actor.organisation_id:
        raise NotFound
    return user_id


def hold_organisation(organisation_id: UUID) -> None:
    """Let one statement of a co-operative be written at a time, until the transaction ends."""
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())


def hold_statement(statement: Statement) -> None:
    """Read the statement anew and keep it until the transaction ends."""
    hold_organisation(statement.organisation_id)
    lock(statement)


def hold_open(statement: Statement) -> None:
    """The same; refused where the statement is approved."""
    hold_statement(statement)
    if statement.state in FROZEN:
        raise Conflict(APPROVED)


def step(statement: Statement, verb: StatementVerb, *, actor: Actor, now: datetime, note: str = "") -> None:
    """Lead the statement on; the sums that it has are told with the step."""
    told: dict[str, Any] = {"number": statement.number, "support": statement.support}
    take(STATEMENT_STATES, statement, verb, actor=actor, now=now, note=note, **told)


def total(statement: Statement) -> None:
    """The sums of the lines that are not held."""
    db.session.flush()  # the database adds up, so the lines must be there
    sums = (func.coalesce(func.sum(getattr(StatementLine, name)), 0) for name in ("amount", "own_share", "support"))
    query = select(*sums).where(StatementLine.statement_id == statement.id, StatementLine.held.is_(False))
    statement.amount, statement.own_share, statement.support = map(int, db.session.execute(query).one())
    db.session.flush()
