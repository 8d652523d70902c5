"""The course of an alert, the steps of its ladder, what was tried and how it ends."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class AlertLevel(Worded):
    """From the lowest to the highest (domain.md §8)."""

    ATTENTION = "attention", N_("관심"), "info"
    CAUTION = "caution", N_("주의"), "warning"
    DANGER = "danger", N_("위험"), "danger"


class AlertState(Worded):
    """`MERGED` goes on in another alert of the same household, after two files were joined."""

    OPEN = "open", N_("아직 살피지 않음"), "danger"
    ACTED_ON = "acted_on", N_("살피는 중"), "progress"
    PUT_OFF = "put_off", N_("다시 볼 때를 정함"), "warning"
    ENDED = "ended", N_("마침"), "success"
    MERGED = "merged", N_("다른 경보와 합침")


class AlertVerb(Worded):
    RAISE = "raise", N_("경보가 시작되었습니다")
    HEIGHTEN = "heighten", N_("단계가 높아졌습니다")
    ASK = "ask", N_("살펴 달라는 요청이 또 들어왔습니다")
    ESCALATE = "escalate", N_("다음 차례로 넘어갔습니다")
    NOTE_ACTIVITY = "note_activity", N_("신호가 다시 들어왔습니다")
    NOTE_ABSENCE = "note_absence", N_("집을 비우거나 돌봄을 멈추거나 마친다는 말이 들어왔습니다")
    NOTE_CONTACT = "note_contact", N_("연락이나 방문이 적혔습니다")
    ACT = "act", N_("살펴보았습니다")
    PUT_OFF = "put_off", N_("아직 알 수 없어 다시 볼 때를 정했습니다")
    LOOK_AGAIN = "look_again", N_("다시 볼 때가 되었습니다")
    END = "end", N_("마쳤습니다")
    MERGE = "merge", N_("같은 분의 다른 경보와 합쳤습니다")
    PART = "part", N_("다시 따로 봅니다")


_OPEN = (AlertState.OPEN, AlertState.ACTED_ON, AlertState.PUT_OFF)
_NOTED = (AlertVerb.NOTE_ACTIVITY, AlertVerb.NOTE_ABSENCE, AlertVerb.NOTE_CONTACT)
_SAME = (AlertVerb.HEIGHTEN, AlertVerb.ESCALATE, *_NOTED)

ALERT_STATES = StateTable(
    "alert",
    {
        (None, AlertVerb.RAISE): AlertState.OPEN,
        **{(state, AlertVerb.ASK): state for state in (AlertState.OPEN, AlertState.ACTED_ON)},
        (AlertState.PUT_OFF, AlertVerb.ASK): AlertState.OPEN,
        **{(state, AlertVerb.ACT): AlertState.ACTED_ON for state in _OPEN},
        (AlertState.ACTED_ON, AlertVerb.PUT_OFF): AlertState.PUT_OFF,
        (AlertState.PUT_OFF, AlertVerb.LOOK_AGAIN): AlertState.OPEN,
        (AlertState.ACTED_ON, AlertVerb.END): AlertState.ENDED,
        **{(state, verb): state for state in _OPEN for verb in _SAME},
        (AlertState.PUT_OFF, AlertVerb.ESCALATE): AlertState.OPEN,
        **{(state, AlertVerb.MERGE): AlertState.MERGED for state in _OPEN},
        (AlertState.MERGED, AlertVerb.PART): AlertState.OPEN,
    },
)
"""Only what somebody acted on can end; nothing stays put off once somebody asks anew, or it is the next one's turn."""


class Rung(Worded):
    """The steps of the ladder, in their order: whose turn it is and by what means."""

    TEXT = "text", N_("자동 문자나 전화"), "info"
    COORDINATOR = "coordinator", N_("담당자 전화"), "info"
    DEPUTY = "deputy", N_("다른 담당자 전화"), "warning"
    DOOR = "door", N_("찾아가서 확인"), "warning"
    CONTACT_PERSON = "contact_person", N_("비상 연락처"), "danger"
    RESCUE = "rescue", N_("119·112"), "danger"


class AttemptMeans(Worded):
    TEXT = "text", N_("문자")
    CALL = "call", N_("전화")
    DOOR = "door", N_("찾아감")
    CONTACT_PERSON = "contact_person", N_("비상 연락처에 연락")
    RESCUE = "rescue", N_("119나 112에 연락")
    DOOR_OPENED = "door_opened", N_("경찰·소방과 문을 엶")
    OTHER = "other", N_("그 밖의 방법")


class AttemptResult(Worded):
    """Only the last three are certain: no answer and what is unclear never count as well."""

    ASKED = "asked", N_("답을 기다림"), "info"
    NO_ANSWER = "no_answer", N_("답이 없음"), "warning"
    UNCLEAR = "unclear", N_("확실하지 않음"), "warning"
    SPOKE = "spoke", N_("본인과 이야기함"), "success"
    SEEN = "seen", N_("본인을 직접 봄"), "success"
    HEARD = "heard", N_("아는 사람에게 확실히 들음"), "info"


class AlertEnding(Worded):
    """What nobody knows yet is no ending: it is put off to a next look (`AlertVerb.PUT_OFF`)."""

    SAFE = "safe", N_("무사함"), "success"
    FALSE_ALARM = "false_alarm", N_("잘못 울림"), "neutral"
    OUT = "out", N_("외출·여행 중"), "info"
    HOSPITAL = "hospital", N_("입원함"), "warning"
    EMERGENCY = "emergency", N_("응급 상황으로 옮김"), "danger"
    DIED = "died", N_("돌아가심"), "danger"


class Way(Worded):
    """What it took to know (domain.md §8)."""

    REMOTE = "remote", N_("전화나 문자로")
    VISIT = "visit", N_("찾아가서")
    OPENED = "opened", N_("경찰·소방과 함께")
