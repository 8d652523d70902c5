"""Kinds of consent (개인정보보호법; domain.md §6)."""

from portal.core.messages import N_
from portal.core.worded import Worded


class ConsentKind(Worded):
    COLLECTION = "collection", N_("개인정보 수집·이용")
    SENSITIVE = "sensitive", N_("건강정보 처리")
    THIRD_PARTY = "third_party", N_("협동조합에 제공")
    PUBLICITY = "publicity", N_("홍보 활용")
    WATCHING = "watching", N_("기기로 안부 살피기")
    NIGHT_WATCHING = "night_watching", N_("밤에도 살피기")
    NEIGHBOUR = "neighbour", N_("이웃지킴이가 살피기")


WHEN_APPLYING = (ConsentKind.COLLECTION, ConsentKind.SENSITIVE, ConsentKind.THIRD_PARTY, ConsentKind.PUBLICITY)
"""Asked with the application; the others are asked when what they are about begins."""


class GivenBy(Worded):
    SELF = "self", N_("본인")
    HELPER = "helper", N_("대신 신청한 분")
    STAFF = "staff", N_("담당자가 듣고 적음")
