"""Writes unmet needs down from what happened: waits, declined referrals, applications that were turned away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.referrals.cascade import UNDO_LASTS
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import one_of_series
from portal.coordinators.referrals.states import DeclineReason
from portal.coordinators.unmet.models import UnmetNeed
from portal.coordinators.unmet.states import UnmetReason
from portal.coordinators.waitlist.models import WaitEntry
from portal.coordinators.waitlist.states import WaitEnd
from portal.core.clock import day_of
from portal.extensions import db
from portal.residents.applications.models import Application, ApplicationService
from portal.residents.applications.states import ApplicationState
from portal.residents.households.models import Household

GAVE_UP = (WaitEnd.NOT_WANTED, WaitEnd.ELSEWHERE, WaitEnd.OVER)
LOOKED_BACK = timedelta(days=2)
"""The job looks so far back: it runs every quarter of an hour, and what it wrote down it does not write again."""


def write_down(now: datetime, since: datetime | None = None) -> int:
    """Write down what happened from `since` on and is not written yet; answers how many needs."""
    made = [
        UnmetNeed(
            reason=reason, source_id=source, application_id=asked, service_id=service, dong_code=dong, day=day_of(at)
        )
        for reason, rows in _happened(since or now - LOOKED_BACK, now).items()
        for source, asked, service, dong, at in db.session.execute(rows)
    ]
    db.session.add_all(made)
    db.session.flush()
    return len(made)


def take_back_decline(referral_id: UUID) -> None:
    """The co-operative takes back that it had no room: no need comes of it."""
    declined = UnmetNeed.source_id == referral_id, UnmetNeed.reason == UnmetReason.DECLINED
    db.session.execute(delete(UnmetNeed).where(*declined))


def _happened(since: datetime, now: datetime) -> Mapping[UnmetReason, Select[Any]]:
    """Rows of (source, application, service, dong, moment).

    A decline counts once the next co-operative may be asked, regular visits once.
    """
    waits = select(WaitEntry.id, CareCase.application_id, WaitEntry.service_id, Household.dong_code)
    waits = waits.join(WaitEntry.case).join(CareCase.household)
    declined = (
        select(Referral.id, CareCase.application_id, Referral.service_id, Household.dong_code, Referral.answered_at)
        .join(Referral.case)
        .join(CareCase.household)
        .where(Referral.decline_reason == DeclineReason.NO_CAPACITY, one_of_series())
        .where(Referral.answered_at >= since, Referral.answered_at <= now - UNDO_LASTS)
    )
    refused = (
        select(
            Application.id, Application.id, ApplicationService.service_id, Household.dong_code, Application.decided_at
        )
        .join(Application.household)
        .outerjoin(ApplicationService, ApplicationService.application_id == Application.id)
        .where(Application.state == ApplicationState.NOT_ELIGIBLE, Application.decided_at >= since)
    )
    found = {
        UnmetReason.NO_PLACE: waits.add_columns(WaitEntry.since).where(WaitEntry.since >= since),
        UnmetReason.DECLINED: declined,
        UnmetReason.NOT_ELIGIBLE: refused,
        UnmetReason.GAVE_UP: waits.add_columns(WaitEntry.closed_at).where(
            WaitEntry.end_reason.in_(GAVE_UP), WaitEntry.closed_at >= since
        ),
    }
    return {reason: rows.where(~_written(reason, rows)) for reason, rows in found.items()}


def _written(reason: UnmetReason, rows: Select[Any]) -> ColumnElement[bool]:
    source, _asked, service, *_rest = rows.selected_columns
    same = UnmetNeed.service_id.is_not_distinct_from(service)
    return select(UnmetNeed.id).where(UnmetNeed.source_id == source, UnmetNeed.reason == reason, same).exists()
