"""Tells the office by mail, some days before, that somebody who appears in press and publicity agrees no longer."""

from datetime import datetime

from sqlalchemy import exists, select

from portal.consortium.library.queries import EndingConsent, ending_consents
from portal.consortium.library.truth import CONSENTS
from portal.consortium.members.models import Organisation
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.extensions import current_settings, db
from portal.notifications.actions import About, send_mail
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Audience

SUBJECT = N_("보도·홍보 동의 만료 %(days)d일 전입니다")
BODY = N_(
    "자료실의 보도·홍보 자료 가운데 %(day)s까지만 동의한 사람이나 단체가 있습니다(%(people)d).\n\n%(title)s\n\n"
    "그 전에 다시 동의를 받아 적어 주십시오. 동의가 끝나면 자료를 내어 드리지 않습니다.\n\n%(url)s\n\n%(office)s"
)


def warn_of_consents(now: datetime) -> int:
    """Send what is due and was not sent; answers of how many items was told. Run daily."""
    leads = select(Organisation.email).where(Organisation.is_lead, Organisation.left_on.is_(None))
    offices = list(db.session.scalars(leads.order_by(Organisation.id)))
    told = sum(_warn(each, offices, now) for each in ending_consents(day_of(now)))
    db.session.flush()
    return told


def _warn(ending: EndingConsent, offices: list[str], now: datetime) -> bool:
    """The reminder for the nearest number of days ahead, unless it was sent about this day. Nobody is named."""
    settings, item, days = current_settings(), ending.item, (ending.last_day - day_of(now)).days
    kind = f"{CONSENTS}_{min(ahead for ahead in settings.target.member_warning_days if ahead >= days)}"
    says = ending.last_day.isoformat()
    sent = exists().where(OutboxMessage.kind == kind, OutboxMessage.subject_id == item.id, OutboxMessage.says == says)
    if db.session.scalar(sent.select()):
        return False
    words = {
        "title": item.title,
        "days": days,
        "people": ending.people,
        "day": format_day(ending.last_day),
        "url": f"{settings.base_url}/library/{item.id}",
        "office": settings.office_name,
    }
    about = About(CONSENTS, item.id, says)
    for recipient in offices:
        subject, body = SUBJECT % words, BODY % words
        send_mail(recipient, subject, body, audience=Audience.COOPERATIVE, kind=kind, now=now, about=about)
    return True
