"""What unmet needs teach: of which services places are missing, and where."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from portal.consortium.catalogue.models import Service
from portal.consortium.lessons.sources import Bundle, Happening, LessonSource, Topic, bundled
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import OPEN_STATES, RECORDED_STATES, ReferralState
from portal.coordinators.unmet.models import UnmetNeed
from portal.core.clock import day_of
from portal.core.dongs import dong
from portal.core.messages import N_
from portal.extensions import db
from portal.residents.applications.models import Application

MISSING = N_("%(dong)s %(service)s: 미충족 욕구")


def unmet(since: datetime) -> list[Bundle]:
    """By service and dong; who asked for no service teaches of none, nor does what a member took on since."""
    query = select(UnmetNeed, Service, Application.household_id)
    query = query.join(UnmetNeed.service).join(UnmetNeed.application)
    query = query.where(UnmetNeed.day >= day_of(since))
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
    taken_on, seen = _taken_on(), set()
    for need, service, household_id in db.session.execute(query.order_by(UnmetNeed.day, UnmetNeed.id)):
        asked_for = need.application_id, service.id
        if asked_for in seen or (asked_for in taken_on and day_of(taken_on[asked_for]) >= need.day):
            continue
        seen.add(asked_for)
        yield need, service, household_id


def _taken_on() -> dict[tuple[UUID, UUID], datetime]:
    """When each application was last asked for a service that a member came for, or may yet come for.

    What was closed after that counts as before; what was declined or cancelled says so still.
    """
    asked_at = func.max(Referral.requested_at)
    query = select(CareCase.application_id, Referral.service_id, asked_at).join(Referral.case)
    came_to_nothing = Referral.decline_reason.is_not(None) | Referral.cancelled_by.is_not(None)
    closed_since = (Referral.state == ReferralState.CLOSED) & ~came_to_nothing
    query = query.where(Referral.state.in_(OPEN_STATES | RECORDED_STATES) | closed_since)
    rows = db.session.execute(query.group_by(CareCase.application_id, Referral.service_id))
    return {(application_id, service_id): last for application_id, service_id, last in rows}


UNMET = LessonSource(N_("미충족 욕구"), unmet, times=lambda targets: targets.lesson_times)
