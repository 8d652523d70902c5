"""What is said about a leave to whoever stands in, whoever is away, and the office; never why somebody is away."""

from collections.abc import Iterable
from datetime import datetime

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.core.actors import Actor
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.leave.models import Leave
from portal.leave.rules import Days
from portal.leave.truth import ASKED, COVERED, OPEN
from portal.notifications.actions import About

ASK = N_("%(name)s 님이 자리를 비우는 동안(%(days)s) 담당 가구를 대신 맡아 달라고 합니다.")
BEGINS = N_("오늘부터 %(name)s 님을 대신합니다(%(days)s).")
SHORTER = N_("%(name)s 님을 대신하는 날이 바뀌었습니다: %(days)s")
CALLED_OFF = N_("%(name)s 님을 대신하지 않으셔도 됩니다(%(days)s).")
AGREED = N_("%(deputy)s 님이 대신하기로 했습니다(%(days)s).")
DECLINED = N_("%(deputy)s 님이 대신하지 못한다고 합니다(%(days)s).")
ENTERED = N_("자리를 비우는 날을 사무국이 적거나 바꾸었습니다(%(days)s).")
OVER = N_("다시 담당 가구를 맡으십니다. %(deputy)s 님이 대신했습니다(%(days)s).")
UNCOVERED = N_("%(name)s 님이 자리를 비우는 동안(%(days)s) 대신할 분이 없습니다.")
SHAKEN = N_("%(name)s 님을 대신할 %(deputy)s 님도 자리를 비웁니다(%(days)s). 비는 날을 살펴 주십시오.")


def span(days: Days) -> str:
    """2026. 11. 21.(토)~2026. 11. 24.(화); one day stands alone."""
    first, last = format_day(days.from_on), format_day(days.until_on)
    return first if first == last else f"{first}~{last}"


def ask_deputy(leave: Leave, now: datetime) -> None:
    _tell([leave.deputy], leave, ASK, f"{ASKED}:{leave.deputy_id}", now)


def tell_deputy(leave: Leave, words: str, now: datetime) -> None:
    """That it begins, or that its days are others."""
    _tell([leave.deputy], leave, words, f"{COVERED}:{leave.deputy_id}", now)


def tell_former_deputy(leave: Leave, deputy: User | None, now: datetime) -> None:
    _tell([deputy], leave, CALLED_OFF, "", now)


def tell_owner(leave: Leave, words: str, now: datetime, *, deputy: User | None, but: Actor | None = None) -> None:
    """Whoever is away, unless they did it themselves."""
    if but is None or leave.user_id != but.user_id:
        _tell([leave.user], leave, words, "", now, deputy=deputy)


def tell_office_of_uncovered(leave: Leave, now: datetime) -> None:
    _tell(_office(), leave, UNCOVERED, OPEN, now)


def tell_office_of_shaken(leave: Leave, now: datetime) -> None:
    _tell(_office(), leave, SHAKEN, f"{COVERED}:{leave.deputy_id}", now)


def _office() -> list[User]:
    return users_who_may(Permission.LEAVE_MANAGE)


def _tell(
    users: Iterable[User | None], leave: Leave, words: str, says: str, now: datetime, *, deputy: User | None = None
) -> None:
    named = deputy or leave.deputy
    said = words % {"name": leave.user.name, "deputy": named.name if named else "-", "days": span(leave.days)}
    news = News(Matter.COVER, About("leave", leave.id, says), said, f"/leave/{leave.id}")
    tell_staff([user for user in users if user is not None], news, now=now)
