"""An address is brought to one form, and what cannot be one is refused."""

import pytest

from portal.core.emails import clean_email
from portal.core.errors import DomainError


class TestCleanEmail:
    @pytest.mark.parametrize(
        ("typed", "email"),
        [
            (" Hong@Example.KR ", "hong@example.kr"),
            ("ａ@example.kr", "a@example.kr"),
            ("a.b+c@x-y.co.kr", "a.b+c@x-y.co.kr"),
        ],
    )
    def test_it_is_brought_to_one_form(self, typed: str, email: str) -> None:
        assert clean_email(typed) == email

    @pytest.mark.parametrize(
        "typed",
        ["", "hong", "@example.kr", "hong@", "hong@kr", "a b@example.kr", "a@b@c.kr", "a@-b.kr", "a\u200b@b.kr"],
    )
    def test_what_cannot_be_one_is_refused(self, typed: str) -> None:
        with pytest.raises(DomainError):
            clean_email(typed)

    def test_a_very_long_one_is_refused(self) -> None:
        with pytest.raises(DomainError):
            clean_email(f"{'a' * 60}@{'b.' * 100}example.kr")
