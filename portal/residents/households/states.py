"""Choices that describe a person and a household, and the facts that their file tells."""

from portal.core.messages import N_
from portal.core.worded import UNANSWERED, Worded


class Sex(Worded):
    FEMALE = "female", N_("여성")
    MALE = "male", N_("남성")
    NOT_TOLD = "not_told", N_("말하지 않겠습니다")
    UNANSWERED = UNANSWERED, N_("-")


class SameSex(Worded):
    """Whether someone wishes a worker of the same sex."""

    WANTED = "wanted", N_("같은 성별이면 좋겠습니다")
    EITHER = "either", N_("누구든 괜찮습니다")
    UNANSWERED = UNANSWERED, N_("-")


class Language(Worded):
    KOREAN = "ko", N_("한국어")
    ENGLISH = "en", N_("영어")
    CHINESE = "zh", N_("중국어")
    VIETNAMESE = "vi", N_("베트남어")
    SIGN = "sign", N_("한국수어")
    UNANSWERED = UNANSWERED, N_("-")


class Fact(Worded):
    """One value of the file, which changes as a whole: an address with its dong, a contact with name and number."""

    NAME = "name", N_("이름")
    BIRTH = "birth", N_("생년월일")
    SEX = "sex", N_("성별")
    PHONE = "phone", N_("전화번호")
    EMAIL = "email", N_("이메일")
    ADDRESS = "address", N_("주소")
    ALONE = "alone", N_("혼자 사는지")
    WAY_IN = "way_in", N_("들어가는 방법")
    EMERGENCY = "emergency", N_("비상 연락처")
    PETS = "pets", N_("반려동물")
    LANGUAGE = "language", N_("쓰는 말")
    SAME_SEX = "same_sex", N_("돌보는 사람의 성별")
    DEATH = "death", N_("사망")


class Trait(Worded):
    """What two files may have in common."""

    NAME = "name", N_("이름")
    BIRTH = "birth", N_("생년월일")
    PHONE = "phone", N_("전화번호")
    ADDRESS = "address", N_("주소")
