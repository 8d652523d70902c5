"""Choices that describe a person and a household."""

from enum import StrEnum


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    NOT_TOLD = "not_told"


class SameSex(StrEnum):
    """Whether someone wishes a worker of the same sex."""

    WANTED = "wanted"
    EITHER = "either"


class Language(StrEnum):
    KOREAN = "ko"
    ENGLISH = "en"
    CHINESE = "zh"
    VIETNAMESE = "vi"
    SIGN = "sign"
