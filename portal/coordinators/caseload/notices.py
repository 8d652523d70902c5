"""What pairing, handing over and closing notify whom of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from portal.accounts.queries import get_user, users_who_may
from portal.accounts.truth import NUMBER, number_said
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_household
from portal.coordinators.caseload.truth import CLOSED as CARE_CLOSED
from portal.coordinators.caseload.truth import REFUSED, says_of
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.dongs import dong
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.phone import format_phone
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings
from portal.notifications.actions import About
from portal.notifications.states import Audience
from portal.residents.applications.models import Application
from portal.residents.applications.states import Urgency
from portal.residents.helpers.queries import person_seen_by
from portal.residents.households.telling import tell_person

NEW_COORDINATOR = N_("담당 코디네이터는 %(name)s(%(phone)s)입니다. 곧 전화드립니다.")
NEW_COORDINATOR_PHONE = N_("담당 코디네이터가 정해졌습니다. %(phone)s에서 곧 전화드립니다.")
STAND_IN = N_("%(until)s까지 %(name)s 코디네이터(%(phone)s)가 대신합니다. 곧 전화드립니다.")
STAND_IN_PHONE = N_("%(until)s까지 대신할 코디네이터가 %(phone)s에서 곧 전화드립니다.")
UNTIL = N_("%(month)d월 %(day)d일")
CLOSED = N_("돌봄을 마칩니다. 다시 필요하시면 %(phone)s로 전화해 주십시오.")
NEXT_DOOR = N_("신청하신 돌봄의 다른 이용 방법을 알려 드립니다. 문의 %(phone)s")
URGENT = N_("급한 신청이 들어왔습니다: %(dong)s")
CLASH = N_("이용자 번호로 로그인하려던 분이 생년월일을 세 번 틀렸습니다. 번호가 맞는지 확인해 주십시오.")
HOUSEHOLD_SUBJECT = N_("새 담당 가구: %(number)s")
HOUSEHOLD_BODY = N_("%(dong)s의 가구 %(number)s를 담당하게 되셨습니다.\n첫 연락 기한은 %(contact)s입니다.\n\n%(url)s\n")
AGAIN_SUBJECT = N_("다시 신청하신 담당 가구: %(number)s")
AGAIN_BODY = N_(
    "담당하시는 %(dong)s의 가구 %(number)s에서 다시 신청하셨습니다.\n"
    "무엇을 원하시는지 보시고 %(contact)s까지 연락해 주십시오.\n\n%(url)s\n"
)


def _notify_resident(
    application: Application, bodies: Sequence[str], subject: str, kind: str, says: str, now: datetime
) -> None:
    about = About("household", application.household_id, says)
    tell_person(application.person, *bodies, subject=subject, kind=kind, now=now, about=about)


def notify_resident_of_coordinator(case: CareCase, *, now: datetime) -> None:
    """Name and telephone number of the coordinator, or of whoever stands in and until when."""
    charge = in_charge(case, day_of(now))
    words = {"name": charge.name, "phone": format_phone(charge.phone)}
    bodies = [NEW_COORDINATOR % words, NEW_COORDINATOR_PHONE % words]
    if charge.until_on is not None:
        words |= {"until": UNTIL % {"month": charge.until_on.month, "day": charge.until_on.day}}
        bodies = [STAND_IN % words, STAND_IN_PHONE % words]
    subject, says = N_("담당 코디네이터를 알려 드립니다"), says_of(charge, case)
    _notify_resident(case.application, bodies, subject, "coordinator_named", says, now)


def notify_resident_of_closure(case: CareCase, *, now: datetime) -> None:
    body = CLOSED % {"phone": format_phone(current_settings().office_phone)}
    _notify_resident(case.application, [body], N_("돌봄 서비스를 마칩니다"), "case_closed", CARE_CLOSED, now)


def notify_resident_of_next_door(application: Application, *, now: datetime) -> None:
    """That there is another way; which one is said by telephone and stands on the page of the application."""
    body = NEXT_DOOR % {"phone": format_phone(current_settings().office_phone)}
    _notify_resident(application, [body], N_("다른 이용 방법을 알려 드립니다"), "application_refused", REFUSED, now)


def notify_office_of_urgent(application: Application, by: Actor, now: datetime) -> None:
    """An urgent application is told to whoever pairs, but to the one who has just written it down."""
    if application.urgency is not Urgency.URGENT:
        return
    subject = URGENT % {"dong": dong(application.household.dong_code).short_name}
    about = About("application", application.id)
    news = News(Matter.URGENT_APPLICATION, about, subject, f"/applications/{application.id}")
    others = [user for user in users_who_may(Permission.APPLICATION_PAIR) if user.id != by.user_id]
    tell_staff(others, news, now=now)


def tell_of_clash(user_id: UUID, now: datetime) -> None:
    """Whoever has the number of an account did not know the birth date three times: the number is to be asked about."""
    user = get_user(user_id)
    person = person_seen_by(user.actor)
    if person is None:
        return
    case = open_case_of_household(person.household_id)
    coordinator = [in_charge(case, day_of(now)).user] if case else []
    told = [*users_who_may(Permission.HOUSEHOLD_ALL), *coordinator]
    news = News(Matter.NUMBER, About(NUMBER, user.id, number_said(user)), CLASH, f"/households/{person.household_id}")
    tell_staff({one.id: one for one in told if one}.values(), news, now=now)


def notify_coordinator_of_household(case: CareCase, *, now: datetime) -> None:
    _notify_coordinator(case, case.application, HOUSEHOLD_SUBJECT, HOUSEHOLD_BODY, "household_paired", now)


def notify_coordinator_of_application(case: CareCase, application: Application, *, now: datetime) -> None:
    _notify_coordinator(case, application, AGAIN_SUBJECT, AGAIN_BODY, "application_filed", now)


def _notify_coordinator(
    case: CareCase, application: Application, subject: str, body: str, kind: str, now: datetime
) -> None:
    """Whoever sees to the household today hears it."""
    path = f"/households/{case.household_id}"
    words = {
        "dong": dong(case.household.dong_code).short_name,
        "number": case.household.number,
        "contact": format_day(case.next_contact_on) if case.next_contact_on else "-",
        "url": f"{current_settings().base_url}{path}",
    }
    news = News(
        Matter.HOUSEHOLD,
        About("household", case.household_id, str(case.coordinator_id)),
        subject % words,
        path,
        kind=kind,
        body=body % words,
        is_urgent=application.urgency is Urgency.URGENT,
    )
    tell_staff([case.coordinator], news, now=now, audience=Audience.COORDINATOR)
