"""Documents that are set ahead: one that cannot be set keeps no other one waiting."""

import pytest
from sqlalchemy.orm import Session

from portal.documents.setting import set_each


def test_one_that_fails_keeps_none_after_it_waiting_and_is_told(session: Session) -> None:
    done: list[int] = []

    def set_one(number: int) -> None:
        if number == 2:
            raise ValueError("no letter for this")
        done.append(number)

    with pytest.raises(ValueError, match="no letter"):
        set_each([1, 2, 3], set_one)
    assert done == [1, 3]
    assert set_each([4], set_one) == 1
