"""How a message is named wherever one is listed."""

from portal.core.messages import N_

KINDS = {
    "alert_asked": N_("안부를 여쭘"),
    "audit_head": N_("감사 기록의 머리"),
    "application_filed": N_("이미 돌봄을 받는 분의 신청"),
    "bookings_broken": N_("어긋난 예약"),
    "letter_came": N_("감사 편지"),
    "helper_opened": N_("대신 돕는 분의 로그인"),
    "request_answered": N_("이용자의 부탁에 답함"),
    "request_asked": N_("이용자의 부탁"),
    "request_private": N_("이용자가 사무국에만 한 말"),
    "application_received": N_("신청 접수"),
    "application_refused": N_("다른 이용 방법 안내"),
    "application_withdrawn": N_("신청을 거둠"),
    "case_closed": N_("돌봄을 마침"),
    "coordinator_named": N_("담당 코디네이터 안내"),
    "household_handed_over": N_("담당 가구 넘겨받음"),
    "household_paired": N_("새 담당 가구"),
    "member_expiry": N_("협약·보험 만료 알림"),
    "password_reset": N_("비밀번호 새로 정하기"),
    "referral_answered": N_("연계 답"),
    "on_call_alert": N_("당직: 안부 확인"),
    "on_call_urgent_application": N_("당직: 급한 신청"),
    "on_call_crisis": N_("당직: 위급한 일"),
    "on_call_worry": N_("당직: 걱정 소식"),
    "referral_reminded": N_("연계 답 기다림"),
    "referral_unanswered": N_("답이 없는 연계"),
    "staff_alert": N_("안부 확인"),
    "staff_cover": N_("휴가와 대신하기"),
    "staff_digest": N_("하루 한 번 모은 알림"),
    "staff_dispute": N_("정산 이의"),
    "staff_statement": N_("돌아온 정산 서류"),
    "staff_emergency": N_("긴급 열람"),
    "staff_review": N_("접속기록 점검"),
    "staff_duty": N_("곧 기한인 모니터링"),
    "staff_breach": N_("기한을 넘긴 모니터링"),
    "staff_incident": N_("개인정보 유출"),
    "incident_told": N_("개인정보 유출 안내"),
    "staff_rights": N_("개인정보 요구"),
    "rights_received": N_("개인정보 요구를 받음"),
    "rights_extended": N_("개인정보 요구의 답을 늦춤"),
    "rights_answered": N_("개인정보 요구에 답함"),
    "staff_manual": N_("매뉴얼 검토"),
    "staff_meeting": N_("회의"),
    "staff_member": N_("로그인할 사람이 없는 조합"),
    "staff_programme": N_("끝나는 지원 사업"),
    "staff_override": N_("한도 초과 요청"),
    "staff_urgent_application": N_("급한 신청"),
    "staff_crisis": N_("위급한 일"),
    "staff_worry": N_("걱정 소식"),
    "referral_requested": N_("새 연계"),
    "referral_withdrawn": N_("연계를 거둠"),
    "sign_in_code": N_("로그인 인증번호"),
    "staff_invitation": N_("직원 초대"),
    "staff_let_in": N_("서버에서 들여보냄"),
    "visit_booked": N_("방문 예약"),
    "visit_cancelled": N_("방문 취소"),
    "visit_kept": N_("방문 시간 그대로"),
    "visit_move_asked": N_("방문 시간 바꾸기 요청"),
    "visit_moved": N_("방문 시간 바뀜"),
    "visit_nobody_home": N_("방문했으나 아무도 없음"),
    "visit_poor": N_("아쉬웠던 방문"),
    "visit_provider_absent": N_("협동조합이 가지 못함"),
    "visit_reminder": N_("방문 알림"),
}


TOLD_ANYWAY = frozenset({"incident_told", "rights_received", "rights_extended", "rights_answered"})
"""What the law wants told to somebody who wants no messages."""


def kind_words(kind: str) -> str:
    """What it is; a reminder's kind ends with its days."""
    return KINDS.get(kind.rstrip("0123456789_"), kind)
