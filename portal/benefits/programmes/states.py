"""Words of programmes: groups of people, income bands, the course of an edition."""

from portal.core.editions import edition_states
from portal.core.messages import N_
from portal.core.worded import Worded


class PersonGroup(Worded):
    """What somebody may be beside their age; some groups are always supported."""

    RECIPIENT = "recipient", N_("기초생활수급자")
    NEAR_POOR = "near_poor", N_("차상위계층")
    DISABLED = "disabled", N_("장애인")
    CRISIS = "crisis", N_("위기가구")
    DYING_ALONE_RISK = "dying_alone_risk", N_("고독사 위험이 있는 가구")


class IncomeBand(Worded):
    """Share of the median income of the household's size (domain.md §3). Unverified is no row, never a member."""

    UP_TO_50 = "up_to_50", N_("기준 중위소득 50% 이하")
    UP_TO_85 = "up_to_85", N_("기준 중위소득 85% 이하")
    UP_TO_100 = "up_to_100", N_("기준 중위소득 100% 이하")
    OVER_100 = "over_100", N_("기준 중위소득 100% 초과")


BAND_TOP = {IncomeBand.UP_TO_50: 50, IncomeBand.UP_TO_85: 85, IncomeBand.UP_TO_100: 100}
"""The highest per cent that a band reaches; the last band has none."""


class RuleSource(Worded):
    """Where the value of a rule comes from."""

    FOUNDING = "founding", N_("설립 문서"), "info"
    PUBLIC = "public", N_("공개 자료"), "info"


PROGRAMME_EDITION_STATES = edition_states("programme_edition")


class ImportKind(Worded):
    MEDIAN_INCOME = "median_income", N_("기준 중위소득")
    UNIT_PRICE = "unit_price", N_("서비스 단가")


class RowStanding(Worded):
    """What a row of an imported table does: `SAME` is known already and changes nothing."""

    NEW = "new", N_("새 값"), "success"
    CHANGED = "changed", N_("바뀌는 값"), "warning"
    SAME = "same", N_("이미 있는 값")
    WRONG = "wrong", N_("잘못된 줄"), "danger"


class Absence(Worded):
    """How a booked visit ended without being done; each has its own money rule (domain.md §2)."""

    NOBODY_HOME = "nobody_home", N_("찾아갔으나 아무도 없음")
    PROVIDER_ABSENT = "provider_absent", N_("제공 기관이 가지 못함")
    CANCELLED_LATE = "cancelled_late", N_("늦게 취소함")
    CANCELLED_IN_TIME = "cancelled_in_time", N_("제때 취소함")
