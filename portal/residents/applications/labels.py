"""The words of every state and choice of residents."""

from portal.core.messages import N_
from portal.residents.applications.states import ApplicationState, DayTime, ForWhom, Intake, Urgency
from portal.residents.consents.states import ConsentKind, GivenBy
from portal.residents.households.states import Language, SameSex, Sex
from portal.web.labels import register_labels


def register_words() -> None:
    register_course()
    register_choices()
    register_consents()


def register_course() -> None:
    register_labels(
        ApplicationState,
        {
            ApplicationState.RECEIVED: (N_("접수됨"), "info"),
            ApplicationState.PAIRED: (N_("담당자 정해짐"), "success"),
            ApplicationState.NOT_ELIGIBLE: (N_("다른 곳 안내"), "neutral"),
            ApplicationState.WITHDRAWN: (N_("신청 거둠"), "neutral"),
        },
    )
    register_labels(
        Urgency,
        {
            Urgency.URGENT: (N_("오늘 급합니다"), "danger"),
            Urgency.SOON: (N_("며칠 안에 필요합니다"), "warning"),
            Urgency.NORMAL: (N_("급하지 않습니다"), "neutral"),
        },
    )
    register_labels(
        Intake,
        {
            Intake.ONLINE: N_("누리집"),
            Intake.PHONE: N_("전화"),
            Intake.COUNTER: N_("찾아오심"),
            Intake.PAPER: N_("종이 신청서"),
            Intake.WORRY: N_("이웃의 걱정 알림"),
        },
    )


def register_choices() -> None:
    register_labels(ForWhom, {ForWhom.SELF: N_("제 신청입니다"), ForWhom.OTHER: N_("다른 분을 대신해 신청합니다")})
    register_labels(
        DayTime,
        {
            DayTime.WEEKDAY_MORNING: N_("평일 오전"),
            DayTime.WEEKDAY_AFTERNOON: N_("평일 오후"),
            DayTime.WEEKEND: N_("주말"),
            DayTime.ANY: N_("아무 때나"),
        },
    )
    register_labels(Sex, {Sex.FEMALE: N_("여성"), Sex.MALE: N_("남성"), Sex.NOT_TOLD: N_("말하지 않겠습니다")})
    register_labels(SameSex, {SameSex.WANTED: N_("같은 성별이면 좋겠습니다"), SameSex.EITHER: N_("누구든 괜찮습니다")})
    register_labels(
        Language,
        {
            Language.KOREAN: N_("한국어"),
            Language.ENGLISH: N_("영어"),
            Language.CHINESE: N_("중국어"),
            Language.VIETNAMESE: N_("베트남어"),
            Language.SIGN: N_("한국수어"),
        },
    )


def register_consents() -> None:
    register_labels(
        ConsentKind,
        {
            ConsentKind.COLLECTION: N_("개인정보 수집·이용"),
            ConsentKind.SENSITIVE: N_("건강정보 처리"),
            ConsentKind.THIRD_PARTY: N_("협동조합에 제공"),
            ConsentKind.PUBLICITY: N_("홍보 활용"),
        },
    )
    register_labels(
        GivenBy,
        {GivenBy.SELF: N_("본인"), GivenBy.HELPER: N_("대신 신청한 분"), GivenBy.STAFF: N_("담당자가 듣고 적음")},
    )
