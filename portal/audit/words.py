"""What the events of the audit are called: the thing, then what was done with it."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.audit.deeds import DEEDS
from portal.audit.things import THINGS
from portal.core.messages import N_
from portal.core.sockets import Socket, Takes
from portal.web.words import gettext

OF_ONE_THING = {
    "alert.raise": N_("시작"),
    "apart_signal.given": N_("기기에 이음"),
    "device.return": N_("돌려받음"),
    "application.submit": N_("접수"),
    "bank_account.propose": N_("작성"),
    "bank_account.refuse": N_("돌려보냄"),
    "case.close": N_("종결"),
    "incident.close": N_("마침"),
    "incident.report": N_("신고"),
    "dispute.hand_over": N_("확인할 곳 바꿈"),
    "override.refuse": N_("거절"),
    "page.download": N_("파일 받음"),
    "page.read": N_("열람"),
    "statement.submit": N_("제출"),
}
"""Deeds that are called otherwise when they are done with this thing."""

DETAILS = {
    "added": N_("더한 수"),
    "after": N_("바꾼 뒤"),
    "agreed_by": N_("합의한 사람"),
    "amount": N_("금액"),
    "appearing": N_("나오는 사람과 단체의 수"),
    "before_appearing": N_("바꾸기 전의 수"),
    "answer": N_("답"),
    "before": N_("바꾸기 전"),
    "by": N_("누가"),
    "cells": N_("칸 수"),
    "confirmed_by": N_("확인한 사람"),
    "day": N_("날짜"),
    "devices": N_("기기 수"),
    "quiet": N_("조용한 기기 수"),
    "guest": N_("참가자"),
    "how": N_("확인한 방법"),
    "weekends": N_("쉬는 날에도"),
    "wish": N_("답"),
    "edition": N_("판"),
    "fields": N_("항목"),
    "first": N_("처음 날"),
    "intake": N_("신청 경로"),
    "issuer": N_("기관 로그인을 맡은 곳"),
    "is_home_visit": N_("가정 방문"),
    "item": N_("안건"),
    "kind": N_("종류"),
    "last_day": N_("마지막 날"),
    "late": N_("늦음"),
    "limit": N_("담당 한도"),
    "lines": N_("항목 수"),
    "means": N_("방법"),
    "month": N_("달"),
    "number": N_("번호"),
    "outcome": N_("결과"),
    "page": N_("화면"),
    "persons": N_("몇 사람"),
    "photos": N_("사진 수"),
    "rating": N_("평가"),
    "reason": N_("사유"),
    "reply": N_("답"),
    "role": N_("역할"),
    "rows": N_("줄 수"),
    "seat": N_("누구의 자리에서"),
    "second_factor": N_("인증 앱 사용"),
    "section": N_("절"),
    "shown": N_("누구"),
    "quantity": N_("수량"),
    "state": N_("상태"),
    "support": N_("지원 금액"),
    "urgency": N_("급한 정도"),
    "valid_from": N_("적용 시작"),
    "was_suggested": N_("추천대로"),
    "way": N_("로그인 방법"),
    "year": N_("연도"),
}

DETAIL_WORDS: Socket[Callable[[str], str]] = Socket("words of what details keep as a value", Takes.ONE)
"""Under `thing.detail`, or under the detail alone where it means the same of everything: the words of a value."""


def thing_words(kind: str) -> str:
    """What a kind of thing is called; its own name where it has no words."""
    return gettext(THINGS[kind]) if kind in THINGS else kind


def event_words(event: str) -> str:
    """visit.recorded → 방문: 기록"""
    thing, _, deed = event.partition(".")
    words = OF_ONE_THING.get(event) or DEEDS.get(deed)
    return f"{thing_words(thing)}: {gettext(words) if words else deed}"


def detail_words(event: str, details: Mapping[str, Any]) -> str:
    """What is worth reading of the details of an entry; references to other rows are left out."""
    thing = event.partition(".")[0]
    return ", ".join(
        f"{gettext(DETAILS[name])} {_plain(thing, name, value)}" for name, value in details.items() if name in DETAILS
    )


def _plain(thing: str, name: str, value: object) -> str:
    if isinstance(value, bool):
        return gettext(N_("예")) if value else gettext(N_("아니오"))
    told = DETAIL_WORDS.find(f"{thing}.{name}") or DETAIL_WORDS.find(name)
    values = map(str, value if isinstance(value, list) else [value])
    return ", ".join(dict.fromkeys(gettext(told(each)) if told else each for each in values))
