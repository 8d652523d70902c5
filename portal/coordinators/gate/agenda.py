"""Bookings that no longer pass, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.gate.broken import STANDS
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.referrals.models import Referral
from portal.core.dates import format_moment
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    return (
        select(
            *told(
                id=Referral.id,
                household_id=Referral.household_id,
                coordinator_id=CareCase.coordinator_id,
                name=Person.name,
                words=Service.name,
                more=Organisation.name,
                state=type_coerce(BookingBreak.hindrance, String()),
                since=BookingBreak.found_at,
                due_at=Slot.starts_at,
            )
        )
        .select_from(BookingBreak)
        .join(Referral, Referral.id == BookingBreak.referral_id)
        .join(CareCase, CareCase.id == Referral.case_id)
        .join(Person, Person.id == CareCase.person_id)
        .join(Slot, Slot.id == Referral.slot_id)
        .join(Service, Service.id == Referral.service_id)
        .join(Organisation, Organisation.id == Referral.organisation_id)
        .where(STANDS, Slot.starts_at > desk.now, cases_in_scope(desk.viewer))
        .order_by(Slot.starts_at, Referral.id)
    )


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"broken-{row.id}",
            what=_("%(service)s 예약이 어긋남", service=row.words),
            mark=(label(Hindrance(row.state or "")), "danger"),
            who=mask_name(row.name or ""),
            who_url=url_for("desk.household", household_id=row.household_id),
            coordinator_id=row.coordinator_id,
            more=_("%(when)s 방문 · %(who)s", when=format_moment(row.due_at or row.since), who=row.more),
            since=row.since,
            due=row.due_at,
            weight=Weight.BREAK,
            deeds=(Deed(_("예약 바로잡기"), url_for("gate.broken", _anchor=f"broken-{row.id}")),),
        )


BROKEN = Source(N_("어긋난 예약"), Permission.REFERRAL_MANAGE, _rows, _items)
