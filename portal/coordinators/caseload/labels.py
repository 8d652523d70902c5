"""The words and tones of what a case goes through."""

from datetime import timedelta

from flask_babel import gettext as _

from portal.coordinators.caseload.rules import Hindrance, NextDoor
from portal.coordinators.caseload.states import CaseState, ClosureReason
from portal.core.messages import N_
from portal.web.durations import days_words, hours_words
from portal.web.labels import register_labels

HOURS_A_DAY = 24


def waited(time: timedelta) -> str:
    """방금, 3시간, 2일"""
    hours = int(time.total_seconds() // 3600)
    if hours < 1:
        return _("방금")
    return hours_words(hours) if hours < HOURS_A_DAY else days_words(hours // HOURS_A_DAY)


def register() -> None:
    register_labels(
        CaseState,
        {
            CaseState.PAIRED: (N_("욕구 확인 전"), "info"),
            CaseState.ASSESSED: (N_("계획 세우는 중"), "info"),
            CaseState.PLANNED: (N_("계획 합의"), "progress"),
            CaseState.IN_SERVICE: (N_("서비스 중"), "success"),
            CaseState.ON_HOLD: (N_("멈춤"), "warning"),
            CaseState.CLOSED: (N_("종결"), "neutral"),
        },
    )
    register_labels(
        ClosureReason,
        {
            ClosureReason.GOAL_MET: N_("목표를 이룸"),
            ClosureReason.SERVICE_ENDED: N_("서비스가 끝남"),
            ClosureReason.CAP_USED_UP: N_("지원 한도를 다 씀"),
            ClosureReason.OTHER_SCHEME: N_("다른 제도로 옮김"),
            ClosureReason.HOSPITAL: N_("병원이나 시설에 들어감"),
            ClosureReason.MOVED_AWAY: N_("다른 곳으로 이사함"),
            ClosureReason.DIED: N_("사망"),
            ClosureReason.DECLINED: N_("이용자가 원하지 않음"),
            ClosureReason.LOST_CONTACT: N_("연락이 끊김"),
            ClosureReason.OTHER: N_("그 밖의 이유"),
        },
    )
    register_labels(
        Hindrance,
        {
            Hindrance.FULL: (N_("더 맡을 자리가 없음"), "warning"),
            Hindrance.LANGUAGE: (N_("쓰는 말이 다름"), "warning"),
            Hindrance.OTHER_SEX: (N_("희망한 성별이 아님"), "warning"),
        },
    )
    register_labels(
        NextDoor,
        {
            NextDoor.OTHER_AGENCY: N_("다른 기관"),
            NextDoor.SELF_PAY: N_("본인 부담으로 이용"),
            NextDoor.PHONE: N_("전화 상담"),
        },
    )
