"""Which rules of a policy cannot be followed, or would ask for nothing."""

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.targets import Targets
from portal.monitoring.duties.rules import DutyRule, PolicyRules
from portal.monitoring.duties.states import DutyAct, DutyBy, DutyTrigger, SpanUnit


def refuse_contradictions(rules: PolicyRules) -> None:
    """Raise `DomainError` where the rules could not be followed."""
    if not rules.duties:
        raise DomainError(N_("하나 이상 적어 주십시오."), "duties")
    names = [rule.name for rule in rules.duties]
    if len(set(names)) < len(names):
        raise DomainError(N_("같은 이름이 두 번 있습니다. 서로 다르게 불러 주십시오."), "duties")
    for rule in rules.duties:
        _refuse_rule(rule)


def refuse_laxer(rules: PolicyRules, targets: Targets) -> None:
    """Raise `DomainError` for a rule that would ask nothing, because the consortium's own targets ask for more."""
    for rule in rules.duties:
        most = _most_days(rule, targets)
        if most is not None and rule.unit is SpanUnit.DAYS and rule.amount > most:
            raise DomainError(
                N_("%(name)s: 이용자에게 약속한 %(days)d일보다 늦게 정할 수 없습니다."),
                "duties",
                name=rule.name,
                days=most,
            )


TRIGGERS: dict[DutyAct, frozenset[DutyTrigger]] = {
    DutyAct.CONTACT: frozenset({DutyTrigger.PAIRED, DutyTrigger.VISITED, DutyTrigger.EVERY}),
    DutyAct.HOME_VISIT: frozenset({DutyTrigger.PAIRED, DutyTrigger.EVERY}),
    DutyAct.ASSESSMENT: frozenset({DutyTrigger.PAIRED}),
    DutyAct.REVIEW: frozenset({DutyTrigger.PLAN_ENDS}),
    DutyAct.TASK: frozenset({DutyTrigger.PAIRED, DutyTrigger.EVERY, DutyTrigger.PLAN_ENDS}),
}
"""What each act may count from."""


def _refuse_rule(rule: DutyRule) -> None:
    if rule.trigger not in TRIGGERS[rule.act]:
        raise DomainError(
            N_("%(name)s: 이 일은 그렇게 셀 수 없습니다. 언제부터 세는지 다시 골라 주십시오."), "duties", name=rule.name
        )
    if rule.unit is SpanUnit.HOURS and rule.act is not DutyAct.ASSESSMENT:
        raise DomainError(N_("%(name)s: 시간으로 세는 것은 첫 방문뿐입니다."), "duties", name=rule.name)
    if rule.by is DutyBy.OFFICE and rule.act is not DutyAct.TASK:
        raise DomainError(N_("%(name)s: 사무국이 하는 일은 그 밖의 일로 정해 주십시오."), "duties", name=rule.name)
    if rule.amount < 1 and rule.unit is not SpanUnit.SAME_DAY:
        raise DomainError(N_("%(name)s: 얼마 안에 하는지 1 이상으로 적어 주십시오."), "duties", name=rule.name)
    if rule.to_day is not None and rule.to_day <= rule.from_day:
        raise DomainError(N_("%(name)s: 끝나는 날은 시작하는 날보다 뒤여야 합니다."), "duties", name=rule.name)
    if rule.age_from is not None and rule.age_to is not None and rule.age_to < rule.age_from:
        raise DomainError(N_("나이의 끝은 시작보다 적을 수 없습니다."), "duties")


def _most_days(rule: DutyRule, targets: Targets) -> int | None:
    if rule.act is not DutyAct.CONTACT:
        return None
    return targets.contact_after_visit_days if rule.trigger is DutyTrigger.VISITED else targets.contact_every_days
