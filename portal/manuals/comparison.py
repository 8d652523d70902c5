"""Two editions laid side by side, section by section."""

from dataclasses import dataclass

from portal.core.compare import Row, compare_texts
from portal.core.messages import N_
from portal.manuals.models import ManualEdition, ManualSection
from portal.manuals.states import SectionKind


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What differs in one section; no rows when it is the same."""

    kind: SectionKind
    heading: str
    rows: list[Row]


def compare_editions(before: ManualEdition, after: ManualEdition) -> list[SectionChange]:
    """Every section of either edition, in the order of a manual."""
    old = {section.kind: section for section in before.sections}
    new = {section.kind: section for section in after.sections}
    return [
        SectionChange(kind, kind.words, compare_texts(plain_text(old.get(kind)), plain_text(new.get(kind))))
        for kind in SectionKind
        if kind in old or kind in new
    ]


def plain_text(section: ManualSection | None) -> str:
    """The heading, the text and one paragraph for each step, as lines."""
    if section is None:
        return ""
    lines = [section.heading, *section.body.strip().splitlines()]
    for step in section.steps:
        facts = [
            N_("담당: %(who)s") % {"who": step.who},
            N_("시한: %(limit)s") % {"limit": step.time_limit or "-"},
            N_("서식: %(form)s") % {"form": step.form or "-"},
            N_("꼭 할 일") if step.required else N_("고를 수 있는 일"),
        ]
        lines += ["", N_("단계 %(name)s") % {"name": step.name}, step.action, " · ".join(facts)]
    return "\n".join(lines)
