"""Keeps what somebody answers to the questionnaire, question by question and then for good; strikes what was wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.audit import actions as audit
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.expiring import Expiring
from portal.extensions import current_settings, db
from portal.monitoring.screening import rules
from portal.monitoring.screening.editions import questionnaire
from portal.monitoring.screening.models import Screening, ScreeningDraft
from portal.monitoring.screening.queries import draft_of, has_agreed
from portal.monitoring.screening.states import Reply, ScreenedBy

Replies = Mapping[int, Reply]
"""By the place of the question in its edition, from 0."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One questionnaire as it was filled in; `next_on` is None where the level says when somebody looks again."""

    edition: int
    replies: Replies
    asked_on: date
    asked_by: ScreenedBy
    note: str = ""
    next_on: date | None = None


def keep_reply(case: CareCase, edition: int, place: int, reply: Reply, *, actor: Actor, now: datetime) -> None:
    """Keep the answer to one question until the whole is recorded; another edition begins anew."""
    by_id = _refuse(case, actor)
    draft = draft_of(case.person_id, by_id)
    if draft is None:
        draft = ScreeningDraft(person_id=case.person_id, by_id=by_id, edition=edition, replies={}, saved_at=now)
        db.session.add(draft)
    kept = draft.replies if draft.edition == edition else {}
    draft.edition, draft.saved_at = edition, now
    draft.replies = {**kept, str(place): reply.value}
    db.session.flush()


def replies_kept(draft: ScreeningDraft | None, edition: int) -> dict[int, Reply]:
    """What a draft holds of this edition."""
    if draft is None or draft.edition != edition:
        return {}
    return {int(place): Reply(value) for place, value in draft.replies.items()}


def record_screening(case: CareCase, asked: Asked, *, actor: Actor, now: datetime) -> Screening:
    """Keep the answers with score and level; the draft of whoever asked goes.

    Raises `DomainError` where a question has no answer, not even that somebody did not answer.
    """
    by_id = _refuse(case, actor)
    today = clock.day_of(now)
    rules.refuse_day(asked.asked_on, today)
    edition = questionnaire(asked.edition)
    replies = [asked.replies.get(place) for place in range(len(edition.questions))]
    given = [reply for reply in replies if reply is not None]
    if len(given) < len(replies):
        raise DomainError(N_("답이 없는 문항이 있습니다. 답하지 않으셨으면 ‘답하지 않음’을 골라 주십시오."))
    result = rules.result_of(edition, given)
    latest = rules.look_again_on(result.level, asked.asked_on, current_settings().target)
    if asked.next_on:
        rules.refuse_next(asked.next_on, asked.asked_on, latest)
    screening = Screening(
        household_id=case.household_id,
        person_id=case.person_id,
        edition=edition.number,
        asked_on=asked.asked_on,
        asked_by=asked.asked_by,
        replies=[reply.value for reply in given],
        score=result.score,
        declined=result.declined,
        level=result.level,
        note=asked.note,
        next_on=asked.next_on or latest,
        by_id=by_id,
        by_name=actor.name,
        recorded_at=now,
    )
    db.session.add(screening)
    draft = draft_of(case.person_id, by_id)
    if draft is not None:
        db.session.delete(draft)
    audit.record("screening.recorded", actor=actor, now=now, subject=("household", case.household_id))
    db.session.flush()
    return screening


def strike_screening(screening: Screening, case: CareCase, *, actor: Actor, now: datetime) -> None:
    """A wrong one counts for nothing from now on; it stays to be read."""
    _refuse(case, actor)
    if screening.struck_at is not None:
        raise Conflict(N_("이미 지운 점검입니다."))
    screening.struck_at, screening.struck_by_id = now, actor.user_id
    audit.record("screening.struck", actor=actor, now=now, subject=("household", case.household_id))
    db.session.flush()


def _refuse(case: CareCase, actor: Actor) -> UUID:
    """Who writes; raises `Conflict` where care is over or the person does not agree."""
    actor.require(Permission.SCREENING_WRITE)
    if actor.user_id is None:
        raise Conflict(N_("로그인한 사람만 할 수 있습니다."))
    if case.state is CaseState.CLOSED:
        raise Conflict(N_("이미 종결된 가구입니다. 기록은 볼 수 있지만 바꿀 수 없습니다."))
    if not has_agreed(case.person_id):
        raise Conflict(N_("민감한 정보의 처리에 동의하지 않으신 분께는 점검을 묻지 않습니다."))
    return actor.user_id


def _kept_for() -> timedelta:
    return timedelta(days=current_settings().target.draft_days)


DRAFTS = Expiring(ScreeningDraft, lambda now: ScreeningDraft.saved_at <= now - _kept_for())
