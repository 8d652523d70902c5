"""Who fills the library, and who reads it."""

import pytest
from sqlalchemy.orm import Session

from portal.core.actors import Actor
from portal.core.permissions import Role
from tests.factories.accounts import make_staff
from tests.factories.consortium import make_organisation


@pytest.fixture
def office(session: Session) -> Actor:
    return make_staff(Role.OFFICE, name="한지원").actor


@pytest.fixture
def member(session: Session) -> Actor:
    return make_staff(Role.COOPERATIVE, organisation_id=make_organisation().id).actor
