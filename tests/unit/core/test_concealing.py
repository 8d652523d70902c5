"""Names, numbers and places go wherever they stand; words that only look like a name stay."""

from datetime import date

import pytest

from portal.core.concealing import Concealer, Trace, Words
from portal.core.ids import new_id

WORDS = Words("(이름)", "(전화번호)", "(이메일)", "(주소)", "(생년월일)")
MISEON = Trace(new_id(), "박미선", "+8223001234", "서울 마포구 월드컵로 77", date(1958, 3, 2))
OTHERS = [Trace(None, name) for name in ("이용", "남궁민수", "Kim Minsu", "O'Neill", "사무국")]
CONCEALER = Concealer(
    [MISEON, *OTHERS], lambda trace: {"박미선": "A1"}.get(trace.name, "B2"), WORDS, frozenset({"사무국"})
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("박미선 코디네이터가", "A1 코디네이터가"),
        ("담당박미선이", "담당A1이"),
        ("박 미선 님", "A1 님"),
        ("남궁민수에게 Kim Minsu가", "B2에게 B2가"),
        ("O&#39;Neill", "B2"),
        ("이용 님은", "B2 님은"),
        ("이용자는 이용한다", "이용자는 이용한다"),
        ("사무국", "사무국"),
        ("박*선 님", "(이름) 님"),
        ("010-1234-5678, 01012345678, +82 10-1234-5678", "(전화번호), (전화번호), (전화번호)"),
        ("02-300-1234, +8223001234", "(전화번호), (전화번호)"),
        ("kim@example.kr로", "(이메일)로"),
        ("서울 마포구 월드컵로 77, 302호", "(주소), 302호"),
        ("1958. 3. 2.생, 19580302, 1958년 3월 2일", "(생년월일)생, (생년월일), (생년월일)"),
        ("2026-000123, 120-81-47521", "2026-000123, 120-81-47521"),
    ],
)
def test_what_is_known_of_anybody_goes(said: str, shown: str) -> None:
    assert CONCEALER.conceal(said) == shown


def test_a_name_of_two_people_tells_neither() -> None:
    twins = [Trace(new_id(), "김하나"), Trace(new_id(), "김하나")]
    assert Concealer(twins, lambda trace: str(trace.key), WORDS).conceal("김하나는") == "(이름)는"
