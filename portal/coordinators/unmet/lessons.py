"""What unmet needs teach: of which services places are missing, and where."""

from datetime import datetime

from sqlalchemy import select

from portal.consortium.catalogue.models import Service
from portal.consortium.lessons.sources import Bundle, Happening, LessonSource, Topic, bundled
from portal.coordinators.unmet.models import UnmetNeed
from portal.core.clock import day_of
from portal.core.dongs import dong
from portal.core.messages import N_
from portal.extensions import db
from portal.residents.applications.models import Application

MISSING = N_("%(dong)s %(service)s: 미충족 욕구")


def unmet(since: datetime) -> list[Bundle]:
    """By service and dong; who asked for no service teaches of none."""
    query = select(UnmetNeed, Service, Application.household_id)
    query = query.join(UnmetNeed.service).join(UnmetNeed.application).where(UnmetNeed.day >= day_of(since))
    return bundled(
        (
            Topic(
                f"{service.code}/{need.dong_code}",
                MISSING % {"dong": dong(need.dong_code).name, "service": service.name},
                service.name,
            ),
            Happening(need.id, ("household", household_id), need.day),
        )
        for need, service, household_id in db.session.execute(query.order_by(UnmetNeed.day, UnmetNeed.id))
    )


UNMET = LessonSource(N_("미충족 욕구"), unmet)
