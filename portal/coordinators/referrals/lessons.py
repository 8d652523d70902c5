"""What referrals teach: why co-operatives decline."""

from datetime import date, datetime

from sqlalchemy import select

from portal.consortium.catalogue.models import Service
from portal.consortium.lessons.sources import Bundle, Happening, LessonSource, Topic, bundled
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import one_of_series
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.extensions import db

DECLINED = N_("%(service)s 연계 거절: %(reason)s")


def declines(since: datetime) -> list[Bundle]:
    """By service and reason; regular visits were declined once."""
    query = select(Referral, Service.code, Service.name).join(Referral.service)
    query = query.where(Referral.answered_at >= since, Referral.decline_reason.is_not(None), one_of_series())
    return bundled(
        (
            Topic(f"{code}/{referral.decline_reason}", DECLINED % {"service": name, "reason": _words(referral)}, name),
            Happening(referral.id, ("referral", referral.id), _day(referral), referral.organisation_id),
        )
        for referral, code, name in db.session.execute(query.order_by(Referral.answered_at, Referral.id))
    )


def _words(referral: Referral) -> str:
    return referral.decline_reason.words if referral.decline_reason else ""


def _day(referral: Referral) -> date:
    return day_of(referral.answered_at or referral.requested_at)


DECLINES = LessonSource(N_("거절된 연계"), declines, times=lambda targets: targets.lesson_often_times)
