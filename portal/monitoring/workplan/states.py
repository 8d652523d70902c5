"""The course of a plan of tasks, where a task's figure comes from, and how well it goes."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import UNANSWERED, Worded


class WorkPlanState(Worded):
    DRAFT = "draft", N_("초안"), "progress"
    RUNNING = "running", N_("하는 중"), "success"
    CLOSED = "closed", N_("마침")


class WorkPlanVerb(Worded):
    DRAW = "draw", N_("계획을 세우기 시작했습니다")
    BEGIN = "begin", N_("계획을 시작했습니다")
    CLOSE = "close", N_("계획을 마쳤습니다")


WORK_PLAN_STATES = StateTable(
    "work_plan",
    {
        (None, WorkPlanVerb.DRAW): WorkPlanState.DRAFT,
        (WorkPlanState.DRAFT, WorkPlanVerb.BEGIN): WorkPlanState.RUNNING,
        (WorkPlanState.RUNNING, WorkPlanVerb.CLOSE): WorkPlanState.CLOSED,
    },
)


class CountedBy(Worded):
    """Where a task's figure comes from: somebody writes it, or the portal counts it."""

    HAND = "hand", N_("직접 적음")
    APPLICATIONS = "applications", N_("들어온 신청")
    PEOPLE = "people", N_("방문을 받은 가구")
    VISITS = "visits", N_("다녀온 방문")
    LINKS = "links", N_("협동조합이 수락한 연계")
    OTHER_BODIES = "other_bodies", N_("다른 기관이 맡은 연계 서비스")
    CALLS = "calls", N_("닿은 전화와 영상 통화")
    FACE_TO_FACE = "face_to_face", N_("닿은 방문 연락")
    EMERGENCY_AID = "emergency_aid", N_("대신 신청한 긴급복지")
    WORRIES = "worries", N_("받은 걱정 소식")
    FOUND = "found", N_("찾은 가구")
    DOORS = "doors", N_("조사에서 만난 가구")
    SCREENINGS = "screenings", N_("한 고립 위험 점검")
    DEVICES = "devices", N_("설치한 안부 기기")
    VOLUNTEERS = "volunteers", N_("활동을 시작한 자원봉사자")
    TRAININGS = "trainings", N_("수료증을 낸 종사자 교육")
    MEETINGS = "meetings", N_("연 회의")


class Beginning(Worded):
    """With which tasks the plan of a new year begins."""

    EMPTY = "empty", N_("빈 계획")
    NEWEST = "newest", N_("가장 최근 계획의 과제와 목표")
    GWANAK = "gwanak", N_("관악구 주민안전망 과제 19개")


class Light(Worded):
    """How well a task goes, in words beside the colour."""

    GREEN = "green", N_("순조로움"), "success"
    AMBER = "amber", N_("살펴야 함"), "warning"
    RED = "red", N_("어려움"), "danger"
    UNANSWERED = UNANSWERED, N_("-")
