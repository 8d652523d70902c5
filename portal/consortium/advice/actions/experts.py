"""Experts: who they are, from when to when, for what fee, and what they agreed to."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from portal.audit.actions import record
from portal.audit.steps import lock
from portal.consortium.advice.models import Expert
from portal.consortium.advice.presentation import unnamed
from portal.consortium.advice.queries import seat_of_expert
from portal.consortium.advice.rules import refuse_consents, refuse_fee, refuse_reach, refuse_terms
from portal.consortium.advice.states import FeeRule, Speciality
from portal.consortium.meetings.actions import forget_expert, renew_places_of_expert
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

ERASED = N_("보관 동의를 거둔 자문위원입니다. 다시 위촉하려면 새로 등록해 주십시오.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertDetails:
    name: str
    organisation: str
    position: str = ""
    speciality: Speciality
    fee_rule: FeeRule
    fee: int | None = None
    from_on: date
    until_on: date | None = None
    kept_on: date
    named_on: date | None = None
    asked_on: date | None = None
    email: str = ""
    phone: str = ""


def add_expert(details: ExpertDetails, *, actor: Actor, now: datetime) -> Expert:
    actor.require(Permission.MEETING_MANAGE)
    _refuse(details, now)
    expert = Expert(**asdict(details))
    db.session.add(expert)
    _record("enter", expert, actor, now)
    renew_places_of_expert(seat_of_expert(expert), actor=actor, now=now, is_anew=True)
    return expert


def change_expert(expert: Expert, details: ExpertDetails, *, actor: Actor, now: datetime) -> None:
    actor.require(Permission.MEETING_MANAGE)
    _hold(expert)
    _refuse(details, now)
    was_asked = _asked_when(expert)
    for name, value in asdict(details).items():
        setattr(expert, name, value)
    _record("change", expert, actor, now)
    is_anew = _asked_when(expert) != was_asked
    renew_places_of_expert(seat_of_expert(expert), actor=actor, now=now, is_anew=is_anew)


def erase_expert(expert: Expert, *, actor: Actor, now: datetime) -> None:
    """Take back that anything is kept of somebody: the name goes at once, what they advised stays without it.

    Minutes of closed meetings stay, as they say who was there.
    """
    actor.require(Permission.MEETING_MANAGE)
    _hold(expert)
    today, who = day_of(now), (expert.organisation, expert.name)
    expert.name = expert.organisation = expert.position = expert.email = expert.phone = ""
    expert.erased_on, expert.named_on, expert.asked_on = today, None, None
    if expert.until_on is None or expert.until_on > today:
        expert.until_on = max(today, expert.from_on)
    _record("withdraw", expert, actor, now)
    forget_expert(expert.id, who, unnamed(expert.speciality), actor=actor, now=now)


def _asked_when(expert: Expert) -> tuple[bool, date, date | None]:
    return expert.asked_on is not None, expert.from_on, expert.until_on


def _hold(expert: Expert) -> None:
    lock(expert)
    if expert.erased_on is not None:
        raise Conflict(ERASED)


def _refuse(details: ExpertDetails, now: datetime) -> None:
    refuse_terms(details.from_on, details.until_on)
    refuse_fee(details.fee_rule, details.fee)
    refuse_consents(details.kept_on, details.named_on, day_of(now))
    refuse_reach(details.kept_on, details.asked_on, (details.email, details.phone), day_of(now))


def _record(deed: str, expert: Expert, actor: Actor, now: datetime) -> None:
    db.session.flush()
    record(f"expert.{deed}", actor=actor, now=now, subject=("expert", expert.id))
