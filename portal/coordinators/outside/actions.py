"""Passes a line of a plan on to another body, and writes what it answered and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.audit.steps import take
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.gate.rules import LineFacts, line_hindrances, sentence
from portal.coordinators.gate.states import Door
from portal.coordinators.outside.models import RUNS_ALREADY, OutsideLink
from portal.coordinators.outside.queries import links_at_bodies, running_links, runs_for
from portal.coordinators.outside.rules import (
    ask_again_on,
    outcome_asked_on,
    refuse_answered_on,
    refuse_asked_on,
    refuse_closed_on,
    refuse_consented_on,
    refuse_look_again,
    refuse_told_on,
    tell_by,
)
from portal.coordinators.outside.states import (
    ANSWERS,
    OUTSIDE_STATES,
    OutsideOutcome,
    OutsideState,
    OutsideVerb,
    WithdrawnFor,
)
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import AgreedBy
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.residents.consents.queries import consents_of, given_kinds
from portal.residents.consents.states import ConsentKind
from portal.residents.households.locking import lock_household

SUBJECT = "outside_link"
TAKEN_BACK_ALREADY = N_("이미 그 기관에 알릴 일로 적혀 있습니다. 화면을 다시 열어 주십시오.")
NOTHING_TO_TELL = N_("그 기관에 말할 일이 없거나 이미 말했습니다. 화면을 다시 열어 주십시오.")
NOT_CONFIRMED = N_("대신 신청한 분이 적은 동의입니다. 이용자께 직접 확인을 받은 뒤 부탁해 주십시오.")
ASK_FIRST = {
    ConsentKind.COLLECTION: N_("개인정보 수집·이용 동의가 없습니다. 이용자께 동의를 받은 뒤 부탁해 주십시오."),
    ConsentKind.SENSITIVE: N_("건강정보 처리 동의가 없습니다. 이용자께 동의를 받은 뒤 부탁해 주십시오."),
}


@dataclass(frozen=True, slots=True)
class Passing:
    """Whom is asked and how they are reached, in which words, and when and how the person agreed to it."""

    body: str
    reached_by: str
    words: str
    consented_on: date
    consent_by: AgreedBy
    asked_on: date


@dataclass(frozen=True, slots=True)
class Answer:
    """What the body said on which day; `look_again_on` is when to ask what came of it."""

    state: OutsideState
    answered_on: date
    words: str = ""
    look_again_on: date | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of it, heard on a day."""

    outcome: OutsideOutcome
    closed_on: date
    words: str = ""


def hindrance_to_pass_on(line: PlanLine, now: datetime) -> str | None:
    """Why this line cannot be passed on now, in words that say what to do; None when it can.

    What members may see is no matter here, as each passing on has a consent of its own; whoever may not be written
    about at all is not passed on.
    """
    facts = LineFacts(
        case_state=line.plan.case.state, plan_state=line.plan.state, until_on=line.until_on, has_consents=True
    )
    found = next(line_hindrances(facts, day_of(now), Door.REFER), None)
    if found is not None:
        return sentence(found, Door.REFER)
    if lacking := lacking_consent(line.plan.case.application.person_id):
        return lacking
    return RUNS_ALREADY if runs_for(line) else None


def lacking_consent(person_id: UUID) -> str | None:
    """Why no other body may hear of the person; what a helper answered counts once they have confirmed it."""
    given = given_kinds(person_id)
    lacking = next((kind for kind in ASK_FIRST if kind not in given), None)
    if lacking is None:
        return None
    is_answered = any(one.given for one in consents_of(person_id) if one.kind is lacking)
    return NOT_CONFIRMED if is_answered else ASK_FIRST[lacking]


def pass_on(line: PlanLine, passing: Passing, *, actor: Actor, now: datetime) -> OutsideLink:
    """Note that a body was asked, once at a time of one service; nobody closes the case meanwhile."""
    actor.require(Permission.REFERRAL_MANAGE)
    case, today = line.plan.case, day_of(now)
    lock_household(case.household_id)
    db.session.refresh(case, ["state"])
    db.session.refresh(line.plan, ["state"])
    if not line.service.is_linked:
        raise DomainError(N_("협동조합이 하는 서비스입니다. 연계하기에서 시간을 골라 주십시오."))
    if hindrance := hindrance_to_pass_on(line, now):
        raise Conflict(hindrance)
    refuse_consented_on(passing.consented_on, passing.asked_on)
    refuse_asked_on(passing.asked_on, day_of(case.opened_at), today)
    refuse_resident_number(passing.words)
    link = OutsideLink(
        case=case,
        line=line,
        body=passing.body,
        reached_by=passing.reached_by,
        words=passing.words,
        consented_on=passing.consented_on,
        consent_by=passing.consent_by,
        asked_on=passing.asked_on,
        noted_at=now,
        look_again_on=max(ask_again_on(passing.asked_on), today),
        outcome=OutsideOutcome.UNANSWERED,
    )
    db.session.add(link)
    take(OUTSIDE_STATES, link, OutsideVerb.PASS_ON, actor=actor, now=now)
    db.session.flush()
    return link


def answer_link(link: OutsideLink, answer: Answer, *, actor: Actor, now: datetime) -> None:
    """The body takes it, until which day to ask again, or declines with what is done instead."""
    actor.require(Permission.REFERRAL_MANAGE)
    today = day_of(now)
    refuse_answered_on(answer.answered_on, link.asked_on, today)
    refuse_resident_number(answer.words)
    declined = answer.state is OutsideState.DECLINED
    if declined and not answer.words:
        raise DomainError(N_("맡지 못하는 까닭과 다음에 할 일을 적어 주십시오."), "words")
    look_again_on = answer.look_again_on or max(outcome_asked_on(answer.answered_on), today)
    refuse_look_again(look_again_on, today, "look_again_on")
    take(OUTSIDE_STATES, link, ANSWERS[answer.state], actor=actor, now=now)
    link.answered_on, link.answer = answer.answered_on, answer.words
    link.closed_on = answer.answered_on if declined else None
    link.look_again_on = link.look_again_on if declined else look_again_on
    db.session.flush()


def finish_link(link: OutsideLink, ending: Ending, *, actor: Actor, now: datetime) -> None:
    """What came of it for the person; without help it says what is done instead."""
    actor.require(Permission.REFERRAL_MANAGE)
    refuse_closed_on(ending.closed_on, link.answered_on or link.asked_on, day_of(now))
    refuse_resident_number(ending.words)
    if ending.outcome is not OutsideOutcome.HELPED and not ending.words:
        raise DomainError(N_("무엇이 모자랐는지와 다음에 할 일을 적어 주십시오."), "words")
    take(OUTSIDE_STATES, link, OutsideVerb.FINISH, actor=actor, now=now)
    link.closed_on, link.outcome, link.outcome_words = ending.closed_on, ending.outcome, ending.words
    db.session.flush()


def end_links(case: CareCase, *, actor: Actor, now: datetime) -> None:
    """With somebody's death ends what other bodies are still asked for; each is to hear of it."""
    for link in running_links(case.id):
        _take_back(link, OutsideVerb.WITHDRAW, WithdrawnFor.DIED, "", actor=actor, now=now)


def take_back_links(person_id: UUID, why: WithdrawnFor, *, actor: Actor, now: datetime) -> None:
    """Whatever bodies were told of somebody goes no further: each waits to be told so, also those that are done."""
    for link in links_at_bodies(person_id):
        verb = OutsideVerb.WITHDRAW if link.closed_on is None else OutsideVerb.RECALL
        _take_back(link, verb, why, "", actor=actor, now=now)


def ask_again(link: OutsideLink, on: date, note: str, *, actor: Actor, now: datetime) -> None:
    """The body was asked for its answer once more, and will be on a later day."""
    _look(link, OutsideVerb.ASK_AGAIN, on, note, actor=actor, now=now)


def look_again(link: OutsideLink, on: date, note: str, *, actor: Actor, now: datetime) -> None:
    """The body goes on helping: it is asked again on a later day."""
    _look(link, OutsideVerb.LOOK_AGAIN, on, note, actor=actor, now=now)


def _look(link: OutsideLink, verb: OutsideVerb, on: date, note: str, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.REFERRAL_MANAGE)
    refuse_look_again(on, day_of(now), "again_on")
    refuse_resident_number(note)
    take(OUTSIDE_STATES, link, verb, actor=actor, now=now, note=note)
    link.look_again_on = on
    db.session.flush()


def give_up(link: OutsideLink, note: str, *, actor: Actor, now: datetime) -> None:
    """The body never answered: it is asked no more, and the line waits to be passed on elsewhere."""
    actor.require(Permission.REFERRAL_MANAGE)
    refuse_resident_number(note)
    take(OUTSIDE_STATES, link, OutsideVerb.GIVE_UP, actor=actor, now=now, note=note)
    link.closed_on = day_of(now)
    db.session.flush()


def withdraw_link(
    link: OutsideLink,
    why: WithdrawnFor,
    *,
    actor: Actor,
    now: datetime,
    told_on: date | None = None,
    words: str = "",
) -> None:
    """The body is asked no more; until it was told so, that is a task."""
    _by_hand(link, OutsideVerb.WITHDRAW, why, words, told_on, actor, now)


def recall_link(
    link: OutsideLink,
    why: WithdrawnFor,
    *,
    actor: Actor,
    now: datetime,
    told_on: date | None = None,
    words: str = "",
) -> None:
    """The body, which does nothing more for it, shall use no more what it was told."""
    _by_hand(link, OutsideVerb.RECALL, why, words, told_on, actor, now)


def _by_hand(
    link: OutsideLink,
    verb: OutsideVerb,
    why: WithdrawnFor,
    words: str,
    told_on: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    actor.require(Permission.REFERRAL_MANAGE)
    refuse_resident_number(words)
    if told_on is not None:
        refuse_told_on(told_on, link.asked_on, day_of(now))
    _take_back(link, verb, why, words, actor=actor, now=now)
    if link.tell_by is not None:
        link.told_on = told_on
    db.session.flush()


def _take_back(
    link: OutsideLink, verb: OutsideVerb, why: WithdrawnFor, words: str, *, actor: Actor, now: datetime
) -> None:
    today = day_of(now)
    take(OUTSIDE_STATES, link, verb, actor=actor, now=now, note=" · ".join(filter(None, (why.words, words))))
    if link.withdrawn_for is not None:
        raise Conflict(TAKEN_BACK_ALREADY)
    link.withdrawn_for, link.tell_by = why, tell_by(why, today)
    link.closed_on = today if verb is OutsideVerb.WITHDRAW else link.closed_on
    db.session.flush()


def tell_body(link: OutsideLink, told_on: date, note: str, *, actor: Actor, now: datetime) -> None:
    """The body was told that it shall use no more what it heard; `note` is what it said."""
    actor.require(Permission.REFERRAL_MANAGE)
    refuse_told_on(told_on, link.asked_on, day_of(now))
    refuse_resident_number(note)
    take(OUTSIDE_STATES, link, OutsideVerb.TELL, actor=actor, now=now, note=note)
    if not link.is_to_be_told:
        raise Conflict(NOTHING_TO_TELL)
    link.told_on = told_on
    db.session.flush()
