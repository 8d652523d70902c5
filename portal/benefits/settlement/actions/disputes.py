"""Lines that are held: why, who must act, and how it ended; the rest of the statement goes on."""

from datetime import datetime
from uuid import UUID

from portal.accounts.queries import users_who_may
from portal.audit.steps import lock, take
from portal.benefits.ledger.actions import adjust_charge
from portal.benefits.settlement.actions.drawing import redraw_lines
from portal.benefits.settlement.actions.writing import (
    hold_open,
    hold_statement,
    require_own,
    require_person,
    staff_of_member,
    total,
)
from portal.benefits.settlement.models import Dispute, StatementLine
from portal.benefits.settlement.rules import may_dispute
from portal.benefits.settlement.states import (
    DISPUTE_STATES,
    DisputeOutcome,
    DisputeState,
    DisputeVerb,
    LineKind,
    MustAct,
    StatementState,
)
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.notifications.actions import About

SUBMITTED = N_("보낸 명세서입니다. 사무국에 전화해 돌려받은 뒤 이의를 적어 주십시오.")
NO_REASON = N_("무엇이 맞지 않는지 적어 주십시오.")
DISPUTED = N_("정산 이의가 들어왔습니다.")
SETTLED = N_("이미 정리된 이의입니다.")


def raise_dispute(line: StatementLine, *, reason: str, must_act: MustAct, actor: Actor, now: datetime) -> Dispute:
    """Hold a line: it counts in no sum until the dispute is settled. A line that takes another back cannot be held."""
    user_id = _require_either(line, actor)
    if not reason:
        raise DomainError(NO_REASON, "reason")
    statement = line.statement
    hold_open(statement)
    if not may_dispute(statement.state, by_office=actor.can(Permission.STATEMENT_MANAGE)):
        raise Conflict(SUBMITTED)
    db.session.refresh(line)  # the statement may have been drawn up anew before it was held
    if line.kind is LineKind.REVERSAL:
        raise Conflict(N_("앞 달의 줄을 되돌리는 줄은 보류할 수 없습니다. 새로 들어간 줄에 이의를 적어 주십시오."))
    line.held = True
    dispute = Dispute(
        line_id=line.id, charge_id=line.charge_id, reason=reason, must_act=must_act, raised_by_id=user_id, raised_at=now
    )
    db.session.add(dispute)
    take(DISPUTE_STATES, dispute, DisputeVerb.RAISE, actor=actor, now=now, note=reason)
    total(statement)
    _tell_who_must_act(dispute, actor, now)
    return dispute


def _tell_who_must_act(dispute: Dispute, actor: Actor, now: datetime) -> None:
    """The office sees to all of them; of a co-operative those who work there."""
    about = About(DISPUTE_STATES.kind, dispute.id, dispute.must_act.value)
    news = News(Matter.DISPUTE, about, DISPUTED, "/settlement/disputes")
    if dispute.must_act is MustAct.COOPERATIVE:
        users = staff_of_member(dispute.line.statement.organisation_id)
    else:
        users = users_who_may(Permission.STATEMENT_MANAGE)
    tell_staff([user for user in users if user.id != actor.user_id], news, now=now)


def settle_dispute(
    dispute: Dispute,
    outcome: DisputeOutcome,
    *,
    quantity: int | None,
    note: str,
    actor: Actor,
    now: datetime,
) -> None:
    """The office ends a dispute: the line was right, or the ledger is corrected to `quantity` (0: nothing is due).

    In a draft the line counts again at once; otherwise the charge goes into the next statement.
    """
    require_person(actor, Permission.STATEMENT_MANAGE)
    if not note:
        raise DomainError(N_("어떻게 확인했는지 적어 주십시오."), "note")
    if outcome is DisputeOutcome.CORRECTED:
        if quantity is None:
            raise DomainError(N_("바로잡은 수량을 적어 주십시오."), "quantity")
        adjust_charge(dispute.line.charge, quantity=quantity, reason=note, actor=actor, now=now)
    _settle(dispute, outcome, note, actor, now)


def withdraw_dispute(dispute: Dispute, *, actor: Actor, now: datetime) -> None:
    """The co-operative finds that the line was right."""
    require_own(dispute.line.statement, actor)
    _settle(dispute, DisputeOutcome.KEPT, "", actor, now)


def hand_dispute_over(dispute: Dispute, must_act: MustAct, *, actor: Actor, now: datetime) -> None:
    """Somebody else must act now."""
    require_person(actor, Permission.STATEMENT_MANAGE)
    _refuse_settled(dispute)
    take(DISPUTE_STATES, dispute, DisputeVerb.HAND_OVER, actor=actor, now=now, kind=must_act.value)
    dispute.must_act = must_act
    db.session.flush()
    _tell_who_must_act(dispute, actor, now)


def _settle(dispute: Dispute, outcome: DisputeOutcome, note: str, actor: Actor, now: datetime) -> None:
    statement = dispute.line.statement
    hold_statement(statement)
    _refuse_settled(dispute)
    told = outcome.value
    take(DISPUTE_STATES, dispute, DisputeVerb.SETTLE, actor=actor, now=now, note=note, outcome=told)
    dispute.outcome, dispute.settlement_note = outcome, note
    dispute.settled_by_id, dispute.settled_at = actor.user_id, now
    db.session.flush()  # the lines are drawn by what is in dispute, and this no longer is
    if statement.state is StatementState.DRAFT:
        redraw_lines(statement)


def _refuse_settled(dispute: Dispute) -> None:
    lock(dispute)
    if dispute.state is not DisputeState.OPEN:
        raise Conflict(SETTLED)


def _require_either(line: StatementLine, actor: Actor) -> UUID:
    if actor.can(Permission.STATEMENT_MANAGE):
        return require_person(actor, Permission.STATEMENT_MANAGE)
    return require_own(line.statement, actor)
