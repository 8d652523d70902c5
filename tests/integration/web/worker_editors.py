"""The forms that change what is kept of a worker, and who is named for a visit."""

from collections.abc import Callable

from portal.coordinators.visits.forms import NamingForm
from portal.core.permissions import Role
from portal.web.editing import EditingForm
from portal.workforce.workers.forms import WorkerForm
from tests.factories.accounts import make_user
from tests.factories.consortium import make_offer, make_organisation, make_service
from tests.factories.referrals import make_scene, make_visit
from tests.factories.workers import make_worker
from tests.integration.web.editor import Editor


def of_a_worker() -> Editor:
    service, organisation = make_service(), make_organisation()
    make_offer(service, organisation)
    user = make_user(Role.COOPERATIVE, organisation_id=organisation.id)
    worker = make_worker(organisation.id, service)
    at = f"/workers/{worker.id}/edit"
    return Editor(at, user.id, {"door_name": "오 선생"}, {"name": "오세린"}, ("오 선생님", "세라 님"))


def of_who_comes() -> Editor:
    scene = make_scene()
    visit = make_visit(scene)
    names = "강하나", "남두리", "도세나"
    one, two, three = (str(make_worker(visit.organisation_id, scene.line.service, name=name).id) for name in names)
    coordinator = scene.line.plan.case.coordinator_id
    return Editor(f"/visits/{visit.id}/worker", coordinator, {"worker": one}, {}, (two, three), ("남두리", "도세나"))


WORKER_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "worker": (WorkerForm, of_a_worker),
    "who comes": (NamingForm, of_who_comes),
}
