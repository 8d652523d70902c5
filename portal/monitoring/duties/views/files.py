"""The lists of duties as spreadsheets, each after whoever fetches it has said why."""

from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue

from portal.core import clock
from portal.core.dates import format_day
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.documents.sheets import Sheet, SheetColumn, Value
from portal.documents.views import XLSX, attached
from portal.monitoring.duties import queries
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.presentation import what_words, who_words
from portal.monitoring.duties.queries import Sought
from portal.monitoring.duties.settling import standing_of
from portal.monitoring.duties.states import DutyView
from portal.monitoring.duties.views.blueprint import bp
from portal.web.access import current_actor, needs_proof, requires
from portal.web.handing import Inside, hands_out
from portal.web.labels import label
from portal.web.words import gettext as _

TITLE = N_("모니터링 목록")
COLUMNS = (
    (N_("가구"), 14), (N_("이용자"), 14), (N_("할 일"), 18), (N_("기준"), 20), (N_("담당"), 14), (N_("상태"), 12),
    (N_("기한"), 18), (N_("언제부터"), 14), (N_("끝난 때"), 18), (N_("처음 놓친 기한"), 18),
)  # fmt: skip


def _view(name: str) -> DutyView:
    """Raises `NotFound` for another word."""
    if name not in set(DutyView):
        raise NotFound
    return DutyView(name)


def _count(view: str, coordinator_id: UUID | None = None) -> int:
    """Raises `NotFound` for the list of a coordinator whose households the viewer does not see."""
    viewer = current_actor()
    if coordinator_id is not None and not viewer.can(Permission.DUTY_MANAGE) and not viewer.sees_to(coordinator_id):
        raise NotFound
    return queries.count_all(viewer, Sought(_view(view), coordinator_id), clock.now())


@bp.get("/duties/<view>.xlsx")
@requires(Permission.DUTY_READ)
@needs_proof
@hands_out(Inside.PERSONS, TITLE, count=_count)
def file(view: str) -> ResponseReturnValue:
    return _workbook(Sought(_view(view)))


@bp.get("/coordinators/<uuid:coordinator_id>/<view>.xlsx")
@requires(Permission.DUTY_READ)
@needs_proof
@hands_out(Inside.PERSONS, TITLE, count=_count)
def file_of_coordinator(view: str, coordinator_id: UUID) -> ResponseReturnValue:
    return _workbook(Sought(_view(view), coordinator_id))


def _workbook(sought: Sought) -> ResponseReturnValue:
    from portal.documents.workbook import workbook  # noqa: PLC0415 openpyxl costs time: only where one is made

    now = clock.now()
    title = f"{_(TITLE)} {label(sought.view)}"
    columns = tuple(SheetColumn(_(head), width) for head, width in COLUMNS)
    rows = [_row(duty, now) for duty in queries.all_duties(current_actor(), sought, now)]
    data = workbook([Sheet(label(sought.view), columns, rows)], title=title, created_at=now)
    return attached(data, XLSX, f"{title} {format_day(clock.day_of(now))}.xlsx")


def _row(duty: CareDuty, now: datetime) -> tuple[Value, ...]:
    case = duty.case
    return (
        case.household.number, case.person.name, what_words(duty), duty.rule, who_words(duty),
        label(standing_of(duty, now)), duty.due, clock.day_of(duty.since_at), duty.ended_at, duty.missed_due_at,
    )  # fmt: skip
