"""Places that are kept for people who wait, and who cannot have a free one, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.told import coordinator_of, whom
from portal.coordinators.gate.rules import sentence
from portal.coordinators.gate.states import Door, Hindrance
from portal.coordinators.waitlist.models import PlaceOffer, WaitEntry
from portal.coordinators.waitlist.scope import waits_in_scope
from portal.coordinators.waitlist.states import WaitState
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    kept = _waits(desk, since=PlaceOffer.offered_at, due_at=PlaceOffer.until_at)
    return kept.join(WaitEntry.offers).where(PlaceOffer.ended_at.is_(None)).order_by(PlaceOffer.until_at, PlaceOffer.id)


def _waits(desk: Desk, **columns: Any) -> Select[Any]:
    common = told(
        id=WaitEntry.id,
        household_id=CareCase.household_id,
        coordinator_id=coordinator_of(CareCase.household_id),
        name=Person.name,
        words=Service.name,
        **columns,
    )
    return (
        select(*common)
        .select_from(WaitEntry)
        .join(WaitEntry.case)
        .join(Person, Person.id == CareCase.person_id)
        .join(Service, Service.id == WaitEntry.service_id)
        .where(waits_in_scope(desk.viewer))
    )


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"place-{row.id}",
            what=_("대기하던 %(service)s 자리가 났음", service=row.words),
            whom=whom(row),
            more=_("답하지 않으면 다음 분께 넘어갑니다."),
            since=row.since,
            due=row.due_at,
            deeds=(Deed(_("난 자리 보기"), url_for("waitlist.wait", wait_id=row.id)),),
        )


OFFERS = Source(N_("대기 중에 난 자리"), Permission.REFERRAL_MANAGE, _rows, _items)


def _hindered_rows(desk: Desk) -> Select[Any]:
    found = _waits(desk, state=type_coerce(WaitEntry.hindrance, String()), since=WaitEntry.hindered_at)
    found = found.where(WaitEntry.state == WaitState.WAITING, WaitEntry.hindrance.is_not(None))
    return found.order_by(WaitEntry.hindered_at, WaitEntry.id)


def _hindered_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"hindered-{row.id}",
            what=_("자리가 있어도 잡지 못하는 %(service)s 대기", service=row.words),
            whom=whom(row),
            more=_(sentence(Hindrance(row.state or ""), Door.REFER)),
            since=row.since,
            deeds=(Deed(_("대기 보기"), url_for("waitlist.wait", wait_id=row.id)),),
        )


HINDERED = Source(N_("자리가 있어도 잡지 못하는 대기"), Permission.REFERRAL_MANAGE, _hindered_rows, _hindered_items)
