"""Minutes are sealed: they get their number and the digest of all that they say, and never change again."""

from datetime import datetime

from portal.audit.steps import lock, take
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.paper import digest_of_minutes
from portal.consortium.minutes.queries import confirms_still, minutes_out, open_amendments, who_was_there
from portal.consortium.minutes.rules import may_seal
from portal.consortium.minutes.sealed import tell_sealed
from portal.consortium.minutes.searching import let_be_found
from portal.consortium.minutes.states import MINUTES_STATES, MinutesVerb
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.db.numbers import next_number
from portal.extensions import db


def seal_minutes(minutes: Minutes, *, actor: Actor, now: datetime) -> None:
    """Number, seal and tell; refused while somebody may still say something, or an amendment is not answered."""
    actor.require(Permission.MEETING_MANAGE)
    lock(minutes)
    db.session.refresh(minutes, ["replies"])
    MINUTES_STATES.next(minutes.state, MinutesVerb.SEAL)
    if not is_due(minutes, now=now):
        raise Conflict(N_("아직 확인을 받고 있거나 답하지 않은 고침 제안이 있습니다."))
    number = next_number(db.session, Series.MINUTES, day_of(now).year)
    digest = digest_of_minutes(minutes, number)
    take(MINUTES_STATES, minutes, MinutesVerb.SEAL, actor=actor, now=now, number=number)
    minutes.number, minutes.digest, minutes.sealed_at = number, digest, now
    db.session.flush()
    let_be_found(minutes.meeting)
    tell_sealed(minutes, now=now)


def seal_due(*, actor: Actor, now: datetime) -> int:
    """Seal whatever waits for nobody any more; answers how many."""
    actor.require(Permission.MEETING_MANAGE)
    due = [minutes for minutes in minutes_out() if is_due(minutes, now=now)]
    return sum(_seal_if_still_due(minutes, actor=actor, now=now) for minutes in due)


def _seal_if_still_due(minutes: Minutes, *, actor: Actor, now: datetime) -> bool:
    """Not those of which somebody said something, or that somebody sealed, since they were read."""
    try:
        with db.session.begin_nested():
            seal_minutes(minutes, actor=actor, now=now)
    except Conflict:
        return False
    return True


def is_due(minutes: Minutes, *, now: datetime) -> bool:
    asked = [seat.id for seat in who_was_there(minutes.meeting)]
    return may_seal(minutes.until, asked, confirms_still(minutes), len(open_amendments(minutes)), now=now)
