"""Twice a coordinator opened a household of somebody else: one the office has looked at, one waits for it."""

from datetime import datetime, time
from functools import partial

from sqlalchemy import select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.demo.world import World
from portal.extensions import db
from portal.privacy.emergency.actions import note_contact, open_household, review_access
from portal.privacy.emergency.states import EmergencyVerb
from portal.residents.households.models import Household

LATE, CALLED, NEXT_DAY = time(18, 50), time(19, 5), time(9, 50)
GAS = "담당이 퇴근한 뒤 아래층에서 가스 냄새가 난다고 전화하심. 비상 연락처가 필요함"
SPOKEN = "아드님과 통화함. 집에 함께 계시고 밸브를 잠갔다고 하심. 도시가스에서 오늘 점검하기로 함."
FOUND = "통화 기록과 메모를 확인함. 비상 연락처만 보고 바로 닫음."
UNSEEN = "통장이 사흘째 문을 안 여신다고 전화함. 담당과 통화가 되지 않음"


def plan_emergencies(world: World) -> None:
    world.at(world.moment(-12, LATE), partial(_gas, world))
    world.at(world.moment(-1, LATE), partial(_unseen, world))


def _number_of_firsts(world: World) -> str:
    """Of a household that the first coordinator accompanies."""
    first = world.actors["first"].user_id
    theirs = select(Household.number).join(CareCase).where(CareCase.coordinator_id == first, OPEN)
    return f"가구 {db.session.scalars(theirs.order_by(Household.number)).first()}"


def _gas(world: World, now: datetime) -> None:
    actor = world.actors["second"]
    access = open_household(_number_of_firsts(world), GAS, actor=actor, now=now)
    world.at(world.moment(-12, CALLED), lambda at: note_contact(access, SPOKEN, actor=actor, now=at))
    fine, office = EmergencyVerb.FIND_FINE, world.actors["office"]
    looked = world.surely(world.moment(-11, NEXT_DAY))
    world.at(looked, lambda at: review_access(access, fine, FOUND, actor=office, now=at))


def _unseen(world: World, now: datetime) -> None:
    open_household(_number_of_firsts(world), UNSEEN, actor=world.actors["second"], now=now)
