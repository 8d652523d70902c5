"""What staff hear of, and how soon."""

from portal.core.messages import N_
from portal.core.worded import Worded


class Matter(Worded):
    """Whatever waits for somebody who works here."""

    URGENT_APPLICATION = "urgent_application", N_("급한 신청"), "danger"
    WORRY = "worry", N_("걱정 소식"), "danger"
    DECLINED = "declined", N_("거절된 연계"), "warning"
    ACCEPTED = "accepted", N_("받은 급한 연계"), "success"
    UNANSWERED = "unanswered", N_("답이 없는 연계"), "warning"
    PLACE = "place", N_("대기 중에 난 자리"), "warning"
    HOUSEHOLD = "household", N_("담당 가구"), "info"
    REQUEST = "request", N_("이용자의 부탁"), "warning"
    PRIVATE = "private", N_("사무국에만 남긴 부탁"), "warning"
    BROKEN = "broken", N_("어긋난 예약"), "warning"
    VISIT = "visit", N_("방문에 생긴 일"), "warning"
    OVERRIDE = "override", N_("한도 초과 요청"), "info"
    DISPUTE = "dispute", N_("정산 이의"), "info"
    STATEMENT = "statement", N_("돌아온 정산 서류"), "warning"
    MEETING = "meeting", N_("회의"), "info"
    MEMBER = "member", N_("조합의 계정"), "warning"
    PROGRAMME = "programme", N_("끝나는 지원 사업과 서비스"), "warning"
    MANUAL = "manual", N_("매뉴얼"), "info"
    TRAINING = "training", N_("교육"), "info"
    HANDOVER = "handover", N_("인수인계"), "warning"
    NUMBER = "number", N_("번호의 주인"), "warning"
    COVER = "cover", N_("휴가와 대신하기"), "warning"
    EMERGENCY = "emergency", N_("긴급 열람"), "danger"
    REVIEW = "review", N_("접속기록 점검"), "warning"
    INCIDENT = "incident", N_("개인정보 유출"), "danger"
    ALERT = "alert", N_("안부 확인"), "danger"
    UNSEEN = "unseen", N_("기기로 볼 수 없는 분"), "danger"
    RIGHTS = "rights", N_("개인정보 요구"), "warning"
    NEIGHBOUR = "neighbour", N_("이웃지킴이가 알린 일"), "warning"
    DUTY = "duty", N_("곧 기한인 모니터링"), "warning"
    DONG_OFFICE = "dong_office", N_("동에서 보낸 신청"), "info"
    BODY_REQUEST = "body_request", N_("기관의 요청"), "warning"
    BREACH = "breach", N_("기한을 넘긴 모니터링"), "danger"


class Pace(Worded):
    AT_ONCE = "at_once", N_("그때그때 메일로")
    DAILY = "daily", N_("하루 한 번 모아서 메일로")


URGENT = frozenset({Matter.URGENT_APPLICATION, Matter.WORRY, Matter.ALERT})
"""Never waits for the mail of the day, and reaches whoever is on call outside office hours."""
CARE = frozenset({Matter.DECLINED, Matter.ACCEPTED, Matter.UNANSWERED, Matter.VISIT, Matter.HANDOVER, Matter.ALERT}) | {
    Matter.HOUSEHOLD,
    Matter.PLACE,
    Matter.REQUEST,
    Matter.BROKEN,
    Matter.DUTY,
    Matter.NEIGHBOUR,
    Matter.UNSEEN,
}
"""About a household that somebody accompanies: while they are away, whoever stands in hears it."""
