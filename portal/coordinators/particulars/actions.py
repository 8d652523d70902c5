"""Writes what visits must know, of a line of a plan or of one time alone, and tells whoever comes."""

from datetime import datetime

from portal.audit.actions import record
from portal.coordinators.particulars.carrying import put_facts, put_on_draft, tell_of_facts
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.plans.states import PlanState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import OPEN_STATES
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db


def write_line_facts(line: PlanLine, facts: dict[str, str], *, actor: Actor, now: datetime) -> None:
    """What holds for every visit of the line that is still to come, those asked for by an earlier plan among them.

    A draft that continues the line knows it too.
    """
    actor.require(Permission.PLAN_WRITE)
    refuse_over(line)
    before = line.facts
    if not put_facts(line, facts, now):
        return
    put_on_draft(line, before)
    household_id = line.plan.case.household_id
    record("plan.facts", actor=actor, now=now, subject=("household", household_id), number=line.plan.number)
    db.session.flush()


def refuse_over(line: PlanLine) -> None:
    """Raises `Conflict` for the line of a plan that was replaced or has ended."""
    if line.plan.state not in (PlanState.DRAFT, PlanState.AGREED):
        raise Conflict(N_("이미 끝난 계획입니다."))


def write_referral_facts(referral: Referral, facts: dict[str, str], *, actor: Actor, now: datetime) -> None:
    """What holds this one time; an answer that was taken out is empty here, whatever the line says."""
    actor.require(Permission.REFERRAL_MANAGE)
    if referral.state not in OPEN_STATES:
        raise Conflict(N_("이미 끝난 연계입니다."))
    known, of_line = referral.known_facts, referral.plan_line.facts
    referral.facts = {
        name: facts.get(name, "") for name in {*facts, *of_line} if facts.get(name, "") != of_line.get(name, "")
    }
    if referral.known_facts == known:
        return
    record("referral.facts", actor=actor, now=now, subject=("referral", referral.id))
    db.session.flush()
    tell_of_facts([referral], now)
