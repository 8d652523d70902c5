"""A home that falls silent, and the turns of its alert that nobody takes: asked line by line, whatever the hour is.

`silence EMAIL` answers the alert of a home that this coordinator accompanies; `pass ALERT` ends the time of its turn.
"""

import sys
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.queries import staff_by_email
from portal.coordinators.caseload.actions import pair_household
from portal.coordinators.caseload.models import CareCase
from portal.core import clock
from portal.core.actors import Actor
from portal.db.engine import writing
from portal.extensions import db
from portal.factory import create_app
from portal.jobs import JOBS, Worker
from portal.monitoring.alerts.actions import escalate_due
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import open_alert_of
from portal.monitoring.devices.actions import install_device, order_device, test_device
from portal.monitoring.devices.models import DeviceSupplier
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.signals.intake import Delivery, take_in
from portal.monitoring.signals.states import SignalReply, SignalWay
from tests.factories.coordinators import OFFICE, make_application
from tests.factories.referrals import make_consents, make_person

SILENT_FOR = timedelta(hours=40)
"""The 24 hours of 관심 are over since sixteen: the night, in which nobody is told, has ended since at any hour."""

A_MOMENT = timedelta(minutes=1)
ANSWERS = "= "
"""Before what is answered; other lines are the log."""

KIND, SERIAL = DeviceKind.MOTION, "MO-9100"


def fall_silent(email: str) -> UUID:
    """Somebody new whose device saw them once, and goes on saying that it is on; then the worker sweeps."""
    now = clock.now()
    begins_at, coordinator = now - SILENT_FOR, staff_by_email(email)
    assert coordinator is not None
    with writing():
        case = _paired(coordinator, begins_at)
        _put_up(case, coordinator.actor, begins_at, now)
        db.session.commit()
    sweep = JOBS.find("watching.sweep")
    assert sweep is not None
    Worker().run(sweep, now)
    alert = open_alert_of(case.household_id)
    assert alert is not None
    return alert.id


def _paired(coordinator: User, begins_at: datetime) -> CareCase:
    """Somebody whom every turn of the ladder can reach, and of whom no other journey knows."""
    person = make_person("문고요", with_account=False)
    person.household.emergency_name, person.household.emergency_phone = "문조카", "+821000009100"
    make_consents(person)
    application = make_application(person, received_at=begins_at)
    return pair_household(application, coordinator.id, actor=OFFICE, now=begins_at, reason="가까이 있어서")


def _put_up(case: CareCase, actor: Actor, begins_at: datetime, now: datetime) -> None:
    suppliers = db.session.scalars(select(DeviceSupplier).order_by(DeviceSupplier.id)).all()
    supplier = next(each for each in suppliers if KIND in each.kinds and each.fault_since is None)
    device = order_device(case.person, KIND, supplier, actor=actor, now=begins_at)
    install_device(device, serial=SERIAL, place="거실", installed_by="한지원", actor=actor, now=begins_at)
    _send(supplier, "motion", begins_at + A_MOMENT)
    db.session.refresh(device)
    test_device(device, actor=actor, now=begins_at + A_MOMENT)
    _send(supplier, "alive", now)


def _send(supplier: DeviceSupplier, kind: str, at: datetime) -> None:
    signal = {"id": str(uuid4()), "device": SERIAL, "at": at.isoformat(), "type": kind}
    (answer,) = take_in([signal], Delivery(supplier.id, SignalWay.API, at, at))
    assert answer.reply in (SignalReply.TAKEN, SignalReply.NOT_KEPT), answer


def let_pass(alert_id: UUID) -> str:
    """Nobody acted until the end of the turn; answers whose turn it is then."""
    with writing():
        alert = db.session.get_one(Alert, alert_id, populate_existing=True)
        escalate_due(alert, now=max(alert.due_at, clock.now()))
        db.session.commit()
        return alert.rung.value


def main() -> None:
    with create_app().app_context():
        for line in sys.stdin:
            deed, about = line.split()
            answer = fall_silent(about) if deed == "silence" else let_pass(UUID(about))
            print(f"{ANSWERS}{answer}", flush=True)  # noqa: T201 its only answer
            db.session.rollback()


if __name__ == "__main__":
    main()
