"""What unmet needs teach: of which services places are missing, and where."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select

from portal.consortium.catalogue.models import Service
from portal.consortium.lessons.sources import Bundle, Happening, LessonSource, Topic, bundled
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.coordinators.unmet.models import UnmetNeed
from portal.core.clock import day_of
from portal.core.dongs import dong
from portal.core.messages import N_
from portal.extensions import db
from portal.residents.applications.models import Application

MISSING = N_("%(dong)s %(service)s: 미충족 욕구")


def unmet(since: datetime) -> list[Bundle]:
    """By service and dong; who asked for no service teaches of none, nor does what a member took on after all."""
    query = select(UnmetNeed, Service, Application.household_id)
    query = query.join(UnmetNeed.service).join(UnmetNeed.application)
    query = query.where(UnmetNeed.day >= day_of(since), ~_taken_on())
    return bundled(
        (
            Topic(
                f"{service.code}/{need.dong_code}",
                MISSING % {"dong": dong(need.dong_code).name, "service": service.name},
                service.name,
            ),
            Happening(need.id, ("household", household_id), need.day),
        )
        for need, service, household_id in _first_of_each(query)
    )


def _first_of_each(query: Select[UnmetNeed, Service, UUID]) -> Iterator[tuple[UnmetNeed, Service, UUID]]:
    """Somebody who was declined, waits and gives up has needed one thing."""
    seen = set()
    for need, service, household_id in db.session.execute(query.order_by(UnmetNeed.day, UnmetNeed.id)):
        if (need.application_id, service.id) not in seen:
            seen.add((need.application_id, service.id))
            yield need, service, household_id


def _taken_on() -> ColumnElement[bool]:
    """Whether somebody was asked for the same after all, and has neither declined nor lost it."""
    asked = select(Referral.id).join(Referral.case)
    return asked.where(
        CareCase.application_id == UnmetNeed.application_id,
        Referral.service_id == UnmetNeed.service_id,
        Referral.decline_reason.is_(None),
        Referral.state != ReferralState.WITHDRAWN,
    ).exists()


UNMET = LessonSource(N_("미충족 욕구"), unmet, times=lambda targets: targets.lesson_times)
