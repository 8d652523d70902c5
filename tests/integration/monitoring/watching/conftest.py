"""A household with a motion detector, and whoever accompanies it."""

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.devices import make_device


@pytest.fixture
def coordinator(session: Session) -> User:
    return make_coordinator()


@pytest.fixture
def case(coordinator: User) -> CareCase:
    return make_paired(coordinator)


@pytest.fixture
def device(case: CareCase) -> Device:
    """A motion detector: 24, 36 and 48 hours, counted from NOW."""
    return make_device(case, DeviceKind.MOTION)
