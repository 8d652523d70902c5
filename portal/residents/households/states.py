"""Choices that describe a person and a household."""

from portal.core.messages import N_
from portal.core.worded import Worded


class Sex(Worded):
    FEMALE = "female", N_("여성")
    MALE = "male", N_("남성")
    NOT_TOLD = "not_told", N_("말하지 않겠습니다")


class SameSex(Worded):
    """Whether someone wishes a worker of the same sex."""

    WANTED = "wanted", N_("같은 성별이면 좋겠습니다")
    EITHER = "either", N_("누구든 괜찮습니다")


class Language(Worded):
    KOREAN = "ko", N_("한국어")
    ENGLISH = "en", N_("영어")
    CHINESE = "zh", N_("중국어")
    VIETNAMESE = "vi", N_("베트남어")
    SIGN = "sign", N_("한국수어")
