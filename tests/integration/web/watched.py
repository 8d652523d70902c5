"""What stands in a watched home and who looks after it, as the values of addresses name them."""

from typing import Any

from portal.extensions import db
from portal.monitoring.signals.models import ApartSignal
from portal.monitoring.teams.models import Volunteer
from portal.monitoring.teams.states import Team
from tests.factories.consortium import NOW
from tests.factories.devices import make_absence, make_device, make_key, make_supplier, take, told
from tests.factories.referrals import Scene
from tests.factories.teams import make_assignment, make_report, make_volunteer

Values = dict[str, Any]


def of_devices(scene: Scene) -> Values:
    """A device of the scene's household with a key of its supplier, an absence, and a signal that lies apart."""
    case = scene.line.plan.case
    device = make_device(case)
    key = make_key(make_supplier())
    take(device.supplier, told("nobody", NOW), now=NOW)
    absence = make_absence(case)
    return {
        "device_id": device.id,
        "supplier_id": key.supplier_id,
        "key_id": key.id,
        "apart_id": db.session.query(ApartSignal).one().id,
        "absence_id": absence.id,
    }


def of_teams(scene: Scene, watcher: Volunteer) -> Values:
    """The scene's household in the charge of a watcher, and another volunteer whose work is ended."""
    assignment = make_assignment(watcher, scene.line.plan.case)
    return {
        "assignment_id": assignment.id,
        "report_id": make_report(assignment).id,
        "volunteer_id": make_volunteer(Team.FINDERS).id,
    }
