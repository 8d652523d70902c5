"""Values in the text of a statement."""

from enum import StrEnum

import pytest
from sqlalchemy import Integer, String, column, select

from portal.coordinators.referrals.states import ReferralState
from portal.db.plain import plain, plain_all


class Typed(StrEnum):
    ODD = "it's"


def test_what_the_code_names_stands_in_the_text() -> None:
    state, number = column("state", String), column("number", Integer)
    statement = select(state).where(state == plain(ReferralState.ON_HOLD), number < plain(3))
    assert str(statement) == "SELECT state \nWHERE state = 'on_hold' AND number < 3"
    assert statement.compile().params == {}


def test_several_stand_in_one_order() -> None:
    told = [str(value) for value in plain_all({ReferralState.REQUESTED, ReferralState.BOOKED, ReferralState.ACCEPTED})]
    assert told == ["'accepted'", "'booked'", "'requested'"]


def test_refuses_what_is_no_name() -> None:
    with pytest.raises(ValueError, match="it's"):
        plain(Typed.ODD)
