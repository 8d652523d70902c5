"""What the events of the audit are called: the thing, then what was done with it."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from portal.core.messages import N_
from portal.core.permissions import Role
from portal.web.labels import label

THINGS = {
    "account": N_("계정"),
    "agreement": N_("협약"),
    "application": N_("신청"),
    "authenticator": N_("인증 앱"),
    "capacity": N_("자리"),
    "case": N_("돌봄"),
    "consent": N_("동의"),
    "contact": N_("연락"),
    "charge": N_("이용 금액"),
    "coordinator": N_("코디네이터"),
    "day": N_("쉬는 날"),
    "eligibility": N_("지원 대상"),
    "group": N_("해당 집단"),
    "household": N_("가구"),
    "income": N_("소득 구간"),
    "invitation": N_("직원 초대"),
    "limit": N_("승인 한도"),
    "manual": N_("매뉴얼"),
    "meeting": N_("회의"),
    "member": N_("기관"),
    "offer": N_("제공 서비스"),
    "organisation": N_("기관"),
    "override": N_("한도 초과 요청"),
    "password": N_("비밀번호"),
    "pattern": N_("자리 규칙"),
    "payer": N_("비용 부담"),
    "person": N_("이용자"),
    "plan": N_("돌봄 계획"),
    "recovery_code": N_("복구 코드"),
    "recovery_codes": N_("복구 코드"),
    "programme": N_("사업"),
    "referral": N_("연계"),
    "role": N_("역할"),
    "service": N_("서비스"),
    "slot": N_("자리"),
    "table": N_("기준표"),
    "user": N_("계정"),
    "visit": N_("방문"),
    "worry": N_("걱정 알림"),
}
DEEDS = {
    "accept": N_("수락"),
    "accepted": N_("수락"),
    "add": N_("추가"),
    "adjust": N_("금액 고침"),
    "agenda": N_("안건 정리"),
    "agreed": N_("합의"),
    "assessed": N_("욕구 조사"),
    "attendance": N_("참석 기록"),
    "book": N_("방문 약속"),
    "booked": N_("방문 약속"),
    "cancel": N_("취소"),
    "cancelled": N_("취소"),
    "change": N_("변경"),
    "changed": N_("변경"),
    "checked": N_("확인"),
    "chosen": N_("고름"),
    "close": N_("마감"),
    "closed": N_("종결"),
    "code_asked": N_("계정 없이 인증번호 부탁"),
    "code_sent": N_("인증번호 보냄"),
    "confirm": N_("확인"),
    "confirmed": N_("확인"),
    "confirmed_coming": N_("방문 확인"),
    "contact_moved": N_("로그인 연락처 변경"),
    "consent_confirmed": N_("본인 동의 확인"),
    "created": N_("등록"),
    "decide": N_("결정"),
    "decline": N_("거절"),
    "disabled": N_("닫음"),
    "discard": N_("버림"),
    "draft": N_("새 판 시작"),
    "edit": N_("변경"),
    "enabled": N_("다시 엶"),
    "end": N_("끝냄"),
    "ended": N_("끝냄"),
    "extend": N_("연장"),
    "feedback": N_("이용자 의견"),
    "finish_action": N_("할 일 마침"),
    "free": N_("비움"),
    "given": N_("동의함"),
    "grant": N_("승인"),
    "granted": N_("줌"),
    "handed_over": N_("담당 바꿈"),
    "handle": N_("처리"),
    "hold": N_("보류"),
    "import": N_("가져옴"),
    "invite": N_("부름"),
    "logged": N_("기록"),
    "minutes": N_("논의 기록"),
    "move": N_("날짜 변경"),
    "move_asked": N_("날짜 변경 부탁"),
    "moved": N_("날짜 변경"),
    "nobody_home": N_("부재"),
    "opened": N_("시작"),
    "pair": N_("담당 정함"),
    "payer": N_("내는 곳 바꿈"),
    "plan": N_("계획"),
    "post": N_("올림"),
    "price": N_("단가 정함"),
    "profile_saved": N_("정보 변경"),
    "propose": N_("안건 제안"),
    "provider_absent": N_("제공 기관 불참"),
    "publish": N_("발행"),
    "read": N_("개인정보 열람"),
    "record_done": N_("방문 완료"),
    "record_nobody_home": N_("부재"),
    "record_provider_absent": N_("제공 기관 불참"),
    "recorded": N_("기록"),
    "refuse": N_("대상 아님"),
    "renewed": N_("새로 만듦"),
    "reopen": N_("다시 엶"),
    "reopen_action": N_("할 일 다시 엶"),
    "report": N_("접수"),
    "reprice": N_("다시 계산"),
    "request": N_("요청"),
    "resent": N_("다시 보냄"),
    "reset": N_("풀어 줌"),
    "reset_asked": N_("새로 정하기 부탁"),
    "resume": N_("다시 시작"),
    "return": N_("돌려보냄"),
    "review": N_("검토"),
    "revoked": N_("거둠"),
    "sent": N_("보냄"),
    "set": N_("정함"),
    "sign_in_failed": N_("로그인 실패"),
    "signed_in": N_("로그인"),
    "signed_out": N_("로그아웃"),
    "stepped": N_("단계 변경"),
    "submit": N_("검토 부탁"),
    "submitted": N_("접수"),
    "task": N_("할 일 정함"),
    "time_kept": N_("날짜 그대로"),
    "undo": N_("되돌림"),
    "undo_accept": N_("수락 되돌림"),
    "uninvite": N_("부름 거둠"),
    "updated": N_("변경"),
    "used": N_("사용"),
    "week": N_("주간 자리 정함"),
    "withdraw": N_("거둠"),
    "withdraw_price": N_("단가 거둠"),
    "withdrawn": N_("거둠"),
    "write": N_("작성"),
    "written": N_("작성"),
}

DETAILS = {
    "added": N_("더한 수"),
    "after": N_("바꾼 뒤"),
    "agreed_by": N_("합의한 사람"),
    "amount": N_("금액"),
    "before": N_("바꾸기 전"),
    "by": N_("누가"),
    "cells": N_("칸 수"),
    "confirmed_by": N_("확인한 사람"),
    "day": N_("날짜"),
    "devices": N_("기기 수"),
    "edition": N_("판"),
    "fields": N_("항목"),
    "intake": N_("신청 경로"),
    "is_home_visit": N_("가정 방문"),
    "item": N_("안건"),
    "kind": N_("종류"),
    "last_day": N_("마지막 날"),
    "late": N_("늦음"),
    "limit": N_("담당 한도"),
    "lines": N_("항목 수"),
    "means": N_("방법"),
    "number": N_("번호"),
    "outcome": N_("결과"),
    "photos": N_("사진 수"),
    "rating": N_("평가"),
    "reason": N_("사유"),
    "role": N_("역할"),
    "rows": N_("줄 수"),
    "second_factor": N_("인증 앱 사용"),
    "section": N_("절"),
    "quantity": N_("수량"),
    "state": N_("상태"),
    "support": N_("지원 금액"),
    "urgency": N_("급한 정도"),
    "valid_from": N_("적용 시작"),
    "was_suggested": N_("추천대로"),
    "way": N_("로그인 방법"),
}


def thing_words(kind: str) -> str:
    """What a kind of thing is called; its own name where it has no words."""
    return gettext(THINGS[kind]) if kind in THINGS else kind


def event_words(event: str) -> str:
    """visit.recorded → 방문: 기록"""
    thing, _, deed = event.partition(".")
    return f"{thing_words(thing)}: {gettext(DEEDS[deed]) if deed in DEEDS else deed}"


def detail_words(details: Mapping[str, Any]) -> str:
    """What is worth reading of the details of an entry; references to other rows are left out."""
    return ", ".join(
        f"{gettext(DETAILS[name])} {_plain(name, value)}" for name, value in details.items() if name in DETAILS
    )


def _plain(name: str, value: object) -> str:
    if name == "role":
        return label(Role(str(value)))
    if isinstance(value, bool):
        return gettext(N_("예")) if value else gettext(N_("아니오"))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
