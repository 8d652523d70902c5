"""Passes a line of a plan on to another body, and writes what it answered and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.audit.steps import take
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.gate.rules import LineFacts, line_hindrances, sentence
from portal.coordinators.gate.states import Door
from portal.coordinators.outside.models import RUNS_ALREADY, OutsideLink
from portal.coordinators.outside.queries import running_links, runs_for
from portal.coordinators.outside.rules import (
    ask_again_on,
    outcome_asked_on,
    refuse_answered_on,
    refuse_asked_on,
    refuse_closed_on,
    refuse_consented_on,
    refuse_look_again,
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
from portal.residents.households.locking import lock_household

SUBJECT = "outside_link"


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

    Consents to what members may see are no matter here: each passing on has one of its own.
    """
    facts = LineFacts(
        case_state=line.plan.case.state, plan_state=line.plan.state, until_on=line.until_on, has_consents=True
    )
    found = next(line_hindrances(facts, day_of(now), Door.REFER), None)
    if found is not None:
        return sentence(found, Door.REFER)
    return RUNS_ALREADY if runs_for(line) else None


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
    """With somebody's death ends what other bodies are still asked for."""
    for link in running_links(case.id):
        withdraw_link(link, WithdrawnFor.DIED, actor=actor, now=now)


def look_again(link: OutsideLink, on: date, note: str, *, actor: Actor, now: datetime) -> None:
    """The body was asked once more, or goes on helping: it is asked again on a later day."""
    actor.require(Permission.REFERRAL_MANAGE)
    refuse_look_again(on, day_of(now), "again_on")
    refuse_resident_number(note)
    take(OUTSIDE_STATES, link, OutsideVerb.LOOK_AGAIN, actor=actor, now=now, note=note)
    link.look_again_on = on
    db.session.flush()


def withdraw_link(link: OutsideLink, why: WithdrawnFor, *, actor: Actor, now: datetime) -> None:
    """The body is asked no more; the step says why."""
    actor.require(Permission.REFERRAL_MANAGE)
    take(OUTSIDE_STATES, link, OutsideVerb.WITHDRAW, actor=actor, now=now, note=why.words)
    link.closed_on = day_of(now)
    db.session.flush()
