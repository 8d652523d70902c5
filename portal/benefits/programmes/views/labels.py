"""The words of programmes."""

from enum import StrEnum

from portal.benefits.programmes.states import (
    Absence,
    EditionState,
    ImportKind,
    IncomeBand,
    PersonGroup,
    RowStanding,
    RuleSource,
)
from portal.core.messages import N_
from portal.web.labels import register_labels

Labels = dict[StrEnum, str | tuple[str, str]]

RULE_NAMES = {
    "doors": N_("누구를 위한 사업"),
    "district": N_("사는 곳"),
    "lives_alone": N_("혼자 사는지"),
    "first": N_("먼저 돕는 분"),
    "pays": N_("값을 내는지"),
    "services": N_("지원하는 서비스"),
    "annual_cap": N_("한 사람의 한 해 한도"),
    "service_limits": N_("서비스별 한 해 한도"),
    "full_support_percent": N_("모두 지원하는 소득"),
    "always_supported": N_("늘 모두 지원하는 분"),
    "own_share_percent": N_("소득에 따른 이용자 몫"),
    "others_own_percent": N_("그 밖의 이용자 몫"),
    "short_stay_services": N_("머무는 서비스"),
    "short_stay_max_days": N_("이어서 머물 수 있는 날"),
    "unit_prices": N_("이 판만의 단가"),
    "absence_percent": N_("하지 못한 방문의 값"),
    "tasks": N_("하는 일"),
}
GROUPS: Labels = {
    PersonGroup.RECIPIENT: N_("기초생활수급자"),
    PersonGroup.NEAR_POOR: N_("차상위계층"),
    PersonGroup.DISABLED: N_("장애인"),
    PersonGroup.CRISIS: N_("위기가구"),
    PersonGroup.DYING_ALONE_RISK: N_("고독사 위험이 있는 가구"),
}
BANDS: Labels = {
    IncomeBand.UP_TO_50: N_("기준 중위소득 50% 이하"),
    IncomeBand.UP_TO_85: N_("기준 중위소득 85% 이하"),
    IncomeBand.UP_TO_100: N_("기준 중위소득 100% 이하"),
    IncomeBand.OVER_100: N_("기준 중위소득 100% 초과"),
}
STATES: Labels = {
    EditionState.DRAFT: (N_("쓰는 중"), "progress"),
    EditionState.PUBLISHED: (N_("발행함"), "success"),
    EditionState.DISCARDED: (N_("버림"), "neutral"),
}
SOURCES: Labels = {
    RuleSource.FOUNDING: (N_("설립 문서"), "info"),
    RuleSource.PUBLIC: (N_("공개 자료"), "info"),
}
ABSENCES: Labels = {
    Absence.NOBODY_HOME: N_("찾아갔으나 아무도 없음"),
    Absence.PROVIDER_ABSENT: N_("제공 기관이 가지 못함"),
    Absence.CANCELLED_LATE: N_("늦게 취소함"),
    Absence.CANCELLED_IN_TIME: N_("제때 취소함"),
}
KINDS: Labels = {
    ImportKind.MEDIAN_INCOME: N_("기준 중위소득"),
    ImportKind.UNIT_PRICE: N_("서비스 단가"),
}
ROWS: Labels = {
    RowStanding.NEW: (N_("새 값"), "success"),
    RowStanding.CHANGED: (N_("바뀌는 값"), "warning"),
    RowStanding.SAME: (N_("이미 있는 값"), "neutral"),
    RowStanding.WRONG: (N_("잘못된 줄"), "danger"),
}


def register() -> None:
    register_labels(PersonGroup, GROUPS)
    register_labels(IncomeBand, BANDS)
    register_labels(EditionState, STATES)
    register_labels(RuleSource, SOURCES)
    register_labels(Absence, ABSENCES)
    register_labels(ImportKind, KINDS)
    register_labels(RowStanding, ROWS)
