"""Devices, and how they are led on."""

from portal.extensions import db
from portal.monitoring.devices import actions
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceState, DeviceVerb
from tests.factories.devices import OFFICE, make_device, make_ordered
from tests.integration.steps.standing import LATER, Act, Maker, Standing


def device_in(state: DeviceState) -> Maker:
    def make() -> Standing:
        if state is DeviceState.ORDERED:
            device = make_ordered()
        else:
            device = make_device(state=DeviceState.IN_USE if state is DeviceState.IN_USE else DeviceState.INSTALLED)
        device.last_heard_at = LATER
        for step in (DeviceVerb.BREAK, DeviceVerb.LOSE):
            if state is (DeviceState.BROKEN if step is DeviceVerb.BREAK else DeviceState.LOST):
                actions.step_device(device, step, actor=OFFICE, now=LATER)
        db.session.flush()
        return Standing(device, {**{verb: step_by(verb) for verb in actions.TAKEN_BY_STEP}, **_acts()})

    return make


def step_by(verb: DeviceVerb) -> Act:
    return lambda row: actions.step_device(row, verb, actor=OFFICE, now=LATER)


def _acts() -> dict[str, Act]:
    def install(row: Device) -> None:
        actions.install_device(row, serial="S-again", place="", installed_by="한지원", actor=OFFICE, now=LATER)

    return {
        DeviceVerb.INSTALL: install,
        DeviceVerb.TEST: lambda row: actions.test_device(row, actor=OFFICE, now=LATER),
    }
