"""Passwords are judged by length and by how well known they are."""

import pytest

from portal.core.errors import DomainError
from portal.core.passwords import SHORTEST, _common_passwords, refuse_weak_password

CONTEXT = ("hong.gildong@example.kr", "홍 길동", "Mapo Dolbom Coop")


class TestRefuseWeakPassword:
    @pytest.mark.parametrize(
        "password",
        [
            "correct horse battery",
            "망원동의 봄비는 조용하다",
            "xk7-frost-plum",
            "tangerine lamp 42",
            "a1b2c3d4e5f6",
            "a b" * 2 + "quiet",
        ],
    )
    def test_accepts_what_is_hard_to_guess(self, password: str) -> None:
        refuse_weak_password(password, context=CONTEXT)

    @pytest.mark.parametrize("password", ["", "short", "xk7-frost"])
    def test_refuses_fewer_than_ten_characters(self, password: str) -> None:
        with pytest.raises(DomainError, match="이상"):
            refuse_weak_password(password)

    def test_refuses_more_than_128_characters(self) -> None:
        refuse_weak_password("quiet plum lamp " * 8)
        with pytest.raises(DomainError, match="이내"):
            refuse_weak_password("quiet plum lamp " * 8 + "x")

    @pytest.mark.parametrize(
        "password", ["aaaaaaaaaa", "1234567890", "0987654321", "abcabcabcabc", "abcdefghij", "가나가나가나가나가나"]
    )
    def test_refuses_rows_and_repetition(self, password: str) -> None:
        with pytest.raises(DomainError, match="차례대로"):
            refuse_weak_password(password)

    @pytest.mark.parametrize(
        "password", ["qlalfqjsgh", "Qlalfqjsgh1!", "dkssudgktpdy", "2026tkfkdgo!!", "eogksalsrnrakstp"]
    )
    def test_refuses_a_korean_word_typed_on_an_english_keyboard(self, password: str) -> None:
        with pytest.raises(DomainError, match="영문 자판"):
            refuse_weak_password(password)

    def test_accepts_a_whole_korean_sentence_typed_so(self) -> None:
        refuse_weak_password("dhsmfdmsqkekfmfqhfkrkwk")

    @pytest.mark.parametrize(
        "password",
        [
            "qwertyuiop",
            "QwertyUIOP",
            "password123!",
            "michael1985",
            "welcome2026",
            "!!!baseball!!!",
            "ｐａｓｓｗｏｒｄ2026",
        ],
    )
    def test_refuses_the_common_ones_however_decorated(self, password: str) -> None:
        with pytest.raises(DomainError, match="많은 사람"):
            refuse_weak_password(password)

    @pytest.mark.parametrize(
        "password",
        [
            "hong.gildong@example.kr",
            "HONG.GILDONG",
            "hong.gildong1!",
            "mapo dolbom coop",
            "mapodolbomcoop24",
            "example.kr99",
        ],
    )
    def test_refuses_what_others_know_of_the_person(self, password: str) -> None:
        with pytest.raises(DomainError, match="이름이나 이메일"):
            refuse_weak_password(password, context=CONTEXT)


class TestWordsOfThisPlace:
    @pytest.mark.parametrize(
        "password",
        ["마포돌봄센터2026!", "mapo-dolbom-2026!!", "MapoCarePortal1", "돌봄이음 사무국 1234", "seoulwelfare99"],
    )
    def test_refuses_what_everybody_here_would_try(self, password: str) -> None:
        with pytest.raises(DomainError, match="지역이나 돌봄"):
            refuse_weak_password(password)

    def test_accepts_them_among_others(self) -> None:
        refuse_weak_password("마포에서 자전거 타는 화요일")


class TestBreachedOnes:
    def test_a_thousand_of_those_that_were_published_are_refused(self) -> None:
        known = sorted(word for word in _common_passwords() if len(word) >= SHORTEST)
        sample = known[:: max(1, len(known) // 1000)]
        assert len(sample) >= 500
        assert [word for word in sample if not is_refused(word)] == []


def is_refused(password: str) -> bool:
    try:
        refuse_weak_password(password)
    except DomainError:
        return True
    return False
