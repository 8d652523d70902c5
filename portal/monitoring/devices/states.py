"""Kinds of devices, the course of one from its order to its return, and what may be wrong with it."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class DeviceKind(Worded):
    """What is watched (domain.md §8)."""

    PLUG = "plug", N_("스마트플러그")
    MOTION = "motion", N_("움직임 감지기")
    DOOR = "door", N_("문 열림 감지기")
    TELEPHONE = "telephone", N_("통화 기록")
    STEPS = "steps", N_("걸음 앱")
    CALL = "call", N_("주간 자동 전화")
    ROBOT = "robot", N_("돌봄로봇")
    BUTTON = "button", N_("안부 단추")


SUPPLIED = tuple(kind for kind in DeviceKind if kind is not DeviceKind.BUTTON)
"""A button stands on the person's own page and comes from nobody."""


class DeviceState(Worded):
    ORDERED = "ordered", N_("주문함"), "info"
    INSTALLED = "installed", N_("설치함, 시험 전"), "info"
    IN_USE = "in_use", N_("살피는 중"), "success"
    BROKEN = "broken", N_("고장"), "danger"
    LOST = "lost", N_("잃어버림"), "warning"
    RETURNED = "returned", N_("돌려받음")


class DeviceVerb(Worded):
    ORDER = "order", N_("주문했습니다")
    INSTALL = "install", N_("설치했습니다")
    TEST = "test", N_("시험을 마쳤습니다")
    BREAK = "break", N_("고장으로 적었습니다")
    LOSE = "lose", N_("잃어버린 것으로 적었습니다")
    RETURN = "return", N_("돌려받았습니다")


_AT_HOME = (DeviceState.INSTALLED, DeviceState.IN_USE)
_NOT_RETURNED = (DeviceState.ORDERED, *_AT_HOME, DeviceState.BROKEN, DeviceState.LOST)

STANDING = frozenset({*_AT_HOME, DeviceState.BROKEN})
"""In somebody's home, seeing anybody or not."""

DEVICE_STATES = StateTable(
    "device",
    {
        (None, DeviceVerb.ORDER): DeviceState.ORDERED,
        (DeviceState.ORDERED, DeviceVerb.INSTALL): DeviceState.INSTALLED,
        (DeviceState.INSTALLED, DeviceVerb.TEST): DeviceState.IN_USE,
        **{(state, DeviceVerb.BREAK): DeviceState.BROKEN for state in _AT_HOME},
        **{(state, DeviceVerb.LOSE): DeviceState.LOST for state in (*_AT_HOME, DeviceState.BROKEN)},
        (DeviceState.BROKEN, DeviceVerb.INSTALL): DeviceState.INSTALLED,
        (DeviceState.LOST, DeviceVerb.INSTALL): DeviceState.INSTALLED,
        **{(state, DeviceVerb.RETURN): DeviceState.RETURNED for state in _NOT_RETURNED},
    },
)


class Trouble(Worded):
    """What is wrong with a device, which says nothing of the person."""

    BATTERY = "battery", N_("배터리 부족"), "warning"
    OFFLINE = "offline", N_("연결 끊김"), "danger"
    SILENT = "silent", N_("이 기기만 조용함"), "danger"


BLIND = frozenset({Trouble.OFFLINE, Trouble.SILENT})
"""With these a device sees nobody; one whose battery runs down still does."""
