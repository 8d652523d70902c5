"""The rules of an edition in words, one function for each rule."""

from collections.abc import Callable, Iterable, Mapping

from portal.benefits.programmes.rules import Door, ProgrammeRules
from portal.benefits.programmes.states import Absence
from portal.core.dongs import DISTRICTS
from portal.core.messages import N_
from portal.core.money import won
from portal.web.durations import days_words
from portal.web.labels import label
from portal.web.words import gettext as _

Names = Mapping[str, str]
"""The names of services by their codes."""
RULE_NAMES = {
    "doors": N_("누구를 위한 사업"),
    "district": N_("사는 곳"),
    "lives_alone": N_("혼자 사는지"),
    "first": N_("먼저 돕는 분"),
    "pays": N_("값을 내는지"),
    "services": N_("지원하는 서비스"),
    "annual_cap": N_("한 사람의 한 해 한도"),
    "service_limits": N_("서비스별 한 해 한도"),
    "full_support_percent": N_("모두 지원하는 소득"),
    "always_supported": N_("늘 모두 지원하는 분"),
    "own_share_percent": N_("소득에 따른 이용자 몫"),
    "others_own_percent": N_("그 밖의 이용자 몫"),
    "short_stay_services": N_("머무는 서비스"),
    "short_stay_max_days": N_("이어서 머물 수 있는 날"),
    "short_stay_year_days": N_("한 해에 머물 수 있는 날"),
    "unit_prices": N_("이 판만의 단가"),
    "absence_percent": N_("하지 못한 방문의 값"),
    "tasks": N_("하는 일"),
}


def door_words(door: Door) -> str:
    """65세 이상 어르신 (만 65세부터)"""
    parts = [_age_words(door)]
    if door.group is not None:
        parts.append(label(door.group))
    if door.urgent:
        parts.append(_("급할 때"))
    told = ", ".join(part for part in parts if part and part != door.name)
    return f"{door.name} ({told})" if told else door.name


def _age_words(door: Door) -> str:
    if door.age_from is not None and door.age_to is not None:
        return _("만 %(first)d세부터 %(last)d세까지", first=door.age_from, last=door.age_to)
    if door.age_from is not None:
        return _("만 %(first)d세부터", first=door.age_from)
    return "" if door.age_to is None else _("만 %(last)d세까지", last=door.age_to)


def _services(codes: Iterable[str], names: Names) -> str:
    return ", ".join(names.get(code, code) for code in codes)


def _doors(rules: ProgrammeRules, _names: Names) -> list[str]:
    return [door_words(door) for door in rules.doors] or [_("나이나 형편을 가리지 않음")]


def _district(rules: ProgrammeRules, _names: Names) -> list[str]:
    if not rules.district:
        return [_("어디에 살아도 됨")]
    return [_("%(district)s 주민", district=DISTRICTS.get(rules.district, rules.district))]


def _lives_alone(rules: ProgrammeRules, _names: Names) -> list[str]:
    return [_("혼자 사는 분만") if rules.lives_alone else _("혼자 살지 않아도 됨")]


def _first(rules: ProgrammeRules, _names: Names) -> list[str]:
    return [door_words(rules.first) if rules.first else _("차례를 두지 않음")]


def _pays(rules: ProgrammeRules, _names: Names) -> list[str]:
    return [_("서비스 값을 지원함") if rules.pays else _("돈을 내지 않고 일과 연락만 적음")]


def _covered(rules: ProgrammeRules, names: Names) -> list[str]:
    return [_services(rules.services, names) or _("없음")]


def _cap(rules: ProgrammeRules, _names: Names) -> list[str]:
    return [won(rules.annual_cap) if rules.annual_cap is not None else _("한도를 두지 않음")]


def _limits(rules: ProgrammeRules, names: Names) -> list[str]:
    unknown = _("한도가 있으나 금액을 모름")
    return [
        f"{_services([code], names)}: {unknown if limit is None else won(limit)}"
        for code, limit in rules.service_limits.items()
    ] or [_("한도를 두지 않음")]


def _full_support(rules: ProgrammeRules, _names: Names) -> list[str]:
    if rules.full_support_percent is None:
        return [_("정하지 않음")]
    return [_("기준 중위소득 %(percent)d%% 이하", percent=rules.full_support_percent)]


def _always(rules: ProgrammeRules, _names: Names) -> list[str]:
    return [", ".join(label(group) for group in rules.always_supported) or _("없음")]


def _own_shares(rules: ProgrammeRules, _names: Names) -> list[str]:
    return [
        _("%(band)s: 값의 %(percent)d%%", band=label(band), percent=percent)
        for band, percent in rules.own_share_percent.items()
    ] or [_("나누지 않음")]


def _others(rules: ProgrammeRules, _names: Names) -> list[str]:
    return [_("값의 %(percent)d%%", percent=rules.others_own_percent)]


def _stays(rules: ProgrammeRules, names: Names) -> list[str]:
    return [_services(rules.short_stay_services, names) or _("없음")]


def _stay_days(rules: ProgrammeRules, _names: Names) -> list[str]:
    days = rules.short_stay_max_days
    return [days_words(days) if days is not None else _("정하지 않음")]


def _year_days(rules: ProgrammeRules, _names: Names) -> list[str]:
    days = rules.short_stay_year_days
    return [days_words(days) if days is not None else _("정하지 않음")]


def _prices(rules: ProgrammeRules, names: Names) -> list[str]:
    return [f"{_services([code], names)}: {won(price)}" for code, price in rules.unit_prices.items()] or [
        _("서비스 목록의 단가를 따름")
    ]


def _absences(rules: ProgrammeRules, _names: Names) -> list[str]:
    return [
        _("%(how)s: 값의 %(percent)d%%", how=label(absence), percent=rules.absence_share(absence))
        for absence in Absence
    ]


def _tasks(rules: ProgrammeRules, _names: Names) -> list[str]:
    return list(rules.tasks) or [_("적은 일 없음")]


LINES: dict[str, Callable[[ProgrammeRules, Names], list[str]]] = {
    "doors": _doors,
    "district": _district,
    "lives_alone": _lives_alone,
    "first": _first,
    "pays": _pays,
    "services": _covered,
    "annual_cap": _cap,
    "service_limits": _limits,
    "full_support_percent": _full_support,
    "always_supported": _always,
    "own_share_percent": _own_shares,
    "others_own_percent": _others,
    "short_stay_services": _stays,
    "short_stay_max_days": _stay_days,
    "short_stay_year_days": _year_days,
    "unit_prices": _prices,
    "absence_percent": _absences,
    "tasks": _tasks,
}
