"""When an application is answered, how its number is read, and what its texts say."""

from datetime import date, datetime, timedelta

from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.phone import format_phone
from portal.core.promises import Working
from portal.core.series import Series, said
from portal.core.targets import Targets
from portal.core.workdays import add_workdays
from portal.residents.applications.states import (
    APPLICATION_STATES,
    ApplicationState,
    ApplicationVerb,
    ForWhom,
    Intake,
    Urgency,
)

FROM_BODIES = frozenset({Intake.BODY, Intake.OFFICIAL})
"""What a body told of somebody, who was not heard: it changes nothing in the file of whoever is known."""

OLDEST = timedelta(days=365)
SENT_SHOWN = timedelta(hours=1)
"""How long the browser that sent an application may show its number and receipt."""


def first_contact_due(urgency: Urgency, received_at: datetime, targets: Targets, working: Working) -> datetime:
    """The latest moment of the first call: the same day while anybody works when urgent, else a working day's end."""
    day = clock.day_of(received_at)
    if urgency is Urgency.URGENT:
        return working.soonest(received_at)
    workdays = targets.contact_workdays if urgency is Urgency.NORMAL else targets.soon_contact_workdays
    return working.end_of(add_workdays(day, workdays))


def may_be_withdrawn(state: ApplicationState) -> bool:
    """Until somebody decided; later the care itself is ended, with the coordinator."""
    return APPLICATION_STATES.allows(state, ApplicationVerb.WITHDRAW)


def withdrawn_text(number: str, office_phone: str) -> str:
    """The text message that confirms a withdrawal, so that nobody withdraws unseen for somebody else."""
    words = {"application": said(number, Series.APPLICATION), "phone": format_phone(office_phone)}
    return N_("%(application)s 거둠. 다시 필요하시면 %(phone)s로 전화해 주십시오.") % words


def refuse_moment(received_at: datetime, now: datetime) -> None:
    """Raise `DomainError` when something is said to have been received later than now, or longer ago than can be."""
    if received_at > now:
        raise DomainError(N_("받은 때는 지금보다 늦을 수 없습니다."), field="received_at")
    if received_at < now - OLDEST:
        raise DomainError(N_("일 년보다 더 지난 때입니다. 받은 때를 다시 확인해 주십시오."), field="received_at")


def refuse_incomplete(intake: Intake, for_whom: ForWhom, *, has_helper: bool, has_phone: bool) -> None:
    """Raise `DomainError` when nobody could be called back, or when it is not told who applies for somebody else."""
    if for_whom is ForWhom.OTHER and not has_helper:
        raise DomainError(N_("대신 신청하시는 분의 이름과 전화번호를 적어 주십시오."), field="helper_name")
    if intake is Intake.ONLINE and for_whom is ForWhom.SELF and not has_phone:
        raise DomainError(N_("연락드릴 전화번호를 적어 주십시오."), field="phone")


def received_text(number: str, due_on: date, today: date, office_phone: str) -> str:
    """The text message that confirms an application: complete without a link, at most 90 bytes, no health detail."""
    words = {"application": said(number, Series.APPLICATION), "phone": format_phone(office_phone)}
    if due_on == today:
        return N_("%(application)s 접수. 오늘 %(phone)s에서 전화드립니다.") % words
    words |= {"month": str(due_on.month), "day": str(due_on.day)}
    return N_("%(application)s 접수. %(month)s/%(day)s까지 %(phone)s에서 전화드립니다.") % words
