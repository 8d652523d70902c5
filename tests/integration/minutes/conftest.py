"""Who keeps minutes, and who was there."""

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.actors import Actor
from portal.core.permissions import Role
from tests.factories.accounts import make_staff


@pytest.fixture
def user(session: Session) -> User:
    return make_staff(Role.OFFICE, name="한지원")


@pytest.fixture
def member(user: User) -> User:
    return make_staff(Role.COORDINATOR, name="최유진")


@pytest.fixture
def office(user: User) -> Actor:
    return user.actor
