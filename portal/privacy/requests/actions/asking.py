"""Somebody asks about their own data: by themselves, by whoever helps them, or by telling the office."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from portal.audit.steps import take
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.text import refuse_resident_number
from portal.db.kept import NOBODY
from portal.db.numbers import next_number
from portal.extensions import db
from portal.notifications.actions import take_back_untrue
from portal.privacy.requests import notices
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.queries import open_count_of
from portal.privacy.requests.rules import OPEN_AT_MOST, last_day, reply_of
from portal.privacy.requests.states import (
    OPEN,
    RIGHTS_STATES,
    AskedBy,
    ReplyBy,
    RightsChannel,
    RightsKind,
    RightsState,
    RightsVerb,
    StopWhat,
)
from portal.privacy.seen.queries import may_know
from portal.residents.helpers.queries import person_seen_by
from portal.residents.households.models import Person
from portal.residents.households.states import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked; `about` and `reading_id` name the opening of the record that a question is about."""

    kind: RightsKind
    words: str
    reply_by: ReplyBy = ReplyBy.PORTAL
    fact: Fact | None = None
    stops: tuple[StopWhat, ...] = ()
    about: str = ""
    reading_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How it reached the office, on which day, and how the office made sure who asks."""

    channel: RightsChannel
    asked_by: AskedBy
    identified: str
    received_on: date


def ask_for_oneself(person: Person, asked: Asked, *, actor: Actor, now: datetime) -> RightsRequest:
    """The person asks; whoever helps them asks who looked, where that was agreed, and nothing else."""
    by = _require_own(person, asked.kind, actor)
    if open_count_of(person.id) >= OPEN_AT_MOST:
        raise Conflict(N_("아직 답을 드리지 못한 요구가 여럿입니다. 급하시면 전화해 주십시오."))
    entry = Entry(channel=RightsChannel.PORTAL, asked_by=by, identified="", received_on=day_of(now))
    reply_by = reply_of(asked.kind, asked.reply_by, has_account=True)
    request = _receive(person, replace(asked, reply_by=reply_by), entry, actor=actor, now=now)
    notices.tell_office(request, notices.CAME, now)
    return request


def _require_own(person: Person, kind: RightsKind, actor: Actor) -> AskedBy:
    if actor.can(Permission.MY_FILE) and actor.user_id is not None and person.user_id == actor.user_id:
        return AskedBy.PERSON
    if kind is RightsKind.ASK and may_know(actor) and person_seen_by(actor) is person:
        return AskedBy.HELPER
    raise Forbidden


def enter_request(person: Person, asked: Asked, entry: Entry, *, actor: Actor, now: datetime) -> RightsRequest:
    """The office writes down what somebody told, wrote or came to ask, and how it was sure of who asked."""
    actor.require(Permission.RIGHTS_ANSWER)
    if entry.received_on > day_of(now):
        raise DomainError(N_("아직 오지 않은 날입니다."), "received_on")
    if not entry.identified:
        raise DomainError(N_("본인이나 대리인인지 어떻게 확인했는지 적어 주십시오."), "identified")
    if person.name == NOBODY or person.joined_into_id is not None:
        raise Conflict(N_("이미 지우거나 합친 파일입니다."))
    refuse_resident_number(entry.identified)
    reply_by = reply_of(asked.kind, asked.reply_by, has_account=person.user_id is not None)
    return _receive(person, replace(asked, reply_by=reply_by), entry, actor=actor, now=now)


def _receive(person: Person, asked: Asked, entry: Entry, *, actor: Actor, now: datetime) -> RightsRequest:
    if asked.kind is RightsKind.STOP and not asked.stops:
        raise DomainError(N_("무엇을 멈출지 하나 이상 골라 주십시오."), "stops")
    refuse_resident_number(asked.words)
    request = RightsRequest(
        number=next_number(db.session, Series.RIGHTS, day_of(now).year),
        household_id=person.household_id,
        household=person.household,
        person=person,
        kind=asked.kind,
        channel=entry.channel,
        asked_by=entry.asked_by,
        reply_by=asked.reply_by,
        words=asked.words,
        identified=entry.identified,
        about=asked.about,
        reading_id=asked.reading_id,
        fact=asked.fact if asked.kind is RightsKind.CORRECT else None,
        stops=[each.value for each in asked.stops] if asked.kind is RightsKind.STOP else [],
        asked_at=now,
        received_on=entry.received_on,
        due_on=last_day(entry.received_on),
        extension="",
        stopped=[],
        answer="",
    )
    db.session.add(request)
    take(RIGHTS_STATES, request, RightsVerb.RECEIVE, actor=actor, now=now, kind=asked.kind.value)
    db.session.flush()
    notices.confirm(request, now)
    return request


def may_be_withdrawn(request: RightsRequest) -> bool:
    """Until it is answered; a file that is to be erased, until it is."""
    return request.state in OPEN or (request.state is RightsState.GRANTED and request.kind is RightsKind.DELETE)


def withdraw_request(request: RightsRequest, *, note: str = "", actor: Actor, now: datetime) -> None:
    """Whoever asked does not want it any more; the office writes down how it heard so."""
    if actor.user_id is None or request.person.user_id != actor.user_id:
        actor.require(Permission.RIGHTS_ANSWER)
        if not note:
            raise DomainError(N_("언제 어떻게 거두셨는지 적어 주십시오."), "note")
    if not may_be_withdrawn(request):
        raise Conflict(N_("이미 답을 드린 요구입니다."))
    take(RIGHTS_STATES, request, RightsVerb.WITHDRAW, actor=actor, now=now, note=note)
    request.ended_at = now
    db.session.flush()
    take_back_untrue(notices.SUBJECT, request.id, now=now)
