"""Writes what was asked for on somebody's behalf, and what was answered."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.audit.steps import take
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.monitoring.aid.models import Aid
from portal.monitoring.aid.rules import answer_due, refuse_answered_on, refuse_asked_on
from portal.monitoring.aid.states import AID_STATES, ANSWERS, AidKind, AidState, AidVerb, AmountBand
from portal.residents.households.models import Person

SUBJECT = "aid"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for, where and on which day; `words` say why."""

    kind: AidKind
    agency: str
    asked_on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the body said: granted or refused, on which day, how much and in which words."""

    state: AidState
    answered_on: date
    band: AmountBand = AmountBand.UNANSWERED
    words: str = ""


def ask_for_aid(case: CareCase, person: Person, asking: Asking, *, actor: Actor, now: datetime) -> Aid:
    """Note what was asked for; by when to look after it follows from what it is."""
    actor.require(Permission.AID_WRITE)
    if case.state is CaseState.CLOSED:
        raise Conflict(N_("이미 종결된 가구입니다. 기록은 볼 수 있지만 바꿀 수 없습니다."))
    refuse_asked_on(asking.asked_on, day_of(now))
    refuse_resident_number(asking.words)
    aid = Aid(
        household_id=case.household_id,
        household=case.household,
        person=person,
        kind=asking.kind,
        agency=asking.agency,
        words=asking.words,
        asked_on=asking.asked_on,
        noted_at=now,
        answer_due_on=answer_due(asking.kind, asking.asked_on),
        band=AmountBand.UNANSWERED,
    )
    db.session.add(aid)
    take(AID_STATES, aid, AidVerb.ASK, actor=actor, now=now)
    db.session.flush()
    return aid


def answer_aid(aid: Aid, answer: Answer, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.AID_WRITE)
    refuse_answered_on(answer.answered_on, aid.asked_on, day_of(now))
    refuse_resident_number(answer.words)
    if answer.state is AidState.GRANTED and answer.band is AmountBand.UNANSWERED:
        raise DomainError(N_("얼마쯤인지 골라 주십시오."), "band")
    if answer.state is AidState.REFUSED and not answer.words:
        raise DomainError(N_("받지 못하신 까닭과 다음에 할 일을 적어 주십시오."), "words")
    take(AID_STATES, aid, ANSWERS[answer.state], actor=actor, now=now)
    aid.answered_on, aid.answer = answer.answered_on, answer.words
    aid.band = answer.band if answer.state is AidState.GRANTED else AmountBand.UNANSWERED
    db.session.flush()


def appeal_aid(aid: Aid, *, actor: Actor, now: datetime) -> None:
    """The person objects to the refusal: the body has its time again; why it refused stands in the history."""
    actor.require(Permission.AID_WRITE)
    take(AID_STATES, aid, AidVerb.APPEAL, actor=actor, now=now, note=aid.answer)
    aid.answered_on, aid.answer_due_on, aid.answer = None, answer_due(aid.kind, day_of(now)), ""
    db.session.flush()


def strike_aid(aid: Aid, *, actor: Actor, now: datetime) -> None:
    """It was written down wrongly, or twice: it stays to be seen and counts nowhere."""
    actor.require(Permission.AID_WRITE)
    take(AID_STATES, aid, AidVerb.STRIKE, actor=actor, now=now)
    aid.answered_on, aid.band = aid.answered_on or day_of(now), AmountBand.UNANSWERED
    db.session.flush()


def withdraw_aid(aid: Aid, *, actor: Actor, now: datetime) -> None:
    """The person does not want it any more, or something else came."""
    actor.require(Permission.AID_WRITE)
    take(AID_STATES, aid, AidVerb.WITHDRAW, actor=actor, now=now)
    aid.answered_on = day_of(now)
    db.session.flush()
