"""Tells members, coordinators and the office, some days before, that required training runs out."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, or_, select

from portal.accounts.models import User
from portal.consortium.members.models import Organisation
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.models import StaffNotice
from portal.duty.states import Matter
from portal.extensions import current_settings, db
from portal.notifications.actions import About, send_mail
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience
from portal.workforce.training.needs import MemberNeeds, all_needs
from portal.workforce.training.truth import ENDING

SUBJECT = N_("%(name)s: 필수 교육 유효기간 %(days)d일 전입니다")
BODY = N_(
    "%(name)s 담당자께\n\n%(day)s까지인 필수 교육 수료증이 있습니다.\n"
    "그 전에 다시 이수하도록 교육 일정을 보고 신청해 주십시오.\n\n%(url)s\n\n%(office)s"
)
OWN = N_("필수 교육의 유효기간이 %(day)s에 끝납니다: %(courses)s")
AND_MORE = N_("%(course)s 외 %(count)d과정")
LONGEST_NAMES = 140
"""Characters; a notice has 200 (`StaffNotice.words`), the name of one course up to 100."""


def warn_of_ending(now: datetime) -> int:
    """Send what is due and was not sent; answers how many members and people were told. Run daily."""
    leads = select(Organisation.email).where(Organisation.is_lead, Organisation.left_on.is_(None))
    offices = list(db.session.scalars(leads))
    told = 0
    for needs in all_needs(day_of(now)):
        if needs.organisation is None:
            told += sum(_tell_person(*each, now=now) for each in _people(needs))
        else:
            told += sum(_tell_member(needs.organisation, last_day, offices, now=now) for last_day in needs.last_days)
    db.session.flush()
    return told


def _people(needs: MemberNeeds) -> Iterator[tuple[User, date, list[str]]]:
    """Each with a last day and the courses that end on it."""
    by_day: dict[tuple[User, date], list[str]] = defaultdict(list)
    for need in needs.ending:
        if isinstance(need.learner, User) and need.until is not None:
            by_day[need.learner, need.until].append(need.course.name)
    for (user, last_day), names in by_day.items():
        yield user, last_day, names


def _step(last_day: date, now: datetime) -> int:
    """The nearest number of days ahead, of those that the office chose."""
    days = (last_day - day_of(now)).days
    return min(ahead for ahead in current_settings().target.member_warning_days if ahead >= days)


def _tell_member(member: Organisation, last_day: date, offices: list[str], *, now: datetime) -> bool:
    kind, settings = f"training_ends_{_step(last_day, now)}", current_settings()
    if _was_told(kind, member.id, last_day):
        return False
    words = {
        "name": member.name,
        "days": (last_day - day_of(now)).days,
        "day": format_day(last_day),
        "url": f"{settings.base_url}/training/needs",
        "office": settings.office_name,
    }
    about = About(ENDING, member.id, last_day.isoformat())
    for recipient in {member.email, *offices}:
        send_mail(
            recipient, SUBJECT % words, BODY % words, audience=Audience.COOPERATIVE, kind=kind, now=now, about=about
        )
    return True


def _tell_person(user: User, last_day: date, courses: list[str], *, now: datetime) -> bool:
    """Once about a last day."""
    if _was_told("", user.id, last_day):
        return False
    about = About(ENDING, user.id, last_day.isoformat())
    words = OWN % {"day": format_day(last_day), "courses": _named(courses)}
    tell_staff([user], News(Matter.TRAINING, about, words, "/training/needs"), now=now)
    return True


def _named(courses: list[str]) -> str:
    """All by name as long as a notice holds them, otherwise the first and how many more."""
    together = ", ".join(courses)
    if len(together) <= LONGEST_NAMES:
        return together
    return AND_MORE % {"course": courses[0], "count": len(courses) - 1}


def _was_told(kind: str, subject_id: UUID, last_day: date) -> bool:
    says = last_day.isoformat()
    mail = exists().where(
        OutboxMessage.kind == kind, OutboxMessage.subject_id == subject_id, OutboxMessage.says == says
    )
    notice = exists().where(
        StaffNotice.subject_kind == ENDING, StaffNotice.subject_id == subject_id, StaffNotice.says == says
    )
    return bool(db.session.scalar(select(or_(mail, notice))))
