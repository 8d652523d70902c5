"""Reads of unmet needs: the list, and how many by service and dong; the office alone sees them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.consortium.catalogue.models import Service
from portal.coordinators.unmet.models import UnmetNeed
from portal.coordinators.unmet.states import UnmetReason
from portal.core.actors import Actor
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.residents.applications.models import Application

PAGE_SIZE = 50


@dataclass(frozen=True)
class Counted:
    """Of a service and a dong: how many needs of each reason; `service` is empty where none was asked for.

    `total` counts once what was written down for two reasons: a wait that was given up.
    """

    service: str
    dong_code: str
    total: int
    reasons: Counter[UnmetReason]


def needs_since(first: date, number: int, *, viewer: Actor) -> Page[UnmetNeed]:
    """Those of the days from `first` on, the newest first."""
    viewer.require(Permission.MEMBER_MANAGE)
    found = select(UnmetNeed).where(UnmetNeed.day >= first).order_by(UnmetNeed.day.desc(), UnmetNeed.id.desc())
    shown = joinedload(UnmetNeed.application).joinedload(Application.household), joinedload(UnmetNeed.service)
    return page_of(db.session, found.options(*shown), number, PAGE_SIZE)


def counts_since(first: date, *, viewer: Actor) -> Sequence[Counted]:
    """By service and dong, the most frequent first."""
    viewer.require(Permission.MEMBER_MANAGE)
    place, sources = (Service.name, UnmetNeed.dong_code), func.count(UnmetNeed.source_id.distinct())
    needs = select(*place).outerjoin(Service, Service.id == UnmetNeed.service_id).where(UnmetNeed.day >= first)
    totals, by_reason = needs.group_by(*place), needs.group_by(*place, UnmetNeed.reason)
    found = {
        (service, dong_code): Counted(service or "", dong_code, total, Counter())
        for service, dong_code, total in db.session.execute(totals.add_columns(sources))
    }
    for service, dong_code, reason, number in db.session.execute(by_reason.add_columns(UnmetNeed.reason, sources)):
        found[service, dong_code].reasons[reason] = number
    return sorted(found.values(), key=lambda each: (-each.total, each.service, each.dong_code))
