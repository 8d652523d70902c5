"""How the rules of an edition are told in words, and how two editions differ."""

from dataclasses import dataclass

from portal.benefits.programmes.rules import MONEY_FIELDS, RULE_FIELDS, ProgrammeRules, changed_fields
from portal.benefits.programmes.states import RuleSource
from portal.benefits.programmes.views.wording import LINES, RULE_NAMES, Names
from portal.core.compare import Row, compare_texts
from portal.core.messages import N_
from portal.core.worded import Worded
from portal.web.words import gettext


class Origin(Worded):
    """`SETTING`: no source gives the value; `OFFICE`: the office decided it; `NONE`: there is no such rule."""

    FOUNDING = "founding", N_("설립 문서"), "info"
    PUBLIC = "public", N_("공개 자료"), "info"
    SETTING = "setting", N_("출처 없음: 설정값"), "warning"
    OFFICE = "office", N_("사무국이 정함")
    NONE = "none", N_("규칙 없음")


@dataclass(frozen=True)
class RuleWords:
    """One rule: what it is called, what it says in lines, and where that comes from."""

    field: str
    name: str
    lines: tuple[str, ...]
    origin: Origin


@dataclass(frozen=True)
class Change:
    """A rule in which two editions differ, ready to stand side by side."""

    field: str
    name: str
    rows: list[Row]


def rule_words(rules: ProgrammeRules, names: Names) -> list[RuleWords]:
    """The rules in their order; of a programme that pays nothing only those that mean something."""
    shown = [name for name in RULE_FIELDS if _is_shown(name, rules)]
    return [
        RuleWords(name, gettext(RULE_NAMES[name]), tuple(LINES[name](rules, names)), origin(rules, name))
        for name in shown
    ]


def _is_shown(name: str, rules: ProgrammeRules) -> bool:
    if name == "tasks":
        return bool(rules.tasks) or not rules.pays
    return rules.pays or (name not in MONEY_FIELDS and name != "services")


def origin(rules: ProgrammeRules, name: str) -> Origin:
    source = rules.sources.get(name)
    if source is not None:
        return Origin.FOUNDING if source is RuleSource.FOUNDING else Origin.PUBLIC
    if name in rules.settings:
        return Origin.SETTING
    return Origin.NONE if getattr(rules, name) == getattr(ProgrammeRules(), name) else Origin.OFFICE


def changes_between(before: ProgrammeRules, after: ProgrammeRules, names: Names) -> list[Change]:
    """The rules that differ, each line beside the line that takes its place."""
    return [
        Change(name, gettext(RULE_NAMES[name]), compare_texts(_text(name, before, names), _text(name, after, names)))
        for name in changed_fields(before, after)
    ]


def _text(name: str, rules: ProgrammeRules, names: Names) -> str:
    return "\n".join(LINES[name](rules, names))
