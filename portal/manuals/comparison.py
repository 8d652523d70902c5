"""Two editions laid side by side, section by section."""

from dataclasses import dataclass
from datetime import datetime

from portal.core.compare import Row, compare_texts
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.documents.comparison import ComparedSection, Comparison
from portal.documents.manual import edition_name
from portal.extensions import current_settings
from portal.manuals.models import ManualEdition, ManualSection
from portal.manuals.states import SectionKind

ATTACHED = "attached"
"""Where the files stand on the page of an edition."""


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What differs in one section, and from which edition of it to which; no rows when it is the same."""

    anchor: str
    heading: str
    rows: list[Row]
    numbers: str = ""


def compare_editions(before: ManualEdition, after: ManualEdition) -> list[SectionChange]:
    """Every section of either edition, in the order of a manual."""
    old = {section.kind: section for section in before.sections}
    new = {section.kind: section for section in after.sections}
    return [
        _compare(kind, old.get(kind), new.get(kind)) for kind in SectionKind if kind in old or kind in new
    ] + _changed_attachments(before, after)


def _compare(kind: SectionKind, old: ManualSection | None, new: ManualSection | None) -> SectionChange:
    rows = compare_texts(plain_text(old), plain_text(new))
    issued = [each for each in (old, new) if each is not None and each.edition.published_at is not None]
    names = dict.fromkeys(edition_name(each.number) for each in issued)
    return SectionChange(kind.value, kind.words, rows, " → ".join(names) if len(issued) > 1 else "")


def _changed_attachments(before: ManualEdition, after: ManualEdition) -> list[SectionChange]:
    """The files that come with either edition, a line each."""
    if not before.attachments and not after.attachments:
        return []
    rows = compare_texts(*("\n".join(named_attachments(each)) for each in (before, after)))
    return [SectionChange(ATTACHED, N_("서식과 붙임"), rows)]


def named_attachments(edition: ManualEdition) -> list[str]:
    """서식 방문 기록지 제2판: what papers and comparisons say of them."""
    return [f"{each.kind.words} {each.title} {edition_name(each.file.number)}" for each in edition.attachments]


def comparison_of(before: ManualEdition, after: ManualEdition, *, now: datetime) -> Comparison:
    """Both editions for the paper, which tells of every section what is otherwise or that nothing is."""
    changes = compare_editions(before, after)
    return Comparison(
        organisation=current_settings().office_name,
        title=after.manual.title,
        document_number=after.manual.document_number,
        before=_name(before),
        after=_name(after),
        made_at=now,
        sections=tuple(ComparedSection(_heading(change), tuple(change.rows)) for change in changes),
    )


def _heading(change: SectionChange) -> str:
    return f"{change.heading} ({change.numbers})" if change.numbers else change.heading


def _name(edition: ManualEdition) -> str:
    """제2판 · 2026. 11. 3.(화)"""
    name = edition_name(edition.number)
    return f"{name} · {format_day(edition.effective_on)}" if edition.effective_on else name


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
