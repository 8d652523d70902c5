"""A member carries its words and its tone, and is its value for everything else."""

import pytest

from portal.core.worded import Worded


class Season(Worded):
    SPRING = "spring", "봄"
    WINTER = "winter", "겨울", "warning"


def test_a_member_has_words_and_a_tone() -> None:
    assert (Season.WINTER.words, Season.WINTER.tone) == ("겨울", "warning")
    assert (Season.SPRING.words, Season.SPRING.tone) == ("봄", "neutral")


def test_a_member_is_its_value() -> None:
    assert Season("spring") is Season.SPRING
    assert [str(season) for season in Season] == ["spring", "winter"]
    assert {Season.WINTER: 1} == {"winter": 1}


def test_a_member_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no words for 'summer'"):

        class Wordless(Worded):
            SUMMER = "summer"


def test_a_tone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no such tone: 'sunny'"):

        class Sunny(Worded):
            SUMMER = "summer", "여름", "sunny"
