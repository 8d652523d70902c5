"""The words of the desk: filters, sorts, next steps, and the lines of the timeline."""

from portal.coordinators.desk.queries.timeline import Kind
from portal.coordinators.desk.rules import Due, NextKind
from portal.core.messages import N_
from portal.web.labels import register_labels


def register() -> None:
    register_labels(
        Due,
        {
            Due.OVERDUE: N_("기한 지남"),
            Due.TODAY: N_("오늘까지"),
            Due.WEEK: N_("7일 안"),
        },
    )
    register_labels(
        NextKind,
        {
            NextKind.RESUME: N_("멈춘 돌봄을 다시 시작할지 살펴보기"),
            NextKind.ASSESS: N_("첫 방문과 욕구 확인"),
            NextKind.WRITE_PLAN: N_("돌봄 계획 세우기"),
            NextKind.AGREE_PLAN: N_("계획을 이용자와 합의하기"),
            NextKind.ACT_ON_REFERRAL: N_("답이 온 연계 처리하기"),
            NextKind.REFER: N_("서비스 연계하기"),
            NextKind.CONTACT: N_("안부 연락"),
            NextKind.VISIT: N_("예약된 방문"),
            NextKind.REVIEW: N_("계획이 곧 끝남: 이어 갈지 종결할지 정하기"),
        },
    )
    register_labels(
        Kind,
        {
            Kind.APPLICATION: N_("신청"),
            Kind.PAIRING: N_("담당 배정"),
            Kind.HANDOVER: N_("담당 바뀜"),
            Kind.ASSESSMENT: N_("욕구 확인"),
            Kind.DRAFT: N_("계획 초안"),
            Kind.AGREEMENT: N_("계획 합의"),
            Kind.REFERRAL: N_("연계"),
            Kind.VISIT: N_("방문 기록"),
            Kind.FEEDBACK: N_("이용자 의견"),
            Kind.CONTACT: N_("연락"),
            Kind.HOLD: N_("멈춤"),
            Kind.RESUMPTION: N_("다시 시작"),
            Kind.CLOSURE: N_("종결"),
        },
    )
