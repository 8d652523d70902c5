"""What the rules of a programme's edition say: plain values, read and written as one JSON document."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from pydantic import TypeAdapter

from portal.benefits.programmes.states import BAND_TOP, Absence, IncomeBand, PersonGroup, RuleSource
from portal.core.errors import DomainError
from portal.core.messages import N_

WHOLE = 100
"""Per cent."""


@dataclass(frozen=True)
class Door:
    """One way to be among those a programme is for; all that it names must hold, ages are in full years."""

    name: str
    age_from: int | None = None
    age_to: int | None = None
    group: PersonGroup | None = None
    urgent: bool = False


@dataclass(frozen=True)
class ProgrammeRules:
    """The rules of one edition: amounts in whole won, shares in whole per cent; None where there is no such rule.

    `doors` is any-of; none means everybody. `district` is how a dong code begins ("11440" is Mapo). `first` are those
    who come first. `tasks` are what a programme does that pays nothing. `service_limits` None: there is a limit, its
    amount is not known. `sources` tells where the value of a field comes from, `settings` names the fields whose value
    no source gives: the consortium sets them, which the screen says. A field in neither is as the office decided.
    """

    doors: tuple[Door, ...] = ()
    district: str = ""
    lives_alone: bool = False
    first: Door | None = None
    pays: bool = True
    services: tuple[str, ...] = ()
    annual_cap: int | None = None
    service_limits: dict[str, int | None] = field(default_factory=dict)
    full_support_percent: int | None = None
    always_supported: tuple[PersonGroup, ...] = ()
    own_share_percent: dict[IncomeBand, int] = field(default_factory=dict)
    others_own_percent: int = 100
    short_stay_services: tuple[str, ...] = ()
    short_stay_max_days: int | None = None
    short_stay_year_days: int | None = None
    unit_prices: dict[str, int] = field(default_factory=dict)
    absence_percent: dict[Absence, int] = field(default_factory=dict)
    tasks: tuple[str, ...] = ()
    sources: dict[str, RuleSource] = field(default_factory=dict)
    settings: tuple[str, ...] = ()

    def covers(self, service_code: str) -> bool:
        return self.pays and service_code in self.services

    @property
    def shares(self) -> tuple[int, int]:
        """The least and the most that somebody pays of the price themselves, in percent."""
        percents = (*self.own_share_percent.values(), self.others_own_percent)
        return (0 if self.full_support_percent or self.always_supported else min(percents), max(percents))

    def limit_of(self, service_code: str) -> int | None:
        """The annual limit of one service in won; None where there is none, or none is set yet."""
        return self.service_limits.get(service_code)

    def absence_share(self, absence: Absence) -> int:
        """Per cent of the price that is due for a visit that ended so; 0 unless the edition says otherwise."""
        return self.absence_percent.get(absence, 0)


_ADAPTER = TypeAdapter(ProgrammeRules)
_UNORDERED = frozenset({"services", "always_supported", "short_stay_services"})
_ABOUT = frozenset({"sources", "settings"})
RULE_FIELDS = tuple(each.name for each in fields(ProgrammeRules) if each.name not in _ABOUT)
"""The rules themselves, in the order in which they are shown."""

MONEY_FIELDS = (
    "annual_cap", "service_limits", "full_support_percent", "always_supported", "own_share_percent",
    "others_own_percent", "short_stay_services", "short_stay_max_days", "short_stay_year_days", "unit_prices",
    "absence_percent",
)  # fmt: skip
"""What has no meaning where a programme pays nothing."""


def to_document(rules: ProgrammeRules) -> dict[str, Any]:
    """`rules` as they are kept: JSON values."""
    document: dict[str, Any] = _ADAPTER.dump_python(rules, mode="json")
    return document


def from_document(document: dict[str, Any]) -> ProgrammeRules:
    """The rules that `to_document` kept; raises `pydantic.ValidationError` on anything else."""
    return _ADAPTER.validate_python(document)


def changed_fields(before: ProgrammeRules, after: ProgrammeRules) -> tuple[str, ...]:
    """The rules in which two editions differ, in the order in which they are shown."""
    return tuple(name for name in RULE_FIELDS if _meaning(before, name) != _meaning(after, name))


def _meaning(rules: ProgrammeRules, name: str) -> object:
    """The value of a rule, without the order where that means nothing."""
    value = getattr(rules, name)
    return frozenset(value) if name in _UNORDERED else value


def decided(base: ProgrammeRules, rules: ProgrammeRules) -> ProgrammeRules:
    """`rules` with what is known of the origin of those that stayed as in `base`; the others the office decided."""
    changed = set(changed_fields(base, rules))
    return replace(
        rules,
        sources={name: source for name, source in base.sources.items() if name not in changed},
        settings=tuple(name for name in base.settings if name not in changed),
    )


def without_money(rules: ProgrammeRules) -> ProgrammeRules:
    """`rules` of a programme that pays nothing: no service, no amount, no share."""
    blank = ProgrammeRules()
    money = {name: getattr(blank, name) for name in MONEY_FIELDS}
    return replace(rules, pays=False, services=(), **money)


def refuse_contradictions(rules: ProgrammeRules) -> None:
    """Raise `DomainError` where the rules could not be followed; its field is the name of the rule."""
    for door in (*rules.doors, *((rules.first,) if rules.first else ())):
        if door.age_from is not None and door.age_to is not None and door.age_to < door.age_from:
            raise DomainError(N_("나이의 끝은 시작보다 적을 수 없습니다."), "doors")
    if rules.pays and not rules.services:
        raise DomainError(N_("어떤 서비스의 값을 내는지 한 가지 이상 골라 주십시오."), "services")
    if not set(rules.service_limits) <= set(rules.services):
        raise DomainError(N_("한도는 이 사업이 내는 서비스에만 정할 수 있습니다."), "service_limits")
    if not set(rules.unit_prices) <= set(rules.services):
        raise DomainError(N_("단가는 이 사업이 내는 서비스에만 정할 수 있습니다."), "unit_prices")
    if rules.annual_cap is not None and any((limit or 0) > rules.annual_cap for limit in rules.service_limits.values()):
        raise DomainError(N_("서비스의 한도는 한 해 한도보다 클 수 없습니다."), "service_limits")
    if (rules.short_stay_max_days or rules.short_stay_year_days) and not rules.short_stay_services:
        raise DomainError(N_("며칠까지인지 정하려면 머무는 서비스를 골라 주십시오."), "short_stay_services")
    shares = (*rules.own_share_percent.values(), *rules.absence_percent.values(), rules.others_own_percent)
    if any(not 0 <= share <= WHOLE for share in shares):
        raise DomainError(N_("이용자 몫은 0에서 100 사이로 적어 주십시오."), "others_own_percent")


def is_within(band: IncomeBand, percent: int) -> bool:
    """Whether everybody in `band` has at most `percent` of the median income."""
    top = BAND_TOP.get(band)
    return top is not None and top <= percent


def turning_ages(editions: Iterable[ProgrammeRules]) -> frozenset[int]:
    """The ages with which an answer may become another one: where a door opens, and the first that is too old."""
    doors = [door for rules in editions for door in rules.doors]
    opening = {door.age_from for door in doors if door.age_from is not None}
    return frozenset(opening | {door.age_to + 1 for door in doors if door.age_to is not None})
