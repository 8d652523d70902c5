"""The sweep that keeps what is due, and who is told before and after a deadline."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.duty.queries import working
from portal.extensions import db
from portal.jobs import stopping
from portal.monitoring.duties.actions.keeping import sweep
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.notices import tell_office, tell_office_of_own, warn_coordinator
from portal.monitoring.duties.scope import IS_OPEN, overdue_at, warning_horizon
from portal.monitoring.duties.states import DutyBy


def keep_duties(now: datetime) -> None:
    """A few hundred households at a time, so that nobody who acts on one waits for all of them."""
    for _some in sweep(now):
        db.session.commit()
        if stopping.is_set():
            return


def tell_of_deadlines(now: datetime) -> int:
    """In office hours, each once: the coordinator before a deadline, the office after it; answers how many are told.

    One line for each coordinator, however many there are, and one for what the office itself was to do.
    """
    if not working().is_open(now):
        return 0
    nearly = (IS_OPEN, CareDuty.due_at >= now, CareDuty.due_at <= warning_horizon(now), CareDuty.warned_at.is_(None))
    broken = _found(overdue_at(now), CareDuty.told_at.is_(None))
    warned = _found(*nearly, CareDuty.by == DutyBy.COORDINATOR)
    own = [duty for duty in broken if duty.by is DutyBy.OFFICE]
    _tell(warned, warn_coordinator, now)
    _tell([duty for duty in broken if duty.by is DutyBy.COORDINATOR], tell_office, now)
    if own:
        tell_office_of_own(own[0].id, len(own), now)
    for duty in warned:
        duty.warned_at = now
    for duty in broken:
        duty.told_at = now
    db.session.flush()
    return len(warned) + len(broken)


def _found(*conditions: ColumnElement[bool]) -> list[CareDuty]:
    """What the sweep or an act is just changing is told at the next look."""
    query = select(CareDuty).where(*conditions).options(joinedload(CareDuty.coordinator))
    in_order = query.order_by(CareDuty.due_at, CareDuty.id)
    return list(db.session.scalars(in_order.with_for_update(of=CareDuty, key_share=True, skip_locked=True)))


def _tell(duties: Iterable[CareDuty], tell: Callable[[User, int, datetime], None], now: datetime) -> None:
    counts: dict[User, int] = defaultdict(int)
    for duty in duties:
        counts[duty.coordinator] += 1
    for user, count in counts.items():
        tell(user, count, now)
