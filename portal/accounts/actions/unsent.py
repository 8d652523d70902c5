"""What somebody had typed when their session ended: kept sealed for a day, for their account alone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.models import UnsentForm, User
from portal.core.ids import new_id
from portal.db.transaction import afterwards

KEPT_OF_ONE = 20
PATH_LENGTH = 300


def put_aside(user_id: UUID, path: str, typed: Sequence[tuple[str, str]], *, now: datetime) -> UUID | None:
    """Keep it, whatever becomes of the request; of one account the latest few. Returns by what it is asked for."""
    if len(path) > PATH_LENGTH:
        return None
    kept_id, pairs = new_id(), [list(pair) for pair in typed]

    def keep(session: Session) -> None:
        if session.get(User, user_id) is None:
            return
        newest = select(UnsentForm.id).where(UnsentForm.user_id == user_id).order_by(UnsentForm.kept_at.desc())
        surplus = session.scalars(newest.offset(KEPT_OF_ONE - 1)).all()
        session.execute(delete(UnsentForm).where(UnsentForm.id.in_(surplus)))
        session.add(UnsentForm(id=kept_id, user_id=user_id, path=path, typed=pairs, kept_at=now))

    afterwards(keep)
    return kept_id


def forget_unsent(kept_id: UUID, user_id: UUID) -> None:
    """It was sent in the end."""
    own = (UnsentForm.id == kept_id) & (UnsentForm.user_id == user_id)

    def forget(session: Session) -> None:
        session.execute(delete(UnsentForm).where(own))

    afterwards(forget)
