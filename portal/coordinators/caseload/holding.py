"""Lets the care of a household rest for a while, changes until when, and lets it go on."""

from datetime import date, datetime

from portal.audit.steps import lock, take
from portal.coordinators.caseload import rules
from portal.coordinators.caseload.met import lock_first
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CASE_STATES, CaseState, CaseVerb
from portal.coordinators.caseload.turns import follow_turn
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.engine import is_reading
from portal.extensions import current_settings, db
from portal.residents.households.locking import lock_household


def hold_case(
    case: CareCase,
    reason: str,
    *,
    until_on: date | None = None,
    call_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Interrupt the course until `until_on`, if that is known; the coordinator asks on `call_on` how it goes.

    What the household is booked and asked for meanwhile rests as well: the followers of the event see to it.
    """
    actor.require(Permission.PLAN_WRITE)
    _let_rest(case, reason, until_on, call_on, actor, now)
    case.state_before_hold = _step(case, CaseVerb.HOLD, note=reason, actor=actor, now=now)
    _keep_hold(case, reason, until_on, call_on, now)


def held(case: CareCase) -> CareCase:
    """`case` as it is kept, for the form that changes its hold; whoever sent the form has the household to themselves.

    The case itself is locked after the referrals of the household, as whoever records a visit does.
    """
    if not is_reading():
        lock_household(case.household_id)
        db.session.refresh(case)
    return case


def change_hold(
    case: CareCase, reason: str, *, until_on: date | None, call_on: date | None, actor: Actor, now: datetime
) -> None:
    """The hold that runs ends on another day, or on one that nobody knows, or has another reason.

    Longer, what is booked on the days that it gains rests as well; shorter, what is booked after it may pass again.
    """
    actor.require(Permission.PLAN_WRITE)
    if case.state is not CaseState.ON_HOLD:
        raise _not_held()
    _let_rest(case, reason, until_on, call_on, actor, now)
    _step(case, CaseVerb.CHANGE_HOLD, note=reason, actor=actor, now=now)
    _keep_hold(case, reason, until_on, call_on, now)
    tell(Event.HOLD_CHANGED, case.household_id, actor=actor, now=now, last_day=until_on)


def resume_case(case: CareCase, *, actor: Actor, now: datetime) -> None:
    """Go on where the hold interrupted; the household is contacted on the next working day."""
    actor.require(Permission.PLAN_WRITE)
    lock_first(case.household_id, now)
    lock(case)
    if case.state is not CaseState.ON_HOLD:
        raise _not_held()
    _step(case, CaseVerb.RESUME, to=case.state_before_hold, actor=actor, now=now)
    case.state_before_hold = None
    case.hold_reason = ""
    case.hold_until_on = None
    case.next_contact_on = rules.retry_on(clock.day_of(now))
    follow_turn(case, now, is_day_chosen=True)
    tell(Event.RESUMED, case.household_id, actor=actor, now=now)


def _let_rest(
    case: CareCase, reason: str, until_on: date | None, call_on: date | None, actor: Actor, now: datetime
) -> None:
    """What is booked on the days of a hold rests, once it is known that the hold may be so."""
    if not reason:
        raise DomainError(N_("멈추는 이유를 적어 주십시오."), "reason")
    rules.refuse_hold(until_on, call_on, clock.day_of(now))
    lock_household(case.household_id)
    # Referrals before the case: whoever records a visit locks them in this order.
    tell(Event.HELD, case.household_id, actor=actor, now=now, last_day=until_on)


def _keep_hold(case: CareCase, reason: str, until_on: date | None, call_on: date | None, now: datetime) -> None:
    case.hold_reason = reason
    case.hold_until_on = until_on
    case.next_contact_on = call_on or rules.hold_call_on(until_on, clock.day_of(now), current_settings().target)
    follow_turn(case, now, is_day_chosen=True)
    db.session.flush()


def _step(
    case: CareCase, verb: CaseVerb, *, actor: Actor, now: datetime, note: str = "", to: CaseState | None = None
) -> CaseState | None:
    subject = ("household", case.household_id)
    return take(CASE_STATES, case, verb, actor=actor, now=now, note=note, to=to, subject=subject)


def _not_held() -> Conflict:
    return Conflict(N_("멈춰 있지 않은 가구입니다. 화면을 새로 고쳐 주십시오."))
