"""Tells members and the office by mail, some days before, that checks of workers end."""

from datetime import date, datetime

from sqlalchemy import exists, select

from portal.consortium.members.models import Organisation
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.extensions import current_settings, db
from portal.notifications.actions import About, send_mail
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience
from portal.workforce.workers.queries import Lacking, lacking
from portal.workforce.workers.truth import CHECKS

SUBJECT = N_("%(name)s: 종사자 확인 만료 %(days)d일 전입니다")
BODY = N_(
    "%(name)s 담당자께\n\n%(day)s까지인 확인(범죄경력 조회, 건강진단, 계약)이 있는 종사자가 있습니다.\n"
    "그 전에 새로 확인하고 종사자 화면에 적어 주십시오. 확인이 끝난 종사자에게는 새 방문을 맡길 수 없습니다.\n\n"
    "%(url)s\n\n%(office)s"
)


def warn_of_checks(now: datetime) -> int:
    """Send what is due and was not sent, of each last day; answers how many mails members were to have. Run daily."""
    today = day_of(now)
    leads = select(Organisation.email).where(Organisation.is_lead, Organisation.left_on.is_(None))
    offices = list(db.session.scalars(leads))
    told = sum(_claim(each, last_day, offices, now) for each in lacking(today) for last_day in each.last_days)
    db.session.flush()
    return told


def _claim(found: Lacking, last_day: date, offices: list[str], now: datetime) -> bool:
    """Send the reminder for the nearest number of days ahead, unless it was sent about this day."""
    days, member = (last_day - day_of(now)).days, found.organisation
    kind = f"worker_checks_{min(ahead for ahead in current_settings().target.member_warning_days if ahead >= days)}"
    sent = exists().where(
        OutboxMessage.kind == kind, OutboxMessage.subject_id == member.id, OutboxMessage.says == last_day.isoformat()
    )
    if db.session.scalar(sent.select()):
        return False
    settings = current_settings()
    words = {
        "name": member.name,
        "days": days,
        "day": format_day(last_day),
        "url": f"{settings.base_url}/workers",
        "office": settings.office_name,
    }
    about = About(CHECKS, member.id, last_day.isoformat())
    for recipient in {member.email, *offices}:
        send_mail(
            recipient, SUBJECT % words, BODY % words, audience=Audience.COOPERATIVE, kind=kind, now=now, about=about
        )
    return True
