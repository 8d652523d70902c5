"""What the tests of the coordinators begin with."""

import pytest
from sqlalchemy.orm import Session

from tests.factories.referrals import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """A household with an agreed plan, a coordinator, and a co-operative that has a free slot."""
    return make_scene()
