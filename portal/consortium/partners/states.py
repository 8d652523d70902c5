"""Kinds of partners and of what was agreed with them."""

from portal.core.messages import N_
from portal.core.worded import Worded


class PartnerKind(Worded):
    """What a body is, by which the district counts its partners."""

    HOME_CARE = "home_care", N_("재가 장기요양기관")
    SHORT_STAY = "short_stay", N_("단기보호시설")
    CONVENIENCE = "convenience", N_("생활편의 업체")
    TERTIARY_HOSPITAL = "tertiary_hospital", N_("상급종합병원")
    HOSPITAL = "hospital", N_("종합병원·병원")
    CLINIC = "clinic", N_("의원·보건소")
    WELFARE_CENTRE = "welfare_centre", N_("복지관·복지기관")
    DONG_OFFICE = "dong_office", N_("동 주민센터")
    DISTRICT = "district", N_("구청")
    INSURANCE_BRANCH = "insurance_branch", N_("국민건강보험공단 지사")
    RESCUE = "rescue", N_("소방·경찰")
    SCHOOL = "school", N_("학교")
    PRODUCTION_GROUP = "production_group", N_("공동생산단")
    OTHER = "other", N_("그 밖의 기관")


SELECTED = frozenset({PartnerKind.HOME_CARE, PartnerKind.SHORT_STAY, PartnerKind.CONVENIENCE})
"""Who serves for money, and is chosen by a score sheet."""

HOSPITALS = frozenset({PartnerKind.TERTIARY_HOSPITAL, PartnerKind.HOSPITAL})


class Accord(Worded):
    """On what the work together stands."""

    AGREEMENT = "agreement", N_("협약")
    CONTRACT = "contract", N_("위탁 계약")
    DESIGNATION = "designation", N_("지정")
    DUTY = "duty", N_("법에 정한 일")
