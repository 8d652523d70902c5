"""The three answers, how a condition stands, and how income and groups were verified."""

from enum import StrEnum

from portal.core.messages import N_
from portal.core.worded import Worded


class Answer(Worded):
    ELIGIBLE = "eligible", N_("대상"), "success"
    TENTATIVE = "tentative", N_("확인 필요"), "warning"
    NOT_ELIGIBLE = "not_eligible", N_("대상 아님")


class Standing(Worded):
    """How one condition stands."""

    MET = "met", N_("맞음"), "success"
    UNMET = "unmet", N_("다름")
    UNKNOWN = "unknown", N_("모름"), "warning"


class VerifiedBy(Worded):
    """How a band or a group was verified; `DECLARED` is what the person said and counts as unverified."""

    PUBLIC_SYSTEM = "public_system", N_("행정 정보로 확인")
    CERTIFICATE_SEEN = "certificate_seen", N_("증명서를 보고 확인")
    COMMUNITY_CENTRE = "community_centre", N_("주민센터에서 확인")
    DECLARED = "declared", N_("본인 말씀만 들음")


class Occasion(Worded):
    """Why eligibility was checked."""

    APPLICATION = "application", N_("신청할 때")
    PLAN = "plan", N_("계획에 합의할 때")
    YEAR_TURN = "year_turn", N_("새해가 될 때")
    BIRTHDAY = "birthday", N_("나이가 달라질 때")
    FACTS_CHANGED = "facts_changed", N_("정보가 바뀔 때")
    ASKED = "asked", N_("물어볼 때")


class Part(StrEnum):
    """What a condition decides: everybody meets each `ENTRY` and one `WAY`; `SHARE` is what they pay, `ORDER` when."""

    ENTRY = "entry"
    WAY = "way"
    SHARE = "share"
    ORDER = "order"
