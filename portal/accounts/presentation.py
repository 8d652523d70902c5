"""Words for how and why somebody did not come in."""

from portal.core.messages import N_
from portal.web.words import gettext

WAYS = {
    "staff": N_("직원 비밀번호"),
    "authenticator": N_("인증 앱이나 복구 코드"),
    "passkey": N_("패스키"),
    "present password": N_("지금 쓰는 비밀번호"),
    "reset": N_("비밀번호 새로 정하기"),
    "provider": N_("기관 로그인"),
    "resident": N_("문자로 받은 인증번호"),
}
REASONS = {
    "wrong password": N_("비밀번호가 틀림"),
    "wrong code": N_("번호가 틀림"),
    "wrong birth": N_("생년월일이 다름"),
    "unknown": N_("그런 계정이 없음"),
    "not proved": N_("확인되지 않음"),
    "closed": N_("닫힌 계정"),
    "somebody else": N_("다른 사람의 계정"),
    "blocked": N_("여러 번 틀려 멈춤"),
}


def failure_way(way: str) -> str:
    return gettext(WAYS.get(way, way))


def failure_reason(reason: str) -> str:
    return gettext(REASONS.get(reason, reason))
