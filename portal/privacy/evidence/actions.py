"""Asks for a pack, and hands one out."""

from datetime import datetime

from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.privacy.evidence.items import Period
from portal.privacy.evidence.models import EvidencePack
from portal.privacy.evidence.packing import STEPS


def refuse_impossible(period: Period, now: datetime) -> None:
    """Raises `DomainError` for a period that ends before it begins, or has not begun."""
    if period.last < period.first:
        raise DomainError(N_("끝나는 날이 시작하는 날보다 앞입니다."), "last")
    if period.first > day_of(now):
        raise DomainError(N_("아직 오지 않은 날입니다."), "first")


def request_pack(period: Period, *, reason: str, actor: Actor, now: datetime) -> EvidencePack:
    """Let the worker make the pack of a period, for a reason that is kept with it."""
    actor.require(Permission.EVIDENCE_MAKE)
    refuse_impossible(period, now)
    pack = EvidencePack(
        first_on=period.first,
        last_on=period.last,
        reason=reason,
        requested_by_id=actor.user_id,
        requested_at=now,
        total=STEPS,
    )
    db.session.add(pack)
    db.session.flush()
    record("evidence.request", actor=actor, now=now, subject=("evidence", pack.id), **period.told)
    return pack


def refuse_without_file(pack: EvidencePack) -> None:
    """Raise `Conflict` where the file is gone or not made yet."""
    if not pack.is_ready:
        raise Conflict(N_("받을 파일이 없습니다. 새로 만들어 주십시오."))
