"""How what is due, and the rules that ask for it, are told in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.core.actors import Actor
from portal.core.compare import Row, compare_texts
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.rules import DutyRule, PolicyRules
from portal.monitoring.duties.scope import finished_by
from portal.monitoring.duties.settling import standing_of
from portal.monitoring.duties.states import DutyAct, DutyBy, DutyStanding, DutyTrigger, SpanUnit
from portal.web.durations import days_words, hours_words
from portal.web.labels import label
from portal.web.words import gettext as _


def what_words(duty: CareDuty) -> str:
    """안부 연락, or the task."""
    return duty.task or label(duty.act)


def who_words(duty: CareDuty) -> str:
    """The coordinator who is to do it, or the office."""
    return label(duty.by) if duty.by is DutyBy.OFFICE else duty.coordinator.name


def counted(count: int, most: int) -> str:
    """A figure that is counted no further than `most`."""
    return _("%(count)d 이상", count=most) if count >= most else str(count)


def silent_days(since: datetime | None, now: datetime) -> str:
    """How long nobody has spoken to a household: 12일."""
    return "-" if since is None else days_words(max((now - since).days, 0))


@dataclass(frozen=True)
class Shown:
    """A duty with how it stands."""

    id: UUID
    duty: CareDuty
    what: str
    rule: str
    standing: DutyStanding
    due: datetime | date | None
    silent: str
    who: str
    may_finish: bool


def shown(duty: CareDuty, now: datetime, viewer: Actor) -> Shown:
    rule = duty.rule if duty.rule != duty.task else ""
    is_silence = duty.act is DutyAct.CONTACT and duty.ended_at is None
    silent = silent_days(duty.since_at if is_silence else None, now)
    return Shown(
        id=duty.id,
        duty=duty,
        what=what_words(duty),
        rule=rule,
        standing=standing_of(duty, now),
        due=duty.due,
        silent=silent,
        who=who_words(duty),
        may_finish=duty.ended_at is None and duty.act is DutyAct.TASK and viewer.can(finished_by(duty)),
    )


@dataclass(frozen=True)
class RuleWords:
    """One rule: what it is called, what it asks, when, of whom."""

    name: str
    what: str
    when: str
    whom: str


def rule_words(rules: PolicyRules, programmes: Mapping[str, str]) -> list[RuleWords]:
    """`programmes` are the names of programmes by their codes."""
    return [RuleWords(rule.name, _what(rule), when_words(rule), whom_words(rule, programmes)) for rule in rules.duties]


def _what(rule: DutyRule) -> str:
    return f"{label(rule.act)} · {label(rule.by)}" if rule.by is DutyBy.OFFICE else label(rule.act)


def when_words(rule: DutyRule) -> str:
    """담당이 정해진 뒤 한 번: 2일 안에"""
    span = {
        SpanUnit.SAME_DAY: _("그날 안에"),
        SpanUnit.HOURS: _("%(span)s 안에", span=hours_words(rule.amount)),
        SpanUnit.WORKDAYS: _("근무일로 %(span)s 안에", span=days_words(rule.amount)),
        SpanUnit.DAYS: _("%(span)s 안에", span=days_words(rule.amount)),
    }[rule.unit]
    if rule.trigger is DutyTrigger.PLAN_ENDS:
        return _("계획이 끝나기 %(span)s 전", span=days_words(rule.amount))
    if rule.trigger is not DutyTrigger.EVERY:
        return f"{label(rule.trigger)}: {span}"
    return " · ".join(part for part in (_("지난번부터 %(span)s", span=span), _stage_words(rule)) if part)


def _stage_words(rule: DutyRule) -> str:
    if rule.to_day is not None:
        return _("담당이 정해지고 %(first)d일째부터 %(last)d일 전까지", first=rule.from_day, last=rule.to_day)
    return _("담당이 정해지고 %(first)d일째부터", first=rule.from_day) if rule.from_day else ""


def whom_words(rule: DutyRule, programmes: Mapping[str, str]) -> str:
    """고립 위험 높음부터, 만 65세부터"""
    unknown = _("등록하지 않은 지원 사업")
    parts = [
        _("급한 신청") if rule.urgent else "",
        _("%(level)s 이상", level=label(rule.risk)) if rule.risk else "",
        label(rule.state) if rule.state else "",
        _("지원 사업 %(name)s", name=programmes.get(rule.programme, unknown)) if rule.programme else "",
        _("만 %(age)d세부터", age=rule.age_from) if rule.age_from is not None else "",
        _("만 %(age)d세까지", age=rule.age_to) if rule.age_to is not None else "",
    ]
    return ", ".join(part for part in parts if part) or _("돌보는 모든 가구")


def changes_between(before: PolicyRules, after: PolicyRules, programmes: Mapping[str, str]) -> list[Row]:
    """What two editions ask, each line beside the line that takes its place."""
    return compare_texts(_text(before, programmes), _text(after, programmes))


def waiting_words(rules: PolicyRules) -> list[str]:
    """How long each of the two clocks waits for a household at most, and what is asked of whom nobody can visit."""
    hours = hours_words(rules.waiting_hours)
    away = _(
        "돌봄이 멈춘 동안에는 묻지 않고, 집을 비우신 동안 찾아뵐 일은 돌아오신 다음 근무일로 미룹니다. "
        "안부 연락은 그동안에도 근무일로 %(days)d일까지만 미룹니다.",
        days=rules.waiting_workdays,
    )
    return [
        away,
        _(
            "연락이 닿지 않거나 다시 걸어 달라고 하시면 근무일로 %(days)d일까지 기다립니다.",
            days=rules.waiting_workdays,
        ),
        _("시간으로 세는 첫 방문은 다시 걸어 달라고 하신 때까지, 모두 %(hours)s까지 시계를 멈춥니다.", hours=hours)
        if rules.waiting_hours
        else _("시간으로 세는 첫 방문의 시계는 멈추지 않습니다."),
    ]


def _text(rules: PolicyRules, programmes: Mapping[str, str]) -> str:
    lines = [f"{one.name}: {one.what}, {one.when} ({one.whom})" for one in rule_words(rules, programmes)]
    return "\n".join([*lines, *waiting_words(rules)])
