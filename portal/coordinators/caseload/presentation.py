"""How long somebody has waited, and who is in charge, in words."""

from datetime import datetime

from portal.coordinators.caseload.charge import InCharge
from portal.web.words import gettext as _

HOURS_A_DAY = 24


def waited(since: datetime, now: datetime) -> str:
    """방금, 3시간, 2일"""
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return _("방금")
    return _("%(hours)d시간", hours=hours) if hours < HOURS_A_DAY else _("%(days)d일", days=hours // HOURS_A_DAY)


def aloud(charge: InCharge) -> str:
    words, params = charge.aloud
    return _(words, **params)
