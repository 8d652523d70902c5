"""A leak that the office has closed: somebody left a list on a table, and whoever stood on it was told."""

from datetime import datetime, time, timedelta
from functools import partial

from portal.demo.world import World
from portal.privacy.incidents.actions import (
    Leak,
    close_incident,
    contain_incident,
    open_incident,
    report_incident,
    tell_people,
)
from portal.privacy.incidents.paper import letter_text

DAY = -40
FOUND = time(10, 20)
PRINTED = timedelta(days=14)
"""The list named whom the coordinator had looked after in that time."""
CLOSED = "모든 분께 알렸고 물어 오신 두 분께 설명함"
STEPS = timedelta(hours=1), timedelta(hours=5), timedelta(hours=26), timedelta(days=9)


def plan_leak(world: World) -> None:
    world.at(world.moment(DAY, FOUND), partial(_leak, world))


def _leak(world: World, now: datetime) -> None:
    office, second = world.actors["office"], world.actors["second"]
    leak = Leak(
        title="방문 명단을 회의실에 두고 나옴",
        detected_at=now,
        account_id=second.user_id,
        since=now - PRINTED,
        until=now,
        is_sensitive=True,
        is_from_outside=False,
        items="이름, 동, 방문 시간, 돌봄 서비스의 이름",
        how="두 주 동안 살핀 분의 명단을 인쇄해 주민센터 회의실에 두고 나왔습니다. 다음 모임에 온 분이 돌려주었습니다.",
        advice="모르는 사람이 돌봄을 안다며 전화하면 끊고 사무국에 알려 주십시오.",
        measures="명단을 돌려받아 파쇄했습니다. 명단을 인쇄하지 않고 휴대전화로 보도록 바꾸었습니다.",
        relief="손해는 사무국에 배상을 청구하시거나 개인정보 분쟁조정위원회(1833-6972)에 조정을 신청하십시오.",
        contact="사무국 개인정보 담당",
    )
    incident = open_incident(leak, actor=office, now=now)
    contained, told, reported, closed = (now + after for after in STEPS)
    world.at(contained, lambda at: contain_incident(incident, "명단을 돌려받음", actor=office, now=at))
    world.at(told, lambda at: tell_people(incident, letter_text(incident), actor=office, now=at))
    world.at(reported, lambda at: report_incident(incident, "개인정보보호위원회 접수 2026-0417", actor=office, now=at))
    world.at(closed, lambda at: close_incident(incident, CLOSED, actor=office, now=at))
