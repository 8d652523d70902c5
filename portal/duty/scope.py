"""Who is on call, as a condition of SQL."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists

from portal.duty.models import Shift


def is_on_call(user_id: UUID | None, moment: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether the roster has them at this moment."""
    return exists().where(Shift.user_id == user_id, Shift.starts_at <= moment, Shift.ends_at > moment)
