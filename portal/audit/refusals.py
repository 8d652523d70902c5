"""Pages and acts that were refused: counted by day, account, page and address, the first of each in the audit."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import Subject, record_beside
from portal.audit.models import RefusedAccess
from portal.audit.origin import client_address
from portal.core import clock
from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.core.keeping import Retention, surely_over_before
from portal.db.expiring import Expiring
from portal.db.inserting import dialect_of, insert_into
from portal.db.transaction import afterwards

REFUSALS = Expiring(
    RefusedAccess, lambda now: RefusedAccess.last_at < surely_over_before(Retention.ACCESS_LOG, clock.day_of(now))
)


@dataclass(frozen=True, slots=True)
class Refused:
    """What somebody was refused: the pattern of an address, which names nobody, and whether it reads or acts."""

    page: str
    is_act: bool
    status: int


def record_refusal(refused: Refused, *, actor: Actor, now: datetime, subject: Subject | None) -> None:
    """Keep that `actor` was refused, whatever becomes of the request; a thousand guesses of a day are one row."""
    address, kind = client_address(), "act" if refused.is_act else "page"
    day = clock.day_of(now).isoformat()
    parts = (day, kind, refused.page, str(refused.status), str(actor.user_id), address)
    mark = hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def count(session: Session) -> None:
        new = insert_into(RefusedAccess, dialect_of(session)).values(
            id=new_id(),
            mark=mark,
            page=refused.page,
            is_act=refused.is_act,
            status=refused.status,
            actor_id=actor.user_id,
            address=address,
            first_at=now,
            last_at=now,
            times=1,
        )
        again = {"times": RefusedAccess.times + 1, "last_at": now}
        counted = new.on_conflict_do_update(index_elements=["mark"], set_=again).returning(RefusedAccess.times)
        if session.scalar(counted) == 1:
            record_beside(session, f"{kind}.refused", actor=actor, now=now, subject=subject, page=refused.page)

    afterwards(count)
