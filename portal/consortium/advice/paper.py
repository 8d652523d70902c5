"""The list of advice with the answers to it, as a document."""

from collections.abc import Sequence
from datetime import datetime

from portal.consortium.advice.models import Advice
from portal.consortium.advice.presentation import public_name
from portal.consortium.advice.queries import held_on
from portal.consortium.advice.rules import is_late, is_open
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.documents.model import Align, Column, Document, Overview, Section, Table
from portal.extensions import current_settings

TITLE = N_("전문가 자문과 조치 결과")
MEETING = N_("%(day)s 전문가 자문회의")
COUNT = N_("%(count)d건 (끝나지 않은 것 %(open)d건, 기한이 지난 것 %(late)d건)")
UNTIL = N_("%(day)s까지")
LATE = N_("기한 지남")
NONE = "-"
_COLUMNS = (
    Column(N_("번호"), 5, Align.FIGURE),
    Column(N_("자문위원"), 14),
    Column(N_("자문 내용"), 26),
    Column(N_("조치"), 10),
    Column(N_("까닭"), 18),
    Column(N_("맡은 사람, 기한"), 15),
    Column(N_("반영한 곳"), 12),
)


def advice_document(pieces: Sequence[Advice], shown: str, *, now: datetime) -> Document:
    """A section for each meeting, the latest first; `shown` says which pieces they are."""
    facts = Overview(
        (
            (N_("무엇을"), shown),
            (N_("몇 건"), _count(pieces, now)),
            (N_("만든 날"), format_day(day_of(now))),
        )
    )
    by_meeting: dict[datetime, list[Advice]] = {}
    for advice in sorted(pieces, key=lambda each: (each.meeting.starts_at, each.id)):
        by_meeting.setdefault(advice.meeting.starts_at, []).append(advice)
    sections = tuple(_section(by_meeting[moment], now) for moment in sorted(by_meeting, reverse=True))
    return Document(
        title=TITLE,
        author=current_settings().office_name,
        created_at=now,
        blocks=(facts, *sections),
        strict=False,
        landscape=True,
    )


def _count(pieces: Sequence[Advice], now: datetime) -> str:
    late = sum(is_late(each.state, each.due_on, now) for each in pieces)
    return COUNT % {"count": len(pieces), "open": sum(is_open(each.state) for each in pieces), "late": late}


def _section(pieces: Sequence[Advice], now: datetime) -> Section:
    rows = tuple(_row(number, each, now) for number, each in enumerate(pieces, 1))
    heading = MEETING % {"day": format_day(held_on(pieces[0].meeting))}
    return Section(heading, (Table(_COLUMNS, rows),))


def _row(number: int, advice: Advice, now: datetime) -> tuple[str, ...]:
    late = [LATE] if is_late(advice.state, advice.due_on, now) else []
    due = [UNTIL % {"day": format_day(advice.due_on)}] if is_open(advice.state) else []
    done = [format_day(advice.applied_on)] if advice.applied_on else []
    return (
        str(number),
        public_name(advice.expert),
        f"{advice.topic}\n{advice.words}",
        "\n".join([advice.state.words, *late]),
        advice.reason or NONE,
        "\n".join(filter(None, [advice.owner_name, *due])) or NONE,
        "\n".join([advice.applied_in, *done]) if done else NONE,
    )
