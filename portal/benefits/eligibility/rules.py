"""Decides whether somebody is eligible for a programme on a day, why, and what they can do instead."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from portal.benefits.eligibility import texts
from portal.benefits.eligibility.states import Answer, Part, Standing
from portal.benefits.programmes.rules import Door, ProgrammeRules, is_within
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.core.dates import age_on
from portal.core.messages import N_

Value = str | int
ALL = 100
_WORST_FIRST = (Standing.UNMET, Standing.UNKNOWN, Standing.MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of somebody on a day; None, "" and a group in none of the three sets mean: not known.

    `groups` are verified, `claimed_groups` only told, `denied_groups` known not to be theirs. `band` is verified, or
    None; `table_year` is the year of the table by which it was.
    """

    birth_on: date | None = None
    dong_code: str = ""
    lives_alone: bool | None = None
    groups: frozenset[PersonGroup] = frozenset()
    claimed_groups: frozenset[PersonGroup] = frozenset()
    denied_groups: frozenset[PersonGroup] = frozenset()
    band: IncomeBand | None = None
    table_year: int | None = None
    urgent: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence: a message id and the values in it, of which those that are message ids are named in `words`."""

    text: str
    params: dict[str, Value] = field(default_factory=dict, hash=False)
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Said):
    """One condition in plain words, and how it stands."""

    code: str
    part: Part
    standing: Standing


_CONDITIONS = TypeAdapter(tuple[Condition, ...])


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer on `day`; `own_percent` None where the programme pays nothing."""

    answer: Answer
    day: date
    conditions: tuple[Condition, ...]
    own_percent: int | None
    instead: tuple[Said, ...]


def find(rules: ProgrammeRules, facts: Facts, day: date) -> Finding:
    """The three answers: one condition that fails says no, one that is not known leaves it open.

    Of the doors one must be open. What somebody pays decides nothing about whether they may come, but is open, too, as
    long as their income is not verified.
    """
    share, own_percent = _share(rules, facts)
    conditions = (*_entry(rules, facts), *_ways(rules, facts, day))
    if answer_of(conditions) is not Answer.NOT_ELIGIBLE:
        conditions = (*conditions, *share, *_order(rules, facts, day))
    answer = answer_of(conditions)
    return Finding(
        answer=answer,
        day=day,
        conditions=conditions,
        own_percent=own_percent if answer is not Answer.NOT_ELIGIBLE else None,
        instead=instead_of(answer, conditions, own_percent),
    )


def answer_of(conditions: Sequence[Condition]) -> Answer:
    """What `conditions` add up to."""
    standings = {condition.standing for condition in conditions if condition.part is Part.ENTRY}
    ways = [condition.standing for condition in conditions if condition.part is Part.WAY]
    if ways:
        standings.add(_best(ways))
    if Standing.UNMET in standings:
        return Answer.NOT_ELIGIBLE
    open_share = any(c.part is Part.SHARE and c.standing is Standing.UNKNOWN for c in conditions)
    return Answer.TENTATIVE if Standing.UNKNOWN in standings or open_share else Answer.ELIGIBLE


def _best(standings: Sequence[Standing]) -> Standing:
    return max(standings, key=_WORST_FIRST.index)


def _worst(standings: Sequence[Standing]) -> Standing:
    return min(standings, key=_WORST_FIRST.index, default=Standing.MET)


def _standing(value: bool | None) -> Standing:
    if value is None:
        return Standing.UNKNOWN
    return Standing.MET if value else Standing.UNMET


def _entry(rules: ProgrammeRules, facts: Facts) -> list[Condition]:
    """What everybody must meet; a programme without doors is for everybody, and says so."""
    found = [] if rules.doors else [_condition("anybody", Part.ENTRY, Standing.MET, texts.ANYBODY)]
    if rules.district:
        inside = facts.dong_code.startswith(rules.district) if facts.dong_code else None
        found.append(_condition("district", Part.ENTRY, _standing(inside), texts.DISTRICT))
    if rules.lives_alone:
        found.append(_condition("lives_alone", Part.ENTRY, _standing(facts.lives_alone), texts.LIVES_ALONE))
    return found


def _ways(rules: ProgrammeRules, facts: Facts, day: date) -> list[Condition]:
    """The doors: the first that is open, or all of them as long as none is."""
    ways = [_way(door, facts, day) for door in rules.doors]
    met = [way for way in ways if way.standing is Standing.MET]
    return met[:1] or ways


def _way(door: Door, facts: Facts, day: date) -> Condition:
    standing = door_standing(door, facts, day)
    params: dict[str, Value] = {"name": door.name}
    words: dict[Standing, str] = texts.DOOR
    if facts.birth_on is not None and (door.age_from is not None or door.age_to is not None):
        words, params = texts.DOOR_WITH_AGE, {**params, "age": age_on(facts.birth_on, day)}
    return _condition("door", Part.WAY, standing, words, **params)


def door_standing(door: Door, facts: Facts, day: date) -> Standing:
    """All that the door names must hold."""
    parts = []
    if door.age_from is not None or door.age_to is not None:
        parts.append(_age_standing(door, facts.birth_on, day))
    if door.group is not None:
        parts.append(group_standing(door.group, facts))
    if door.urgent:
        parts.append(_standing(facts.urgent))
    return _worst(parts)


def _age_standing(door: Door, birth_on: date | None, day: date) -> Standing:
    if birth_on is None:
        return Standing.UNKNOWN
    age = age_on(birth_on, day)
    old_enough = door.age_from is None or age >= door.age_from
    return _standing(old_enough and (door.age_to is None or age <= door.age_to))


def group_standing(group: PersonGroup, facts: Facts) -> Standing:
    """Verified counts; told only, or never asked about, is not known."""
    if group in facts.groups:
        return Standing.MET
    return Standing.UNMET if group in facts.denied_groups else Standing.UNKNOWN


def _share(rules: ProgrammeRules, facts: Facts) -> tuple[list[Condition], int | None]:
    """What part of the price the person pays, in per cent; who is not verified pays like others until they are."""
    if not rules.pays:
        return [], None
    supported = next((group for group in rules.always_supported if group in facts.groups), None)
    if supported is not None:
        return [_group_condition(supported, Standing.MET)], 0
    income, own = _income_share(rules, facts)
    claimed = next((group for group in rules.always_supported if group in facts.claimed_groups), None)
    if claimed is not None and own > 0:
        return [_group_condition(claimed, Standing.UNKNOWN), *income], own
    return income, own


def _income_share(rules: ProgrammeRules, facts: Facts) -> tuple[list[Condition], int]:
    others = rules.others_own_percent
    if not depends_on_income(rules):
        return [], others
    if facts.band is None:
        support = ALL - least_own_percent(rules)
        return [_condition("income", Part.SHARE, Standing.UNKNOWN, texts.INCOME, own=others, support=support)], others
    own = own_percent_in(rules, facts.band)
    standing = Standing.MET if own < ALL else Standing.UNMET
    band, year = facts.band.words, facts.table_year or 0
    return [_condition("income", Part.SHARE, standing, texts.INCOME, "band", band=band, year=year, own=own)], own


def _group_condition(group: PersonGroup, standing: Standing) -> Condition:
    return _condition("group", Part.SHARE, standing, texts.GROUP, "group", group=group.words)


def depends_on_income(rules: ProgrammeRules) -> bool:
    """Whether people of different incomes pay different shares."""
    shares = {own_percent_in(rules, band) for band in IncomeBand} | {rules.others_own_percent}
    return len(shares) > 1


def own_percent_in(rules: ProgrammeRules, band: IncomeBand) -> int:
    """The share of somebody in a verified `band` who is in none of the groups that are always supported."""
    if rules.full_support_percent is not None and is_within(band, rules.full_support_percent):
        return 0
    return rules.own_share_percent.get(band, rules.others_own_percent)


def least_own_percent(rules: ProgrammeRules) -> int:
    """The smallest share that verifying the income can bring."""
    return min(own_percent_in(rules, band) for band in IncomeBand)


def _order(rules: ProgrammeRules, facts: Facts, day: date) -> list[Condition]:
    """Who comes first; others are not turned away."""
    if rules.first is None:
        return []
    standing = door_standing(rules.first, facts, day)
    return [_condition("first", Part.ORDER, standing, texts.FIRST, name=rules.first.name)]


def _condition(
    code: str, part: Part, standing: Standing, sentences: dict[Standing, str], *words: str, **params: Value
) -> Condition:
    return Condition(code=code, part=part, standing=standing, text=sentences[standing], params=params, words=words)


def instead_of(answer: Answer, conditions: Sequence[Condition], own_percent: int | None) -> tuple[Said, ...]:
    """What somebody can do now: never nothing."""
    if answer is Answer.NOT_ELIGIBLE:
        return (OTHER_DISTRICT if is_elsewhere(conditions) else OTHER_AGENCY, SELF_PAY, NEWS)
    if answer is Answer.TENTATIVE:
        return tuple(dict.fromkeys(_MISSING[c.code] for c in conditions if _is_missing(c)))
    return (SELF_PAY_HELP,) if own_percent == ALL else ()


def is_elsewhere(conditions: Sequence[Condition]) -> bool:
    """Whether the programme is for another district, which says nothing about the person."""
    return any(c.code == "district" and c.standing is Standing.UNMET for c in conditions)


def _is_missing(condition: Condition) -> bool:
    return condition.standing is Standing.UNKNOWN and condition.part is not Part.ORDER


OTHER_DISTRICT = Said(text=N_("사시는 곳의 주민센터나 다산콜 02-120에 물어보십시오."))
OTHER_AGENCY = Said(text=N_("다른 도움은 돌봄SOS 1668-0120에서 안내합니다."))
SELF_PAY = Said(text=N_("비용을 모두 내고 서비스를 이용하실 수 있습니다."))
SELF_PAY_HELP = Said(text=N_("비용이 부담되면 다산콜 02-120에 물어보십시오."))
NEWS = Said(text=N_("사정이 달라지면 알려 주십시오. 다시 확인합니다."))
_MISSING = {
    "district": Said(text=N_("사시는 동을 알려 주십시오.")),
    "lives_alone": Said(text=N_("혼자 사시는지 알려 주십시오.")),
    "door": Said(text=N_("대상에 맞는지 상담에서 함께 확인합니다.")),
    "group": Said(text=N_("증명서를 보여 주시거나 주민센터에서 확인합니다.")),
    "income": Said(text=N_("소득은 주민센터에서 확인할 수 있습니다. 금액은 적지 않습니다.")),
}


def conditions_document(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """`conditions` as they are kept: JSON values."""
    document: list[dict[str, Any]] = _CONDITIONS.dump_python(tuple(conditions), mode="json")
    return document


def conditions_from(document: Sequence[dict[str, Any]]) -> tuple[Condition, ...]:
    """The conditions that `conditions_document` kept."""
    return _CONDITIONS.validate_python(document)
