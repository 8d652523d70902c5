"""A finder tells of somebody who may need help; it is a worry as any neighbour's, and theirs to follow."""

from dataclasses import dataclass
from datetime import datetime

from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.monitoring.teams.models import Finding
from portal.monitoring.teams.queries import volunteer_of
from portal.monitoring.teams.states import Team
from portal.monitoring.worries.actions import report_worry


@dataclass(frozen=True, slots=True)
class Seen:
    """Where somebody lives and what gives cause to worry, nobody's name; and whether the finder may be telephoned."""

    dong_code: str
    whereabouts: str
    what: str
    may_ask: bool = False


def tell_worry(seen: Seen, *, actor: Actor, now: datetime) -> Finding:
    """The office alone sees which finder told of it, as with everybody who gives their name."""
    actor.require(Permission.FINDING_REPORT)
    finder = volunteer_of(actor.user_id, Team.FINDERS, clock.day_of(now))
    if finder is None:
        raise Conflict(N_("지금은 활동 기간이 아닙니다. 사무국에 전화해 주십시오."))
    refuse_resident_number(f"{seen.whereabouts} {seen.what}")
    worry = report_worry(
        dong_code=seen.dong_code,
        whereabouts=seen.whereabouts,
        what=seen.what,
        reporter_name=finder.name,
        reporter_phone=finder.phone,
        may_ask=seen.may_ask,
        now=now,
    )
    finding = Finding(volunteer_id=finder.id, worry=worry, told_at=now)
    db.session.add(finding)
    db.session.flush()
    return finding
