"""Writes the services of a plan: of other bodies all of it, of ours which goal they serve."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.consortium.partners.models import Partner
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.text import refuse_resident_number
from portal.extensions import db
from portal.partners.support_plans.actions import note_written, require_draft
from portal.partners.support_plans.models import SupportGoal, SupportLine, SupportPlan
from portal.partners.support_plans.rules import LINES_AT_MOST


@dataclass(frozen=True, slots=True)
class LineTold:
    """A service of another body: a partner of ours, or `body` by its name."""

    goal: SupportGoal | None
    partner: Partner | None
    body: str
    who: str
    what: str
    how_often: str
    unit: str
    cost: int | None
    own_share: int | None
    starts_on: date
    until_on: date | None

    @property
    def name(self) -> str:
        return self.partner.name if self.partner else self.body


def add_line(plan: SupportPlan, told: LineTold, *, actor: Actor, now: datetime) -> SupportLine:
    require_draft(plan, actor)
    if len(plan.lines) >= LINES_AT_MOST:
        raise DomainError(N_("서비스는 %(most)d개까지 적을 수 있습니다."), "what", most=LINES_AT_MOST)
    _refuse(told, day_of(now))
    line = SupportLine(plan=plan, position=len(plan.lines) + 1)
    _write(line, told)
    db.session.add(line)
    note_written(plan, actor=actor, now=now)
    return line


def change_line(line: SupportLine, told: LineTold, *, actor: Actor, now: datetime) -> None:
    require_draft(line.plan, actor)
    _refuse(told, day_of(now))
    _write(line, told)
    note_written(line.plan, actor=actor, now=now)


def serve_goal(line: SupportLine, goal: SupportGoal | None, *, actor: Actor, now: datetime) -> None:
    """Of a line of ours nothing else is written here: the care plan says the rest."""
    require_draft(line.plan, actor)
    line.goal = goal
    note_written(line.plan, actor=actor, now=now)


def remove_line(line: SupportLine, *, actor: Actor, now: datetime) -> None:
    plan = line.plan
    require_draft(plan, actor)
    plan.lines.remove(line)
    for position, left in enumerate(plan.lines, start=1):
        left.position = position
    note_written(plan, actor=actor, now=now)


def _refuse(told: LineTold, today: date) -> None:
    if not told.name:
        raise DomainError(N_("협력 기관을 고르거나 기관의 이름을 적어 주십시오."), "body")
    if told.partner is not None and told.partner.ends_on is not None and told.partner.ends_on < today:
        raise DomainError(N_("협력이 끝난 기관입니다. 다른 기관을 골라 주십시오."), "partner")
    if (told.cost is None) != (told.own_share is None):
        raise DomainError(N_("드는 돈과 본인이 내는 돈을 함께 적어 주십시오."), "own_share")
    refuse_resident_number(f"{told.body}\n{told.who}\n{told.what}\n{told.how_often}")


def _write(line: SupportLine, told: LineTold) -> None:
    line.goal, line.partner, line.body = told.goal, told.partner, told.name
    line.who, line.what, line.how_often, line.unit = told.who, told.what, told.how_often, told.unit
    line.cost, line.own_share = told.cost, told.own_share
    line.starts_on, line.until_on = told.starts_on, told.until_on
