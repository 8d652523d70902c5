"""What a monthly review looks at, and its course."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class Section(Worded):
    VOLUME = "volume", N_("한 사람이 본 양")
    OFF_HOURS = "off_hours", N_("밤과 쉬는 날에 본 것")
    OTHER_AREAS = "other_areas", N_("담당이 아닌 가구를 본 것")
    ONE_PERSON = "one_person", N_("한 가구를 거듭 본 것")
    DOWNLOADS = "downloads", N_("받은 파일")
    EMERGENCIES = "emergencies", N_("긴급 열람")
    SIGN_INS = "sign_ins", N_("틀린 로그인")


class ReviewState(Worded):
    PREPARED = "prepared", N_("서명을 기다림"), "warning"
    SIGNED = "signed", N_("서명함"), "success"


class ReviewVerb(Worded):
    PREPARE = "prepare", N_("포털이 집계했습니다")
    SIGN = "sign", N_("점검하고 서명했습니다")


REVIEW_STATES = StateTable(
    "access_review",
    {
        (None, ReviewVerb.PREPARE): ReviewState.PREPARED,
        (ReviewState.PREPARED, ReviewVerb.SIGN): ReviewState.SIGNED,
    },
)
