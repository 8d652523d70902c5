"""Opens a household in an emergency, ends that early, writes down whom one spoke to, and reviews it."""

from datetime import datetime

from portal.accounts.queries import users_who_may
from portal.audit.actions import record
from portal.audit.steps import take
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.contacts.actions import write_note
from portal.coordinators.contacts.models import Contact
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.errors import DomainError, NotFound
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series, said
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.notifications.actions import About
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.emergency.queries import case_opened, households_bearing, open_access
from portal.privacy.emergency.rules import ends_at
from portal.privacy.emergency.states import EMERGENCY_STATES, EmergencyVerb
from portal.residents.households.models import Household
from portal.residents.households.rules import understand_search
from portal.residents.households.scope import is_in_scope

SUBJECT = "emergency_access"
TOLD = N_("담당이 아닌 가구를 긴급 열람했습니다: %(number)s")


def open_household(number: str, reason: str, *, actor: Actor, now: datetime) -> EmergencyAccess:
    """Let `actor` read the household of this number for some hours; the office and its coordinator hear at once.

    Asked again while it is open, the same opening is answered.
    """
    actor.require(Permission.EMERGENCY_OPEN)
    household = _household(number)
    if is_in_scope(household.id, actor):
        raise DomainError(N_("담당하고 계신 가구입니다. 가구 목록에서 여십시오."), "number")
    if actor.user_id is None:
        raise DomainError(N_("로그인한 사람만 할 수 있습니다."))
    running = open_access(household.id, viewer=actor, now=now)
    if running is not None:
        return running
    access = EmergencyAccess(
        household=household,
        user_id=actor.user_id,
        user_name=actor.name,
        reason=reason,
        opened_at=now,
        ends_at=ends_at(now, current_settings().target),
    )
    db.session.add(access)
    take(EMERGENCY_STATES, access, EmergencyVerb.OPEN, actor=actor, now=now)
    db.session.flush()
    _tell(access, actor, now)
    return access


def _household(number: str) -> Household:
    typed = understand_search(number).typed
    found = households_bearing(typed) if typed else []
    if len(found) > 1:
        raise DomainError(N_("같은 번호가 여럿 있습니다. 번호 앞의 말(가구, 신청, 연계)도 적어 주십시오."), "number")
    if not found:
        raise DomainError(N_("이 번호로 돌봄을 받는 가구가 없습니다. 번호를 다시 확인해 주십시오."), "number")
    return db.session.get_one(Household, found[0])


def _tell(access: EmergencyAccess, actor: Actor, now: datetime) -> None:
    words, about = TOLD % {"number": said(access.household.number, Series.HOUSEHOLD)}, About(SUBJECT, access.id)
    reviewers = [user for user in users_who_may(Permission.EMERGENCY_REVIEW) if user.id != actor.user_id]
    news = News(Matter.EMERGENCY, about, words, f"/emergencies/{access.id}", is_urgent=True)
    tell_staff(reviewers, news, now=now)
    case = case_opened(access, viewer=actor, now=now)
    acting = in_charge(case, day_of(now)).user if case else None
    if acting is not None and acting not in reviewers:
        path = f"/households/{access.household_id}"
        tell_staff([acting], News(Matter.EMERGENCY, about, words, path, is_urgent=True), now=now)


def end_early(access: EmergencyAccess, *, actor: Actor, now: datetime) -> None:
    """Whoever has seen enough closes the household again; one that has ended stays as it was."""
    actor.require(Permission.EMERGENCY_OPEN)
    if access.user_id != actor.user_id:
        raise NotFound
    if access.ends_at > now:
        access.ends_at = now
        record("emergency_access.ended", actor=actor, now=now, subject=(SUBJECT, access.id))
        db.session.flush()


def note_contact(access: EmergencyAccess, note: str, *, actor: Actor, now: datetime) -> Contact:
    """The one thing that may be written: whom somebody spoke to in the emergency, for whoever accompanies them."""
    actor.require(Permission.EMERGENCY_OPEN)
    case: CareCase | None = case_opened(access, viewer=actor, now=now)
    if case is None:
        raise DomainError(N_("긴급 열람이 끝났습니다. 사유를 적고 다시 열어 주십시오."))
    return write_note(case, note, actor=actor, now=now)


def review_access(
    access: EmergencyAccess, verb: EmergencyVerb, finding: str, *, actor: Actor, now: datetime
) -> EmergencyAccess:
    """Judge whether it was right to open the household; never by whoever opened it."""
    actor.require(Permission.EMERGENCY_REVIEW)
    if access.user_id == actor.user_id:
        raise DomainError(N_("스스로 연 것은 다른 사람이 확인합니다."))
    if not finding:
        raise DomainError(N_("무엇을 확인했는지 적어 주십시오."), "finding")
    take(EMERGENCY_STATES, access, verb, actor=actor, now=now, note=finding)
    access.finding, access.reviewed_at, access.reviewed_by_id = finding, now, actor.user_id
    db.session.flush()
    return access
