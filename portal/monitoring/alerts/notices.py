"""What an alert says to the person and to those whose turn it is."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

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
from portal.duty.queries import on_call_alone
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.neighbours import neighbours_of
from portal.monitoring.alerts.queries import attendance
from portal.monitoring.alerts.scope import ASKED_KIND
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, Rung
from portal.notifications.actions import About, send_text
from portal.notifications.models import OutboxMessage
from portal.notifications.rules import quiet_until
from portal.notifications.states import Audience, Delivery
from portal.residents.households.telling import tell_person

SUBJECT = "alert"
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
AWAY = N_("안부 경보가 이어지는 분이 집을 비우거나 돌봄을 멈추거나 마친다는 말이 있습니다(%(by)s). 확인해 주십시오.")

MET = N_("안부 경보가 이어지는 분을 만나거나 통화했다는 기록이 들어왔습니다. 확인해 마쳐 주십시오.")


def ask_person(alert: Alert, *, now: datetime) -> OutboxMessage:
    """Ask them to call: by text, by mail, or by a call that somebody makes."""
    goes_at = _asked_from(alert, now)
    words = ASK % {"phone": format_phone(_phone(alert, goes_at))}
    about = About(SUBJECT, alert.id)
    message = tell_person(alert.household.person, words, subject=ASK_SUBJECT, kind=ASKED_KIND, now=now, about=about)
    message.not_before_at = min(message.not_before_at, goes_at)
    return message


def hasten_question(alert: Alert, *, now: datetime) -> None:
    """What still waits to be asked of the person goes as soon as the level wants it now."""
    asked = (OutboxMessage.subject_id == alert.id, OutboxMessage.kind == ASKED_KIND)
    waiting = select(OutboxMessage).where(*asked, OutboxMessage.state == Delivery.WAITING)
    for message in db.session.scalars(waiting.order_by(OutboxMessage.id).with_for_update()):
        message.not_before_at = min(message.not_before_at, _asked_from(alert, now))
    db.session.flush()


def _asked_from(alert: Alert, now: datetime) -> datetime:
    """It waits for no morning where somebody is there, whose time for an answer runs; one of danger never waits."""
    if alert.level is AlertLevel.DANGER:
        return now
    return min(quiet_until(now), attendance(now).watched_from(now))


def _phone(alert: Alert, now: datetime) -> str:
    """Of whoever is there at `now`: while the office is closed that is whoever is on call."""
    shift = on_call_alone(now)
    if shift is not None:
        return shift.phone
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
            for_safety=True,
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
