"""Who comes and who came: somebody is named for a visit that is booked, and is kept with the one that is recorded."""

from datetime import datetime
from uuid import UUID

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.coordinators.gate.actions import look_beside, tell_broken
from portal.coordinators.gate.asking import refuse_worker
from portal.coordinators.referrals.models import Referral
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.rules import NOBODY_SAID
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.workforce.workers.queries import unchecked_among, worker_of, workers_on


def name_worker(visit: Visit, worker_id: UUID | None, *, actor: Actor, now: datetime) -> None:
    """Say who goes, or with None that it is open again; the gate refuses whoever may not go there."""
    if not actor.can(Permission.REFERRAL_MANAGE):
        actor.require(Permission.VISIT_RECORD)
    if visit.state is not VisitState.BOOKED:
        raise Conflict(N_("예약되어 있지 않은 방문입니다. 화면을 새로 고쳐 주십시오."))
    if worker_id == visit.worker_id:
        return
    if worker_id is not None:
        worker_of(visit.organisation_id, worker_id)
        refuse_worker(visit.referral, worker_id, now=now)
    visit.worker_id = worker_id
    db.session.flush()
    db.session.expire(visit, ["worker"])
    record("visit.named", actor=actor, now=now, subject=("visit", visit.id))
    look_beside(visit.referral, now=now)
    tell_broken(Referral.id == visit.referral_id, now=now)


def refuse_nobody(visit: Visit, worker_id: UUID | None) -> None:
    """Raise `DomainError` where nobody is said to have come, of a member that has written down who works for it.

    A stay is no way to a door: there nobody is asked for.
    """
    if worker_id or visit.worker_id or visit.is_stay:
        return
    if workers_on(visit.organisation_id, day_of(visit.starts_at)):
        raise DomainError(NOBODY_SAID, "worker")


def name_who_came(visit: Visit, worker_id: UUID | None, *, now: datetime) -> None:
    """Of a visit that is written down; where nobody says otherwise, whoever was named came.

    It is kept where checks of theirs were missing on that day. Of whom old records named only, nothing is known yet.
    """
    if worker_id is not None:
        visit.worker = worker_of(visit.organisation_id, worker_id)
    came = visit.worker
    if came and not came.is_carried_over and unchecked_among([came], day_of(visit.starts_at)):
        visit.unchecked_at = now


def look_into_unchecked(visit: Visit, *, actor: Actor, now: datetime) -> None:
    """The office has seen that somebody came without checks, and spoken about it with the member."""
    actor.require(Permission.MEMBER_MANAGE)
    lock(visit)
    if visit.unchecked_at is None:
        raise Conflict(N_("이미 살펴본 방문입니다."))
    visit.unchecked_at = None
    db.session.flush()
    record("visit.look_into", actor=actor, now=now, subject=("visit", visit.id))
