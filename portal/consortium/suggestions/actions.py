"""Keeps what people say of a section, and answers what they suggest."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit.actions import record
from portal.audit.steps import lock, take
from portal.consortium.meetings.actions import propose_item
from portal.consortium.meetings.models import AgendaItem, AgendaProposal
from portal.consortium.meetings.states import LeftOver
from portal.consortium.suggestions.models import ManualSuggestion, SectionOpinion
from portal.consortium.suggestions.notices import IN_FORCE, LEFT_OUT, SPOKEN_OF, tell_maker
from portal.consortium.suggestions.queries import (
    SUBJECT,
    is_worked_by,
    opinion_of,
    point_of,
    suggestions_in,
    suggestions_on,
)
from portal.consortium.suggestions.states import ANSWERS, SUGGESTION_STATES, SuggestionState, SuggestionVerb
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.manuals.actions import draft_that_changes
from portal.manuals.models import ManualEdition, ManualSection
from portal.manuals.states import ChangeSize

NEVER_IN_FORCE = N_("아직 시행하지 않은 판입니다.")
NO_REASON = N_("받지 않는 까닭을 적어 주십시오. 제안한 분이 읽습니다.")
NO_BRIEF = N_("무엇을 바꾸는지 한 줄로 적어 주십시오.")
NO_SIZE = N_("얼마나 바뀌는지 골라 주십시오.")
TITLE_LENGTH = 200
POINT = N_("매뉴얼 개선 제안: %(title)s, %(section)s")


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of a suggestion; `words` are for whoever made it.

    `brief` is what the draft or the agenda says of it, so that nobody is named there; `size` is of a draft alone.
    """

    state: SuggestionState
    words: str = ""
    brief: str = ""
    size: ChangeSize | None = None


def give_opinion(section: ManualSection, helps: bool, *, actor: Actor, now: datetime) -> None:
    """Whether the section helps; one answer an edition of the section, and the last one counts."""
    actor.require(Permission.MANUAL_CONFIRM)
    if not is_worked_by(section.edition) or actor.user_id is None:
        raise Conflict(NEVER_IN_FORCE)
    opinion = opinion_of(section, actor.user_id)
    if opinion is None:
        opinion = SectionOpinion(section_id=section.id, user_id=actor.user_id)
        db.session.add(opinion)
    opinion.helps, opinion.given_at = helps, now
    subject = ("manual", section.edition.manual_id)
    record("manual.opinion", actor=actor, now=now, subject=subject, section=section.kind.value)
    db.session.flush()


def make_suggestion(section: ManualSection, wish: str, reason: str, *, actor: Actor, now: datetime) -> ManualSuggestion:
    """What should be otherwise in the section, and why; it waits for the office."""
    actor.require(Permission.MANUAL_CONFIRM)
    if not is_worked_by(section.edition) or actor.user_id is None:
        raise Conflict(NEVER_IN_FORCE)
    suggestion = ManualSuggestion(
        section_id=section.id,
        section=section,
        made_by_id=actor.user_id,
        made_by_name=actor.name,
        made_at=now,
        wish=wish,
        reason=reason,
    )
    db.session.add(suggestion)
    take(SUGGESTION_STATES, suggestion, SuggestionVerb.SUGGEST, actor=actor, now=now)
    db.session.flush()
    return suggestion


def answer_suggestion(suggestion: ManualSuggestion, answer: Answer, *, actor: Actor, now: datetime) -> None:
    """Take it up in a draft, bring it to the next working meeting, or decline it with a reason; its maker hears."""
    actor.require(Permission.MANUAL_APPROVE)
    _refuse_incomplete(answer)
    verb = ANSWERS[answer.state]
    lock(suggestion)
    SUGGESTION_STATES.next(suggestion.state, verb)
    edition = None
    if answer.state is SuggestionState.DRAFTED:
        manual, size = suggestion.section.edition.manual, answer.size or ChangeSize.MINOR
        edition = draft_that_changes(manual, answer.brief, size=size, actor=actor, now=now)
    proposal = _propose(suggestion, answer, actor, now) if answer.state is SuggestionState.PROPOSED else None
    take(SUGGESTION_STATES, suggestion, verb, actor=actor, now=now)
    suggestion.answer, suggestion.answered_at = answer.words, now
    suggestion.edition, suggestion.proposal = edition, proposal
    db.session.flush()
    tell_maker(suggestion, now=now)


def carry_suggestions(before: ManualEdition | None, edition: ManualEdition, _now: datetime) -> None:
    """What was taken up in an edition that never came into force is taken up in the next draft."""
    for suggestion in suggestions_in(before) if before else ():
        suggestion.edition = edition
    db.session.flush()


def hear_answer(suggestion: ManualSuggestion, *, actor: Actor, now: datetime) -> None:
    """Whoever made it has read the answer; it leaves their desk."""
    actor.require(Permission.MANUAL_CONFIRM)
    if suggestion.made_by_id != actor.user_id:
        raise Forbidden
    if suggestion.answered_at is None:
        raise Conflict(N_("아직 답이 없습니다."))
    suggestion.heard_at = suggestion.heard_at or now
    record("manual_suggestion.read", actor=actor, now=now, subject=(SUBJECT, suggestion.id))
    db.session.flush()


def tell_what_the_meeting_said(meeting_id: UUID, now: datetime) -> None:
    """Whoever suggested what a closed meeting spoke about, or dropped, hears of it."""
    points = list(db.session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)))
    for suggestion in suggestions_on(points).values():
        point = point_of(suggestion)
        if point is not None and point.meeting_id == meeting_id:
            tell_anew(suggestion, LEFT_OUT if point.left_over is LeftOver.DROPPED else SPOKEN_OF, now)


def tell_in_force(edition: ManualEdition, now: datetime) -> None:
    """Whoever suggested what an edition takes up hears that it is in force."""
    for suggestion in suggestions_in(edition):
        tell_anew(suggestion, IN_FORCE, now)


def tell_anew(suggestion: ManualSuggestion, words: str, now: datetime) -> None:
    """It is on the desk of whoever made it once more, until they read it."""
    suggestion.heard_at = None
    db.session.flush()
    tell_maker(suggestion, now=now, of=words)


def _refuse_incomplete(answer: Answer) -> None:
    if answer.state is SuggestionState.DECLINED and not answer.words:
        raise DomainError(NO_REASON, "words")
    if answer.state is not SuggestionState.DECLINED and not answer.brief:
        raise DomainError(NO_BRIEF, "brief")
    if answer.state is SuggestionState.DRAFTED and answer.size is None:
        raise DomainError(NO_SIZE, "size")


def _propose(suggestion: ManualSuggestion, answer: Answer, actor: Actor, now: datetime) -> AgendaProposal:
    section = suggestion.section
    title = POINT % {"title": section.edition.manual.title, "section": section.heading}
    return propose_item(title[:TITLE_LENGTH], answer.brief, actor=actor, now=now, source=(SUBJECT, suggestion.id))
