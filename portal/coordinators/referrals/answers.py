"""Who was asked, who answered, and why not: counted for each co-operative."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.consortium.members.models import Organisation
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import one_of_series
from portal.coordinators.referrals.states import DeclineReason
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.urgency import is_overdue
from portal.extensions import db


@dataclass
class Answers:
    """`silent` was not answered in time, `waiting` can still be."""

    organisation: Organisation
    asked: int = 0
    accepted: int = 0
    silent: int = 0
    waiting: int = 0
    declined: Counter[DeclineReason] = field(default_factory=Counter)

    @property
    def refused(self) -> int:
        return self.declined.total()


def answers_since(since: datetime, *, viewer: Actor, now: datetime) -> list[Answers]:
    """Of every co-operative that was asked since then, by name; regular visits are one question."""
    viewer.require(Permission.MEMBER_MANAGE)
    asked = select(Referral).where(Referral.requested_at >= since, one_of_series())
    asked = asked.options(joinedload(Referral.organisation))
    found: dict[UUID, Answers] = {}
    for referral in db.session.scalars(asked):
        _count(found.setdefault(referral.organisation_id, Answers(referral.organisation)), referral, now)
    return sorted(found.values(), key=lambda answers: answers.organisation.name)


def _count(answers: Answers, referral: Referral, now: datetime) -> None:
    answers.asked += 1
    if referral.decline_reason is not None:
        answers.declined[referral.decline_reason] += 1
    elif referral.answered_at is not None:
        answers.accepted += 1
    elif is_overdue(referral.answer_due_at, referral.ended_at or now):
        answers.silent += 1
    elif referral.ended_at is None:
        answers.waiting += 1
