"""The whole table of the running portal: no follower but one whose look is here, and each is looked at for real."""

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.followers.table import TABLE
from portal.core.events import FOLLOWERS, Event, Follow
from portal.extensions import db
from tests.integration.coordinators.test_followers import ASKING, MADE, MENDS
from tests.integration.followers import of_households, of_staff, of_waiting
from tests.integration.followers.looking import LOOKS

LOOKING = (of_households, of_staff, of_waiting)
"""Each keeps its looks in `LOOKS`."""

ASKED = {(event, follow) for event, follows in TABLE.items() for follow in follows if follow in ASKING}
"""Who asks the gate again of what is booked: beside this one, `test_followers` makes each of these events for real."""


def test_names_every_follower_that_the_portal_has(session: Session) -> None:
    assert set(FOLLOWERS.items()) == LOOKS.keys() | ASKED
    assert MADE.keys() | MENDS.keys() == {event for event, _follow in ASKED}
    assert {event for event, _follow in LOOKS.keys() | ASKED} == set(Event)


@pytest.mark.parametrize(("event", "follow"), LOOKS)
def test_each_does_what_it_is_for(session: Session, event: Event, follow: Follow) -> None:
    act, seen = LOOKS[event, follow]()
    db.session.flush()
    assert not seen()
    act()
    db.session.flush()
    assert seen()
