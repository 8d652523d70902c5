"""What holds for experts and for the answers to what they advise."""

from datetime import date, datetime
from uuid import UUID

from portal.consortium.advice.states import OPEN, AdviceState, FeeRule
from portal.core import urgency
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission


def refuse_terms(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise DomainError(N_("마치는 날은 시작하는 날보다 빠를 수 없습니다."), "until_on")


def refuse_consents(kept_on: date, named_on: date | None, today: date) -> None:
    """Nothing is kept of an expert before they agreed; to be named is agreed to apart, and later or together."""
    if kept_on > today:
        raise DomainError(N_("오늘까지의 날을 적어 주십시오."), "kept_on")
    if named_on is not None and not kept_on <= named_on <= today:
        raise DomainError(N_("보관에 동의한 날부터 오늘까지의 날을 적어 주십시오."), "named_on")


def refuse_reach(kept_on: date, asked_on: date | None, reach: tuple[str, str], today: date) -> None:
    """Where somebody is reached, `reach`, is kept once they agreed to be asked to meetings, and then it is needed."""
    if asked_on is None and any(reach):
        raise DomainError(
            N_("연락처는 회의에 모시는 데 동의하신 날과 함께 보관합니다. 그날을 적어 주십시오."), "asked_on"
        )
    if asked_on is not None and not any(reach):
        raise DomainError(N_("회의에 모실 이메일이나 전화번호를 적어 주십시오."), "email")
    if asked_on is not None and not kept_on <= asked_on <= today:
        raise DomainError(N_("보관에 동의한 날부터 오늘까지의 날을 적어 주십시오."), "asked_on")


def refuse_fee(rule: FeeRule, fee: int | None) -> None:
    """An amount stands beside a rule that pays, and only there."""
    if rule is FeeRule.NONE and fee is not None:
        raise DomainError(N_("수당을 받지 않으면 금액을 비워 주십시오."), "fee")
    if rule is not FeeRule.NONE and not fee:
        raise DomainError(N_("얼마인지 적어 주십시오."), "fee")


def serves_on(from_on: date, until_on: date | None, day: date) -> bool:
    return from_on <= day and (until_on is None or day <= until_on)


def refuse_giver(from_on: date, until_on: date | None, held_on: date) -> None:
    if not serves_on(from_on, until_on, held_on):
        raise DomainError(N_("그 회의 날에는 자문위원이 아니었습니다. 위촉 기간을 확인해 주십시오."), "expert")


def refuse_due(due_on: date, earliest: date) -> None:
    if urgency.is_day_over(due_on, earliest):
        raise DomainError(N_("기한을 오늘이나 그 뒤의 날로 적어 주십시오."), "due_on")


def may_apply(owner_id: UUID | None, actor: Actor) -> bool:
    """Whose it is says where it was worked in, and the office."""
    is_own = owner_id is not None and owner_id == actor.user_id
    return is_own or actor.can(Permission.MEETING_MANAGE)


def refuse_applied_on(applied_on: date, answered_on: date, today: date) -> None:
    if not answered_on <= applied_on <= today:
        raise DomainError(N_("답한 날부터 오늘까지의 날을 적어 주십시오."), "applied_on")


def is_open(state: AdviceState) -> bool:
    """Whether something is still to be answered or done."""
    return state in OPEN


def is_late(state: AdviceState, due_on: date, now: datetime) -> bool:
    """Whether it should have been answered, or done, by now."""
    return is_open(state) and urgency.is_overdue(due_on, now)
