"""How an alert is told: what to do, whom to call, since when nobody was heard of, and until when somebody looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.accounts.models import User
from portal.coordinators.caseload.charge import COORDINATOR, InCharge, in_charge
from portal.coordinators.caseload.presentation import aloud
from portal.coordinators.caseload.queries import open_case_of_household
from portal.core.clock import day_of
from portal.core.dates import age_on, format_clock, format_moment
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.queries import on_call_alone
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.neighbours import Neighbour, neighbours_of
from portal.monitoring.alerts.queries import attendance
from portal.monitoring.alerts.rules import BY_TELEPHONE
from portal.monitoring.alerts.states import AlertEnding, Rung
from portal.residents.households.models import Person
from portal.web.words import gettext as _

HOURS_A_DAY = 24
TO_DO: Mapping[Rung, str] = {
    Rung.TEXT: N_("본인께 안부를 여쭙고 답을 기다립니다. 먼저 전화해 보아도 됩니다."),
    Rung.COORDINATOR: N_("본인께 전화해 안부를 확인하십시오."),
    Rung.DEPUTY: N_("다른 담당자가 전화해 안부를 확인하십시오."),
    Rung.DOOR: N_("집으로 찾아가 문 앞에서 확인하십시오."),
    Rung.CONTACT_PERSON: N_("비상 연락처에 전화해 소식을 물으십시오."),
    Rung.RESCUE: N_("119나 112에 전화해 문을 열어 달라고 하십시오."),
}
OFFICE = N_("사무국")
AWAY_FOLLOWS = (
    N_("돌봄을 멈출지 정하고, 예약된 방문과 연락을 미루거나 취소합니다."),
    N_("언제 돌아오시는지, 돌아오신 뒤 무엇이 더 필요한지 여쭙니다."),
)
TO_FOLLOW: Mapping[AlertEnding, tuple[str, ...]] = {
    AlertEnding.HOSPITAL: AWAY_FOLLOWS,
    AlertEnding.EMERGENCY: (N_("어느 병원으로 옮겼고 보호자가 아시는지 확인합니다."), *AWAY_FOLLOWS),
    AlertEnding.DIED: (N_("사망으로 돌봄을 종결합니다. 종결하면 예약된 방문이 취소되고 안내 문자가 그칩니다."),),
}
"""What is left to be done about the care once an alert ended so (domain.md §8)."""

LOOKS_UNTIL = N_("지금은 %(until)s까지 사람이 봅니다.")
LOOKS_FROM = N_("지금은 보는 사람이 없습니다. %(begins)s부터 사람이 봅니다.")


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is and what to do; `phone` is whom to call, "" where nobody is called but 119.

    Of a call to the person themselves (`calls_person`) the call desk knows who makes it.
    """

    what: str
    who: str
    phone: str
    whom: str
    calls_person: bool


def turn_of(alert: Alert, now: datetime) -> Turn:
    day = day_of(now)
    case = open_case_of_household(alert.household_id)
    charge = in_charge(case, day) if case else None
    home, person = alert.household, alert.household.person
    phone, whom = "", ""
    calls_person = alert.rung in BY_TELEPHONE
    if calls_person:
        phone, whom = person.phone or "", person.name
    elif alert.rung is Rung.CONTACT_PERSON:
        phone, whom = home.emergency_phone, home.emergency_name
    who, neighbour = _who(alert, charge, now), _neighbour(alert, day)
    if neighbour is not None:
        phone, whom = neighbour.phone, _("이웃지킴이 %(name)s", name=neighbour.user.name)
        who = _("%(who)s, %(neighbour)s", who=who, neighbour=whom)
    return Turn(_(TO_DO[alert.rung]), who, phone, whom, calls_person)


@dataclass(frozen=True, slots=True)
class Following:
    """What an ending leaves to be done, by whom, and their telephone."""

    to_do: tuple[str, ...]
    who: str
    phone: str


def following_of(alert: Alert, day: date) -> Following:
    case = open_case_of_household(alert.household_id)
    charge = in_charge(case, day) if case else InCharge(None, None)
    to_do = TO_FOLLOW.get(alert.ending, ()) if alert.ending else ()
    return Following(tuple(_(each) for each in to_do), aloud(charge), charge.phone)


def deputy_aloud(user: User) -> str:
    """박바다 코디네이터; whoever is on call and accompanies nobody is told by name alone."""
    return _(COORDINATOR, name=user.name) if user.actor.can(Permission.CASELOAD_OWN) else user.name


def _neighbour(alert: Alert, day: date) -> Neighbour | None:
    """Who is asked to the door first."""
    return next(iter(neighbours_of(alert.household_id, day)), None) if alert.rung is Rung.DOOR else None


def _who(alert: Alert, charge: InCharge | None, now: datetime) -> str:
    """Whoever is on call has the first turns, too, while the office is closed: their time is what runs."""
    rung, shift = alert.rung, on_call_alone(now)
    if rung in (Rung.TEXT, Rung.COORDINATOR) and shift is not None:
        return deputy_aloud(shift.user)
    if rung is Rung.DEPUTY and alert.deputy is not None:
        return deputy_aloud(alert.deputy)
    if rung is Rung.DEPUTY or charge is None:
        return _(OFFICE)
    if rung in (Rung.TEXT, Rung.COORDINATOR):
        return aloud(charge)
    return _("%(who)s, 사무국", who=aloud(charge)) if charge.user else _(OFFICE)


def silent_for(alert: Alert, now: datetime) -> str:
    """36시간째, 3일째"""
    hours = max(int((now - alert.silent_since).total_seconds() // 3600), 0)
    if hours < HOURS_A_DAY * 3:
        return _("%(hours)d시간째", hours=hours)
    return _("%(days)d일째", days=hours // HOURS_A_DAY)


def why_to_open(alert: Alert, now: datetime) -> str:
    """The first sentence for 119: what nobody saw is not told as silence, nor what somebody asked for."""
    silent = silent_for(alert, now)
    if alert.asked_at is not None:
        when = format_moment(alert.asked_at)
        return _("%(when)s에 도움이 필요하다는 말을 들었습니다. 바로 확인해 주십시오.", when=when)
    if alert.is_unseen:
        return _("혼자 계신 분이 %(silent)s 아무에게도 보이지 않습니다. 문을 열어 확인해 주십시오.", silent=silent)
    return _("혼자 계신 분이 %(silent)s 소식이 없습니다. 문을 열어 확인해 주십시오.", silent=silent)


def who_looks(now: datetime) -> str:
    """Until when somebody looks, or from when on: nobody is promised more than that."""
    attended = attendance(now)
    until = attended.watched_until(now)
    if until is None:
        return _(LOOKS_FROM, begins=format_moment(attended.watched_from(now)))
    is_today = day_of(until) == day_of(now)
    return _(LOOKS_UNTIL, until=format_clock(until) if is_today else format_moment(until))


def known_facts(person: Person, now: datetime) -> list[tuple[str, str]]:
    """What whoever opens the door must know, in the order in which it is read aloud."""
    home = person.household
    address = " ".join(part for part in (home.address, home.address_detail) if part)
    age = _("%(age)d세", age=age_on(person.birth_on, day_of(now)))
    alone = {True: _("혼자 삽니다"), False: _("함께 사는 사람이 있습니다"), None: _("모릅니다")}[home.lives_alone]
    return [
        (_("주소"), address),
        (_("들어가는 방법"), home.entry_note or _("모릅니다")),
        (_("이름"), person.name),
        (_("나이와 성별"), f"{age}, {_(person.sex.words)}"),
        (_("함께 사는 사람"), alone),
        (_("건강과 주의할 점"), person.note or _("적힌 것이 없습니다")),
        (_("반려동물"), home.pets or _("적힌 것이 없습니다")),
    ]
