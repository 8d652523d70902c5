"""What became of who took part: the office writes it down, and whoever passed has a certificate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import choice
from uuid import UUID

from portal.audit.steps import lock, take
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.workforce.training.models import TrainingEnrolment, TrainingSession
from portal.workforce.training.presentation import home_of
from portal.workforce.training.queries import enrolments_of
from portal.workforce.training.rules import (
    ALPHABET,
    FULL_SCORE,
    GROUP,
    GROUPS,
    number_of,
    outcome,
    refuse_result,
    valid_until,
)
from portal.workforce.training.states import ENROLMENT_STATES, EnrolmentState, EnrolmentVerb


@dataclass(frozen=True)
class Result:
    """Whether somebody came, and the score of the test out of 100 where there is one."""

    came: bool
    score: int | None = None


def write_results(
    session: TrainingSession, results: Mapping[UUID, Result], *, actor: Actor, now: datetime
) -> list[TrainingEnrolment]:
    """Write down results by the id of the enrolment; answers those who passed and now have a certificate."""
    actor.require(Permission.TRAINING_MANAGE)
    lock(session)
    refuse_result(starts_at=session.starts_at, is_called_off=session.is_called_off, now=now)
    if not results:
        raise DomainError(N_("결과를 한 명 이상 적어 주십시오."))
    open_ones = {each.id: each for each in enrolments_of(session, viewer=actor) if each.state is EnrolmentState.BOOKED}
    if not results.keys() <= open_ones.keys():
        raise Conflict(N_("이미 결과를 적은 사람이 있습니다. 화면을 새로 고쳐 주십시오."))
    return [
        open_ones[key] for key, result in results.items() if _write_one(open_ones[key], result, actor=actor, now=now)
    ]


def _write_one(enrolment: TrainingEnrolment, result: Result, *, actor: Actor, now: datetime) -> bool:
    """Whether they passed. A certificate is dated by the day of the session, whenever that was written down."""
    session = enrolment.session
    try:
        verb = outcome(came=result.came, score=result.score, pass_score=session.course.pass_score)
    except DomainError as error:
        raise DomainError(error.message, f"score_{enrolment.id.hex}") from None
    if result.score is not None and result.score > FULL_SCORE:
        raise DomainError(N_("점수는 100점까지 적을 수 있습니다."), f"score_{enrolment.id.hex}")
    take(ENROLMENT_STATES, enrolment, verb, actor=actor, now=now)
    enrolment.score = result.score if result.came else None
    if verb is EnrolmentVerb.PASS:
        issued_on = day_of(session.ends_at)
        enrolment.issued_on = issued_on
        enrolment.issued_to, enrolment.issued_home = enrolment.learner_name, home_of(enrolment)
        enrolment.valid_until = valid_until(issued_on, session.course.valid_months)
        enrolment.certificate_number = number_of(issued_on.year, [choice(ALPHABET) for _ in range(GROUPS * GROUP)])
    db.session.flush()
    return verb is EnrolmentVerb.PASS


def reopen_result(enrolment: TrainingEnrolment, *, actor: Actor, now: datetime) -> None:
    """Take a result back that was written wrongly; a certificate is revoked instead."""
    actor.require(Permission.TRAINING_MANAGE)
    take(ENROLMENT_STATES, enrolment, EnrolmentVerb.REOPEN, actor=actor, now=now)
    enrolment.score = None
    db.session.flush()


def revoke_certificate(enrolment: TrainingEnrolment, reason: str, *, actor: Actor, now: datetime) -> None:
    """Let a certificate count no more; whoever asks by its number is told."""
    actor.require(Permission.TRAINING_MANAGE)
    take(ENROLMENT_STATES, enrolment, EnrolmentVerb.REVOKE, actor=actor, now=now, note=reason)
    db.session.flush()
