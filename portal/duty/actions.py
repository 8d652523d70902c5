"""Tells staff what they must hear of, at once or with the mail of the day, and keeps the roster."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import User
from portal.accounts.queries import get_user
from portal.audit import actions as audit
from portal.core.actors import Actor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.models import NoticeChoice, Shift, StaffNotice
from portal.duty.queries import absences, hearers, on_call_at, pace_of, working
from portal.duty.states import CARE, URGENT, Matter, Pace
from portal.extensions import current_settings, db
from portal.notifications.actions import About, fitting, send_mail, send_text
from portal.notifications.states import Audience
from portal.notifications.truth import require_truth

BODY = N_("%(words)s\n\n%(url)s\n")
ON_CALL = N_("%(what)s이 들어왔습니다. 포털에서 확인해 주십시오.")
TOO_LONG_DAYS = 31


@dataclass(frozen=True)
class News:
    """What somebody must hear of: no name, no address, no detail of health; `path` leads to it."""

    matter: Matter
    about: About
    words: str
    path: str
    kind: str = ""
    body: str = ""
    """The whole words of the mail where one line is not enough."""

    is_urgent: bool = False
    wakes_nobody: bool = False
    """Good news of what is urgent: nobody on call is sent a text of it."""

    is_mailed: bool = False
    """A mail of its own goes: neither this one nor that of the day repeats it."""


def tell_staff(users: Iterable[User], news: News, *, now: datetime, audience: Audience = Audience.STAFF) -> None:
    """Write it down for each of them; what is urgent, or whoever wants it so, gets a mail at once.

    What is about a household goes to whoever sees to it today. Anything else waits for whoever is away.
    """
    require_truth(news.about.kind)
    settings = current_settings()
    url = f"{settings.base_url}{news.path}"
    is_urgent = news.is_urgent or news.matter in URGENT
    for user, by_mail in _told(list(users), news.matter, now):
        at_once = by_mail and not news.is_mailed and (is_urgent or pace_of(user.id) is Pace.AT_ONCE)
        notice = StaffNotice(user_id=user.id, matter=news.matter, words=news.words, url=url, at=now)
        notice.subject_kind, notice.subject_id, notice.says = news.about.kind, news.about.id, news.about.says
        notice.told_at = now if news.is_mailed or (at_once and user.email) else None
        db.session.add(notice)
        if at_once and user.email:
            body = news.body or BODY % {"words": news.words, "url": url}
            kind = news.kind or f"staff_{news.matter}"
            send_mail(user.email, news.words, body, audience=audience, kind=kind, now=now, about=news.about)
    if news.matter in URGENT and not news.wakes_nobody and not working().is_open(now):
        _tell_on_call(news, now)


def _told(users: list[User], matter: Matter, now: datetime) -> list[tuple[User, bool]]:
    """Each who hears of it, and whether a mail may go: whoever is away finds it when they are back."""
    if matter in CARE:
        return [(user, True) for user in hearers(users, now=now)]
    here = {user.id: user for user in users if user.disabled_at is None}.values()
    away = absences(here, now)
    return [(user, user.id not in away or away[user.id].reads_along) for user in here]


def _tell_on_call(news: News, now: datetime) -> None:
    """A text that does not wait for the morning."""
    shift = on_call_at(now)
    if shift is not None:
        body = fitting(ON_CALL % {"what": news.matter.words}, news.matter.words)
        kind = f"on_call_{news.matter}"
        send_text(shift.phone, body, audience=Audience.STAFF, kind=kind, now=now, about=news.about, for_safety=True)


def choose_pace(pace: Pace, *, actor: Actor, now: datetime) -> None:
    """How one wants to hear of what is not urgent."""
    actor.require(Permission.STAFF_OWN)
    if actor.user_id is None:
        return
    chosen = db.session.get(NoticeChoice, actor.user_id) or NoticeChoice(user_id=actor.user_id)
    chosen.pace, chosen.chosen_at = pace, now
    db.session.add(chosen)
    db.session.flush()


def add_shift(
    user_id: UUID, phone: str, starts_at: datetime, ends_at: datetime, *, actor: Actor, now: datetime
) -> Shift:
    """Put somebody who works here on call."""
    actor.require(Permission.ROSTER_MANAGE)
    user = get_user(user_id)
    if user.disabled_at is not None or not user.actor.can(Permission.STAFF_OWN):
        raise DomainError(N_("지금 일하는 직원을 골라 주십시오."), "user")
    if ends_at <= starts_at:
        raise DomainError(N_("끝나는 때는 시작하는 때보다 늦어야 합니다."), "ends_at")
    if ends_at <= now or (ends_at - starts_at).days > TOO_LONG_DAYS:
        raise DomainError(N_("이미 지났거나 너무 긴 당직입니다. 날짜를 다시 확인해 주십시오."), "ends_at")
    shift = Shift(user_id=user.id, phone=phone, starts_at=starts_at, ends_at=ends_at)
    db.session.add(shift)
    db.session.flush()
    audit.record("shift.added", actor=actor, now=now, subject=("user", user.id))
    return shift


def end_shifts_of(user_id: UUID, *, actor: Actor, now: datetime) -> int:
    """Whoever left is on call no more: one that runs ends, others are taken off; answers how many."""
    shifts = db.session.scalars(select(Shift).where(Shift.user_id == user_id, Shift.ends_at > now)).all()
    for shift in shifts:
        if shift.starts_at < now:
            shift.ends_at = now
        else:
            db.session.delete(shift)
        audit.record("shift.removed", actor=actor, now=now, subject=("user", user_id))
    db.session.flush()
    return len(shifts)


def remove_shift(shift: Shift, *, actor: Actor, now: datetime) -> None:
    """One that was not meant, or goes to somebody else."""
    actor.require(Permission.ROSTER_MANAGE)
    audit.record("shift.removed", actor=actor, now=now, subject=("user", shift.user_id))
    db.session.delete(shift)
    db.session.flush()
