"""Open events and whoever takes part in them."""

from datetime import datetime, timedelta
from typing import Any

from portal.consortium.events.actions import (
    EventDetails,
    GuestDetails,
    announce_event,
    enter_guest,
    register_guest,
    save_event,
)
from portal.consortium.events.models import EventGuest, OpenEvent
from portal.consortium.events.states import EventKind
from tests.factories.consortium import NOW, OFFICE

OVER = NOW + timedelta(days=8)
"""When an event of `make_event` is over."""


def details(**values: Any) -> EventDetails:
    starts_at = values.get("starts_at", NOW + timedelta(days=7))
    given = {
        "kind": EventKind.FORUM,
        "title": "마포형 통합돌봄 포럼",
        "about": "동네에서 함께 돌보는 길을 이야기합니다.",
        "programme": "14:00 | 통합돌봄 3년 | 이정민\n15:00 | 쉬는 시간",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "place": "마포구청 4층 시청각실",
        "places": 2,
    }
    return EventDetails(**(given | values))


def make_event(**values: Any) -> OpenEvent:
    """One that is announced, for two guests unless told otherwise."""
    event = save_event(None, details(**values), actor=OFFICE, now=NOW)
    announce_event(event, actor=OFFICE, now=NOW)
    return event


def make_guest(event: OpenEvent, name: str = "김이웃", email: str = "neighbour@example.kr") -> EventGuest:
    return register_guest(event, name=name, email=email, home="망원동", now=NOW)


def enter_by_phone(
    event: OpenEvent, name: str = "전화댁", phone: str = "+821012345678", email: str = "", now: datetime = NOW
) -> EventGuest:
    """Somebody whom the office takes on by telephone, without an e-mail unless told otherwise."""
    return enter_guest(event, GuestDetails(name, email, phone, ""), actor=OFFICE, now=now)
