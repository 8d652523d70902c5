"""What coordinators hear of their households and of training as each chose: how it comes about, and what settles it."""

from collections.abc import Callable

from portal.coordinators.caseload.actions import close_case
from portal.coordinators.caseload.states import ClosureReason
from portal.coordinators.gate.actions import tell_broken
from portal.coordinators.referrals.actions import accept_referral, undo_accept
from portal.coordinators.referrals.states import CancelledBy
from portal.coordinators.requests.actions import ask, withdraw_request
from portal.coordinators.requests.states import RequestKind
from portal.coordinators.visits.actions import cancel_visit
from portal.coordinators.waitlist.actions import let_go
from portal.core.permissions import Role
from portal.duty.states import Matter
from portal.residents.applications.states import Urgency
from portal.workforce.training.actions import enrol, withdraw
from tests.factories.accounts import make_user
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_paired
from tests.factories.referrals import make_referral, make_scene, make_visit
from tests.factories.training import make_course, make_session
from tests.factories.waiting import kept_for, make_kept

Settle = Callable[[], object]
ELSEWHERE = "1144055500"


def make_urgent_acceptance() -> Settle:
    scene = make_scene(urgency=Urgency.URGENT)
    referral = make_referral(scene)
    accept_referral(referral, actor=scene.worker, now=NOW)
    return lambda: undo_accept(referral, actor=scene.worker, now=NOW)


def make_new_household() -> Settle:
    case = make_paired()
    return lambda: close_case(case, ClosureReason.GOAL_MET, "", actor=case.coordinator.actor, now=NOW)


def make_asked(kind: RequestKind) -> Settle:
    scene = make_scene()
    asked = ask(scene.person, kind, "부탁드립니다", actor=scene.resident, now=NOW)
    return lambda: withdraw_request(asked, actor=scene.resident, now=NOW)


def make_broken() -> Settle:
    scene = make_scene()
    visit = make_visit(scene, scene.another_slot(days=10))
    scene.person.household.dong_code = ELSEWHERE
    tell_broken(now=NOW)
    return lambda: cancel_visit(visit, CancelledBy.COORDINATOR, actor=scene.coordinator, now=NOW)


def make_place_in_training() -> Settle:
    """Somebody gives a place back, and whoever waited has it."""
    session = make_session(make_course(), places=1)
    with_place, waiting = enrol(session, [], [make_user(Role.COORDINATOR).id for _ in range(2)], actor=OFFICE, now=NOW)
    withdraw(with_place, actor=OFFICE, now=NOW)
    return lambda: withdraw(waiting, actor=OFFICE, now=NOW)


def make_place_kept() -> Settle:
    entry = make_kept()
    offer_id = kept_for(entry).id
    return lambda: let_go(entry, offer_id, actor=entry.case.coordinator.actor, now=NOW)


OF_CARE = {
    Matter.ACCEPTED: make_urgent_acceptance,
    Matter.HOUSEHOLD: make_new_household,
    Matter.REQUEST: lambda: make_asked(RequestKind.MORE_HELP),
    Matter.PRIVATE: lambda: make_asked(RequestKind.OTHER_COORDINATOR),
    Matter.BROKEN: make_broken,
    Matter.PLACE: make_place_kept,
    Matter.TRAINING: make_place_in_training,
}
