"""Tells members and the office by mail, some days before, that a member will make no new offers."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select

from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import members_soon_hindered, organisations, stop_ahead
from portal.consortium.members.rules import ComingStop, may_offer
from portal.consortium.members.truth import ORGANISATION
from portal.core.actors import SYSTEM
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.events import Event, tell
from portal.core.messages import N_
from portal.db.job_runs import looked_until
from portal.extensions import current_settings, db
from portal.notifications.actions import About, send_mail
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience

ENDED = "members.ended"
SUBJECT = N_("%(name)s: 협약·보험 만료 %(days)d일 전입니다")
BODY = N_(
    "%(name)s 담당자께\n\n%(day)s부터 새 자리를 낼 수 없습니다.\n"
    "그 전에 협약이나 보험을 새로 하고 사무국에 알려 주십시오. 이미 잡힌 방문은 그대로 합니다.\n\n%(office)s"
)


def warn_of_expiry(now: datetime) -> int:
    """Send what is due and was not sent; answers how many members were told. Run daily."""
    today = day_of(now)
    leads = list(db.session.scalars(select(Organisation).where(Organisation.is_lead, Organisation.left_on.is_(None))))
    told = 0
    for member in members_soon_hindered(today):
        stop = stop_ahead(member, today)
        if stop and _claim(member, stop, [member, *leads], now):
            told += 1
    db.session.flush()
    return told


def tell_of_ended_terms(now: datetime) -> int:
    """Let those who depend on a member act on the first day on which it may not offer any more; answers how many.

    What ended on days on which nobody looked is told as soon as somebody does.
    """
    today, before = day_of(now), looked_until(db.session, ENDED, now)
    looked_on = today - timedelta(days=1) if before is None else day_of(before)
    ended = [each for each in organisations(day=today) if may_offer(each, looked_on) and not may_offer(each, today)]
    days_back = [today - timedelta(days=number) for number in range(1, (today - looked_on).days + 1)]
    for member in ended:
        last_day = next(day for day in days_back if may_offer(member, day))
        tell(Event.TERM_RAN_OUT, member.id, actor=SYSTEM, now=now, last_day=last_day)
    return len(ended)


def _claim(member: Organisation, stop: ComingStop, recipients: list[Organisation], now: datetime) -> bool:
    """Send the reminder for the nearest number of days ahead, unless it was sent about this day."""
    reminders = current_settings().target.member_warning_days
    kind = f"member_expiry_{min(days for days in reminders if days >= stop.days)}"
    sent = exists().where(
        OutboxMessage.kind == kind, OutboxMessage.subject_id == member.id, OutboxMessage.says == stop.on.isoformat()
    )
    if db.session.scalar(sent.select()):
        return False
    office = current_settings().office_name
    words = {"name": member.name, "days": stop.days, "day": format_day(stop.on), "office": office}
    for recipient in {each.email for each in recipients}:
        about = About(ORGANISATION, member.id, stop.on.isoformat())
        send_mail(
            recipient, SUBJECT % words, BODY % words, audience=Audience.COOPERATIVE, kind=kind, now=now, about=about
        )
    return True
