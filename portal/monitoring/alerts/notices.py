"""What an alert says to the person and to those whose turn it is."""

from collections.abc import Iterable
from datetime import datetime

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.coordinators.caseload.charge import OFFICE, in_charge
from portal.coordinators.caseload.queries import open_case_of_household
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.phone import format_phone
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import current_settings
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.neighbours import neighbours_of
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, Rung
from portal.notifications.actions import About, send_text
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience
from portal.residents.households.telling import tell_person

SUBJECT = "alert"
ASKED_KIND = "alert_asked"
ENDED_KIND = "staff_alert"
ASK_SUBJECT = N_("안부를 여쭙니다")
ASK = N_("안부가 궁금합니다. 괜찮으시면 %(phone)s로 전화 주십시오.")
DOOR_KIND = "alert_door"
DOOR_NEWS = N_("맡으신 분을 지금 살펴 주십시오.")
AT_DOOR = N_("맡으신 분의 안부가 걱정됩니다. 지금 찾아가 보고 포털에 알려 주십시오.")
FOLLOWS = N_("안부 경보가 끝났습니다. 담당 가구에 이어서 하실 일이 있습니다.")
TURN = N_("안부 경보(%(level)s): %(rung)s 차례입니다.")
DEPUTY = N_("%(turn)s 전화할 분: %(name)s")
UNSEEN_TURN = N_("안부 경보(%(level)s, 보이지 않음): %(rung)s 차례입니다.")
AWAY = N_("안부 경보가 이어지는 분이 집을 비운다는 말이 들어왔습니다(%(by)s). 확인해 마쳐 주십시오.")

MET = N_("안부 경보가 이어지는 분을 만나거나 통화했다는 기록이 들어왔습니다. 확인해 마쳐 주십시오.")


def ask_person(alert: Alert, *, now: datetime) -> OutboxMessage:
    """Ask them to call: by text, by mail, or by a call that somebody makes; a text of danger waits for no morning."""
    words = ASK % {"phone": format_phone(_phone(alert, now))}
    return tell_person(
        alert.household.person,
        words,
        subject=ASK_SUBJECT,
        kind=ASKED_KIND,
        now=now,
        about=About(SUBJECT, alert.id),
        for_safety=alert.level is AlertLevel.DANGER,
    )


def _phone(alert: Alert, now: datetime) -> str:
    case = open_case_of_household(alert.household_id)
    return in_charge(case, day_of(now)).phone if case else current_settings().office_phone


def tell_whose_turn(alert: Alert, *, now: datetime) -> None:
    """The portal itself asks first; then whoever sees to the household hears, and from the deputy on the office.

    The deputy is named to all of them, and hears it as the one who telephones.

    Where somebody asked, the office hears with the first of them.
    """
    if alert.rung is Rung.TEXT:
        return
    words = (UNSEEN_TURN if alert.is_unseen else TURN) % {"level": alert.level.words, "rung": alert.rung.words}
    if alert.rung is Rung.DEPUTY:
        words = DEPUTY % {"turn": words, "name": alert.deputy.name if alert.deputy else OFFICE}
    about = About(SUBJECT, alert.id, alert.rung.value)
    tell_staff(_hearers(alert), News(Matter.ALERT, about, words, f"/alerts/{alert.id}"), now=now)
    if alert.rung is Rung.DOOR:
        _ask_neighbours(alert, about, now)


def tell_of_absence(alert: Alert, by: str, *, actor: Actor, now: datetime) -> None:
    """Whoever has the alert hears `by` whom it was told; not whoever wrote it down."""
    news = News(Matter.ALERT, About(SUBJECT, alert.id), AWAY % {"by": by}, f"/alerts/{alert.id}")
    tell_staff([user for user in _hearers(alert) if user.id != actor.user_id], news, now=now)


def tell_of_contact(alert: Alert, *, actor: Actor, now: datetime) -> None:
    """Whoever has the alert hears that somebody met or spoke with the person; not whoever wrote it down."""
    news = News(Matter.ALERT, About(SUBJECT, alert.id), MET, f"/alerts/{alert.id}", wakes_nobody=True)
    tell_staff([user for user in _hearers(alert) if user.id != actor.user_id], news, now=now)


def _ask_neighbours(alert: Alert, about: About, now: datetime) -> None:
    """Whoever watches over the household is nearest to its door; what they are to do stands on their own page."""
    for neighbour in neighbours_of(alert.household_id, day_of(now)):
        tell_staff([neighbour.user], News(Matter.NEIGHBOUR, about, DOOR_NEWS, "/neighbours"), now=now)
        send_text(
            neighbour.phone,
            AT_DOOR,
            audience=Audience.STAFF,
            kind=DOOR_KIND,
            now=now,
            about=about,
            for_safety=alert.level is AlertLevel.DANGER,
        )


def _hearers(alert: Alert) -> Iterable[User]:
    case = open_case_of_household(alert.household_id)
    if case is None:
        return users_who_may(Permission.APPLICATION_PAIR)
    if alert.rung in (Rung.TEXT, Rung.COORDINATOR) and alert.asked_at is None:
        return [case.coordinator]
    deputy = [alert.deputy] if alert.rung is Rung.DEPUTY and alert.deputy else []
    return [*deputy, case.coordinator, *users_who_may(Permission.APPLICATION_PAIR)]


def tell_what_follows(alert: Alert, ending: AlertEnding, *, actor: Actor, now: datetime) -> None:
    """Whoever sees to the household, or the office, finds what is left to be done, unless they ended it themselves."""
    case = open_case_of_household(alert.household_id)
    hearers = [case.coordinator] if case else users_who_may(Permission.APPLICATION_PAIR)
    about = About(SUBJECT, alert.id, ending.value)
    news = News(Matter.HOUSEHOLD, about, FOLLOWS, f"/alerts/{alert.id}", kind=ENDED_KIND)
    tell_staff([user for user in hearers if user.id != actor.user_id], news, now=now)
