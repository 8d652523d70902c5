"""Monitoring: the shipped policies, one of the winter that has ended, what was done, missed and exempted by it."""

from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from portal.audit.editions import Details, EditionText
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.coordinators.caseload.states import CaseState
from portal.core.clock import day_of
from portal.demo.world import World
from portal.extensions import db
from portal.monitoring.duties import actions
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.rules import DutyRule, PolicyRules
from portal.monitoring.duties.states import DutyAct, DutyTrigger, SpanUnit
from portal.monitoring.duties.tasks import tell_of_deadlines

BEGINS, ENDS, EXEMPTED = -21, -5, -4
"""Days before the seeding."""
MORNING, SWEEP, NOON = time(9, 20), time(9, 25), time(11, 40)
WINTER = Details("winter_heating", "겨울 난방 확인", "어르신 댁의 난방이 되는지 한 번 확인합니다.", "사무국 회의")
HEATING = DutyRule("난방 확인", DutyAct.TASK, DutyTrigger.PAIRED, 5, SpanUnit.WORKDAYS, age_from=60)
WHY = "한파가 일찍 온다는 예보에 따라 이 주에만 확인하기로 했습니다."
IN_HOSPITAL = "골절로 입원하심. 병원 사회복지사가 매주 소식을 전해 주기로 함."


def plan_monitoring(world: World) -> None:
    world.at(world.moment(BEGINS, MORNING), partial(_begin, world))
    for back in range(-BEGINS, -1, -1):
        world.at(world.moment(-back, SWEEP), _sweep)
    for back in range(-BEGINS - 1, -ENDS, -1):
        world.at(world.moment(-back, NOON), partial(_check_heating, world))
    world.at(world.surely(world.moment(EXEMPTED, NOON)), partial(_exempt, world))


def _begin(world: World, now: datetime) -> None:
    office = world.actors["office"]
    actions.load_policies(actor=office, now=now)
    policy = actions.open_policy(WINTER, actor=office, now=now)
    draft = actions.draft_edition(policy, day_of(now), actor=office, now=now)
    ends_on = day_of(now) + timedelta(days=ENDS - BEGINS)
    text = EditionText(day_of(now), ends_on, PolicyRules((HEATING,)), WHY)
    actions.edit_edition(draft, text, actor=office, now=now)
    actions.publish_edition(draft, actor=office, now=now)


def _sweep(now: datetime) -> None:
    actions.keep_all(now)
    tell_of_deadlines(now)


def _check_heating(world: World, now: datetime) -> None:
    """Each coordinator looks at a home a day; not all were done when it ended."""
    for actor in [actor for actor in world.actors.values() if actor.user_id]:
        theirs = select(CareDuty).where(
            CareDuty.coordinator_id == actor.user_id, CareDuty.act == DutyAct.TASK, CareDuty.ended_at.is_(None)
        )
        duty = db.session.scalars(theirs.order_by(CareDuty.due_at, CareDuty.id).limit(1)).first()
        if duty is not None and world.chance.random() < 0.1:
            actions.finish_task(duty, actor=actor, now=now)


def _exempt(world: World, now: datetime) -> None:
    """Somebody in hospital is not called for a while."""
    today, until_on = day_of(now), day_of(now) + timedelta(days=18)
    served = select(CareCase).where(OPEN, CareCase.state == CaseState.IN_SERVICE)
    served = served.where(CareCase.next_contact_on > today, CareCase.next_contact_on <= until_on)
    case = db.session.scalars(served.order_by(CareCase.number).limit(1)).one()
    actions.exempt_household(case, DutyAct.CONTACT, until_on, IN_HOSPITAL, actor=world.actors["office"], now=now)
