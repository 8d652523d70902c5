"""A device with a supplier and a key, on a clock of its own."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.monitoring.devices.models import Device, SupplierKey
from tests.factories.devices import make_device, make_key


@pytest.fixture
def device(session: Session) -> Device:
    return make_device()


@pytest.fixture
def key(device: Device) -> SupplierKey:
    assert device.supplier is not None
    return make_key(device.supplier)


@pytest.fixture(autouse=True)
def clock(app: Flask) -> Iterator[None]:
    app.extensions.pop("steady clock", None)
    yield
    app.extensions.pop("steady clock", None)
