"""The visit sheet as a form: the steps of the manual's edition, and what the service asks of its visits."""

from collections.abc import Sequence
from datetime import datetime

from portal.coordinators.visits.forms import RecordForm
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.presentation import people_choices
from portal.core import clock
from portal.core.questions import Question
from portal.manuals.models import ManualEdition
from portal.manuals.queries import visit_steps
from portal.web.questions import asking


def record_form(
    found: Visit, edition: ManualEdition | None, questions: Sequence[Question], now: datetime
) -> RecordForm:
    """The sheet of the edition with what the service asks of its visits."""
    sheet, unit = visit_steps(edition) if edition else [], found.referral.service.unit
    shown = {"edition": edition.id if edition else "", **_as_booked(found, now)}
    return asking(RecordForm, questions, {})(sheet, unit=unit, workers=people_choices(found), **shown)


def _as_booked(found: Visit, now: datetime) -> dict[str, object]:
    """In and out as booked, and who was named; out is now when the worker is done before the booked end."""
    left_at = now if found.starts_at < now < found.ends_at else found.ends_at
    return {
        "arrived_at": found.starts_at.astimezone(clock.SEOUL).time(),
        "left_at": left_at.astimezone(clock.SEOUL).time(),
        "worker": str(found.worker_id or ""),
    }
