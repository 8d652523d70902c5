"""Writes an edition of the questionnaire and publishes it; a published one never changes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from portal.audit import actions as audit
from portal.audit.steps import take
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.screening.editions import (
    draft_edition,
    kept_question,
    questionnaire_in_force,
    questionnaire_of,
    shipped,
)
from portal.monitoring.screening.models import ScreeningEdition
from portal.monitoring.screening.rules import Question, refuse_questionnaire
from portal.monitoring.screening.states import (
    SCREENING_EDITION_STATES,
    ScreeningEditionState,
    ScreeningEditionVerb,
)

SUBJECT = "screening_edition"


def begin_edition(*, actor: Actor, now: datetime) -> ScreeningEdition:
    """A draft with the questions of the edition in force; the one that is there already, where somebody began."""
    actor.require(Permission.SCREENING_MANAGE)
    there = draft_edition()
    if there is not None:
        return there
    before = questionnaire_in_force()
    last = db.session.scalar(select(func.max(ScreeningEdition.number))) or shipped().number
    edition = ScreeningEdition(
        number=last + 1,
        questions=[kept_question(each) for each in before.questions],
        high_from=before.high_from,
        middle_from=before.middle_from,
        begun_at=now,
    )
    db.session.add(edition)
    take(SCREENING_EDITION_STATES, edition, ScreeningEditionVerb.BEGIN, actor=actor, now=now)
    db.session.flush()
    return edition


def write_edition(
    edition: ScreeningEdition,
    questions: Sequence[Question],
    *,
    high_from: int,
    middle_from: int,
    actor: Actor,
    now: datetime,
) -> ScreeningEdition:
    actor.require(Permission.SCREENING_MANAGE)
    if edition.state is not ScreeningEditionState.DRAFT:
        raise Conflict(N_("펴낸 판은 고칠 수 없습니다. 새 판을 써 주십시오."))
    edition.questions = [kept_question(each) for each in questions]
    edition.high_from, edition.middle_from = high_from, middle_from
    refuse_questionnaire(questionnaire_of(edition))
    audit.record("screening_edition.changed", actor=actor, now=now, subject=(SUBJECT, edition.id))
    db.session.flush()
    return edition


def publish_edition(edition: ScreeningEdition, *, actor: Actor, now: datetime) -> ScreeningEdition:
    """From now on this one is asked; the one before is read only. Answers that are being asked begin anew."""
    actor.require(Permission.SCREENING_MANAGE)
    if edition.state is not ScreeningEditionState.DRAFT:
        raise Conflict(N_("이미 펴낸 판입니다."))
    refuse_questionnaire(questionnaire_of(edition))
    before = db.session.scalars(
        select(ScreeningEdition).where(ScreeningEdition.state == ScreeningEditionState.PUBLISHED)
    ).one_or_none()
    if before is not None:
        take(SCREENING_EDITION_STATES, before, ScreeningEditionVerb.REPLACE, actor=actor, now=now)
        db.session.flush()
    take(SCREENING_EDITION_STATES, edition, ScreeningEditionVerb.PUBLISH, actor=actor, now=now)
    edition.published_at = now
    db.session.flush()
    return edition
