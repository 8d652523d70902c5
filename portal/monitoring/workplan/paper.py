"""The plan of a year as a document and as a spreadsheet."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from portal.core.dates import format_day
from portal.core.messages import N_
from portal.documents.model import Align, Block, Column, Document, Overview, Section, Table
from portal.documents.sheets import Sheet, SheetColumn, Value
from portal.extensions import current_settings
from portal.monitoring.workplan.models import WorkPlan
from portal.monitoring.workplan.queries import AreaStanding, TaskStanding
from portal.monitoring.workplan.rules import QUARTERS

NONE = "-"
QUARTER = N_("%(quarter)d분기")
REACHED = N_("%(percent)d%%")


def plan_document(plan: WorkPlan, areas: Sequence[AreaStanding], today: date, *, now: datetime) -> Document:
    facts = Overview(
        (
            (N_("해"), str(plan.year)),
            (N_("상태"), plan.state.words),
            (N_("기준일"), format_day(today)),
            (N_("과제"), N_("%(areas)d개 분야 %(tasks)d개 과제") % {"areas": len(areas), "tasks": len(plan.tasks)}),
        )
    )
    sections = tuple(Section(each.area, _of_area(each)) for each in areas)
    return Document(
        title=plan.title,
        author=current_settings().office_name,
        created_at=now,
        blocks=(facts, *sections),
        strict=False,
        landscape=True,
    )


def _of_area(area: AreaStanding) -> tuple[Block, ...]:
    columns = (
        Column(N_("번호"), 6, Align.FIGURE),
        Column(N_("과제"), 22),
        Column(N_("담당"), 12),
        Column(N_("함께하는 곳"), 14),
        Column(N_("목표"), 9, Align.FIGURE),
        *(Column(QUARTER % {"quarter": quarter}, 6, Align.FIGURE) for quarter in QUARTERS),
        Column(N_("달성"), 6, Align.FIGURE),
        Column(N_("상태"), 7),
    )
    notes = tuple(_said(each) for each in area.tasks)
    return (Table(columns, tuple(_row(each) for each in area.tasks), notes=notes),)


def _row(standing: TaskStanding) -> tuple[str, ...]:
    task = standing.task
    return (
        str(task.number),
        task.title,
        task.owner or NONE,
        task.partners or NONE,
        NONE if task.target is None else f"{task.target:,}{task.unit}",
        *(NONE if each.done is None else f"{each.done:,}" for each in standing.quarters),
        NONE if standing.percent is None else REACHED % {"percent": standing.percent},
        standing.light.words,
    )


def _said(standing: TaskStanding) -> str:
    """What was written of the quarters, for the row below the task."""
    said = [(each.quarter, each.words) for each in standing.quarters if each.words]
    return "\n".join(f"{QUARTER % {'quarter': quarter}}: {words}" for quarter, words in said)


_COLUMNS = (
    SheetColumn(N_("분야"), 18),
    SheetColumn(N_("번호"), 8),
    SheetColumn(N_("과제"), 34),
    SheetColumn(N_("담당"), 18),
    SheetColumn(N_("함께하는 곳"), 24),
    SheetColumn(N_("목표")),
    SheetColumn(N_("단위"), 8),
    *(SheetColumn(QUARTER % {"quarter": quarter}, 10) for quarter in QUARTERS),
    SheetColumn(N_("합계")),
    SheetColumn(N_("달성률(%)")),
    SheetColumn(N_("상태")),
    SheetColumn(N_("한 일과 어려운 점"), 50),
)


def plan_workbook(plan: WorkPlan, areas: Sequence[AreaStanding], *, now: datetime) -> bytes:
    from portal.documents.workbook import workbook  # noqa: PLC0415 openpyxl costs time: only where one is made

    sheet = Sheet(N_("과제"), _COLUMNS, _sheet_rows(areas))
    return workbook([sheet], title=plan.title, created_at=now)


def _sheet_rows(areas: Sequence[AreaStanding]) -> Iterator[tuple[Value, ...]]:
    for area in areas:
        for each in area.tasks:
            task = each.task
            yield (
                area.area,
                task.number,
                task.title,
                task.owner,
                task.partners,
                task.target,
                task.unit,
                *(quarter.done for quarter in each.quarters),
                each.done,
                each.percent,
                each.light.words,
                _said(each),
            )
