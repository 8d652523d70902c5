"""Lists show only as much of a person as is needed to tell them apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.masking import mask_birth, mask_name, mask_phone


class TestMasking:
    @pytest.mark.parametrize(
        ("name", "masked"),
        [
            ("홍길동", "홍*동"),
            ("홍길", "홍*"),
            ("남궁민수", "남궁**"),
            ("김가나다", "김**다"),
            ("김", "*"),
            ("", ""),
            ("Van An", "V** *n"),
        ],
    )
    def test_of_a_name(self, name: str, masked: str) -> None:
        assert mask_name(name) == masked

    @given(st.text("가나다라마바사", min_size=1, max_size=50))
    def test_never_shows_a_whole_name(self, name: str) -> None:
        assert mask_name(name) != name
        assert len(mask_name(name)) == len(name)

    @pytest.mark.parametrize(
        ("e164", "masked"),
        [("+821012345678", "010-****-5678"), ("+8223001234", "02-***-1234"), ("+8216680120", "****-0120")],
    )
    def test_of_a_phone(self, e164: str, masked: str) -> None:
        assert mask_phone(e164) == masked

    def test_of_a_birth_date(self) -> None:
        assert mask_birth(date(1958, 3, 2)) == "1958-**-**"
