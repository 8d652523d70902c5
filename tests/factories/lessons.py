"""Visits from which something can be learnt."""

from datetime import datetime

from portal.consortium.lessons.queries import Found, get_found
from portal.consortium.lessons.sources import LESSONS
from portal.coordinators.visits.actions import record_visit
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.rules import StepDone
from portal.core.actors import Actor
from portal.core.permissions import Role
from portal.extensions import db
from portal.manuals.models import Manual
from tests.factories.consortium import NOW
from tests.factories.manuals import make_actor, make_draft, publish
from tests.factories.referrals import Scene, make_visit
from tests.factories.visiting import after, record_of

STEPS, STEP = "steps_left_out", "정리"


def make_left_out(
    scene: Scene, times: int = 1, *, first: int = 2, note: str = "창이 열리지 않았습니다.", notes: str = ""
) -> list[Visit]:
    """So many visits on days from `first` on that left the same step of the manual out."""
    manual_id = scene.line.service.manual_id or _manual_of(scene).id
    edition = db.session.get_one(Manual, manual_id).editions[0]
    visits = [make_visit(scene, scene.another_slot(days=first + number)) for number in range(times)]
    for visit in visits:
        step = StepDone(STEP, required=True, done=False, note=note)
        written = record_of(visit, step, edition_id=edition.id, notes=notes)
        record_visit(visit, written, actor=scene.worker, now=after(visit))
    return visits


def _manual_of(scene: Scene) -> Manual:
    """A manual in force for the service of the scene."""
    reviewer, approver = make_actor("노을", Role.COORDINATOR), make_actor("강산", Role.OFFICE)
    edition = publish(make_draft(make_actor("하늘", Role.COORDINATOR)), reviewer, approver)
    scene.line.service.manual_id = edition.manual_id
    db.session.flush()
    return edition.manual


def the_only(kind: str, viewer: Actor, now: datetime = NOW) -> Found:
    """What one source has gathered, which must be one bundle."""
    source = LESSONS.find(kind)
    assert source is not None
    (bundle,) = source.gather(NOW.replace(year=NOW.year - 1))
    return get_found(kind, bundle.topic.mark, viewer=viewer, now=now)
