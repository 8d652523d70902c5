"""What a signal tells, how it came, and why one is kept apart."""

from collections.abc import Mapping

from portal.core.messages import N_
from portal.core.worded import Worded
from portal.monitoring.devices.states import DeviceKind


class SignalKind(Worded):
    """The words of the API; what people read stands beside it."""

    POWER = "power", N_("전기를 씀")
    BRIGHTNESS = "brightness", N_("밝기가 바뀜")
    MOTION = "motion", N_("움직임")
    DOOR = "door", N_("문을 여닫음")
    CALL = "call", N_("전화를 걸거나 받음")
    STEPS = "steps", N_("걸음")
    ANSWERED = "answered", N_("자동 전화를 받음")
    VOICE = "voice", N_("말을 걺")
    ALIVE = "alive", N_("기기가 켜져 있음")
    NO_ANSWER = "no_answer", N_("자동 전화를 안 받음"), "warning"
    UNCLEAR = "unclear", N_("자동 전화를 받았으나 대답이 분명하지 않음"), "warning"
    BATTERY_LOW = "battery_low", N_("배터리 부족"), "warning"
    OFFLINE = "offline", N_("연결 끊김"), "warning"
    ONLINE = "online", N_("다시 연결됨")
    HELP = "help", N_("도움을 청함"), "danger"


K, D = SignalKind, DeviceKind
SIGNS_OF_LIFE = frozenset({K.POWER, K.BRIGHTNESS, K.MOTION, K.DOOR, K.CALL, K.STEPS, K.ANSWERED, K.VOICE})
"""Only by these the person did something themselves; a call that was not answered clearly never says they are well."""

OF_EVERY_DEVICE = frozenset({K.ALIVE, K.BATTERY_LOW, K.OFFLINE, K.ONLINE, K.HELP})
TOLD_BY: Mapping[DeviceKind, frozenset[SignalKind]] = {
    D.PLUG: frozenset({K.POWER, K.BRIGHTNESS}),
    D.MOTION: frozenset({K.MOTION}),
    D.DOOR: frozenset({K.DOOR}),
    D.TELEPHONE: frozenset({K.CALL}),
    D.STEPS: frozenset({K.STEPS}),
    D.CALL: frozenset({K.ANSWERED, K.NO_ANSWER, K.UNCLEAR}),
    D.ROBOT: frozenset({K.VOICE, K.MOTION}),
    D.BUTTON: frozenset(),
}


class SignalWay(Worded):
    API = "api", N_("공급처의 기계")
    FILE = "file", N_("파일")
    APART = "apart", N_("따로 두었다가 이어 줌")


class Apart(Worded):
    """Why a signal counts for nobody until somebody of the office has looked at it.

    A call for help is never merely not kept: what can be given to nobody lies here, and the office hears at once.
    """

    HELP = "help", N_("이어지지 않은 도움 요청"), "danger"
    UNREADABLE = "unreadable", N_("읽을 수 없음"), "warning"
    UNKNOWN_DEVICE = "unknown_device", N_("모르는 기기"), "warning"
    OTHER_KIND = "other_kind", N_("기기와 맞지 않는 신호"), "warning"
    NOT_IN_USE = "not_in_use", N_("쓰지 않는 기기"), "warning"
    FUTURE = "future", N_("아직 오지 않은 때"), "warning"
    LATE = "late", N_("너무 늦게 옴"), "neutral"


class Alike(Worded):
    """How far those that lie apart are settled together with one: all with its reason."""

    SUPPLIER = "supplier", N_("이 공급처의 것 모두")
    DEVICE = "device", N_("이 기기의 것 모두")


class SignalReply(Worded):
    """What a supplier is answered of each signal."""

    TAKEN = "taken", N_("받았습니다.")
    KNOWN = "known", N_("이미 받은 신호입니다.")
    APART = "apart", N_("따로 두었습니다. 사무국이 살펴봅니다.")
    NOT_KEPT = "not_kept", N_("남기지 않았습니다.")
    REFUSED = "refused", N_("읽을 수 없어 받지 않았습니다.")
