"""Those who make editions, and one that is in force."""

import pytest
from sqlalchemy.orm import Session

from portal.core.actors import Actor
from portal.core.permissions import Role
from portal.manuals.models import ManualEdition
from tests.factories.manuals import make_actor, make_draft, publish


@pytest.fixture
def author(session: Session) -> Actor:
    return make_actor("김하늘", Role.COORDINATOR)


@pytest.fixture
def reviewer(session: Session) -> Actor:
    return make_actor("이바다", Role.COORDINATOR)


@pytest.fixture
def office(session: Session) -> Actor:
    return make_actor("한지원", Role.OFFICE)


@pytest.fixture
def issued(author: Actor, reviewer: Actor, office: Actor) -> ManualEdition:
    return publish(make_draft(author), reviewer, office)
