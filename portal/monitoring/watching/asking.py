"""Whether homes are watched by devices, whether anybody ever asked them, and what they answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.audit.actions import record
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import open_cases_in_scope
from portal.core.actors import Actor
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.watching.models import Watch, WatchAsking
from portal.monitoring.watching.queries import EYES
from portal.monitoring.watching.scope import is_watched
from portal.monitoring.watching.states import HomesView, WatchWish
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind
from portal.residents.households.models import Household
from portal.residents.households.scope import require_scope

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Home:
    """How it stands with one home: by what it is watched now, and when it was asked last and what it said.

    Of a home that only ever gave or refused the consent, `wish` is what the consent says.
    """

    eyes: tuple[DeviceKind, ...] = ()
    wish: WatchWish | None = None
    asked_at: datetime | None = None

    @property
    def is_to_be_asked(self) -> bool:
        """Nobody asked yet, or they wanted to be asked once more."""
        return not self.eyes and self.wish in (None, WatchWish.LATER)


def keep_wish(household_id: UUID, wish: WatchWish, *, actor: Actor, now: datetime) -> WatchAsking:
    """What they answered when somebody asked whether they want to be watched by devices."""
    actor.require(Permission.WATCH_MANAGE)
    require_scope(household_id, actor)
    asking = WatchAsking(household_id=household_id, wish=wish, at=now, by_id=actor.user_id, by_name=actor.name)
    db.session.add(asking)
    record("watch.asked", actor=actor, now=now, subject=("household", household_id), wish=wish.value)
    db.session.flush()
    return asking


def homes_of(household_ids: Collection[UUID]) -> Mapping[UUID, Home]:
    """How it stands with each of these."""
    eyes = _eyes(household_ids)
    asked = _consents(household_ids)
    for asking in db.session.scalars(
        select(WatchAsking).where(WatchAsking.household_id.in_(household_ids)).order_by(WatchAsking.at, WatchAsking.id)
    ):
        before = asked.get(asking.household_id)
        if before is None or before[1] <= asking.at:
            asked[asking.household_id] = asking.wish, asking.at
    return {each: Home(eyes.get(each, ()), *asked.get(each, (None, None))) for each in household_ids}


def _eyes(household_ids: Collection[UUID]) -> Mapping[UUID, tuple[DeviceKind, ...]]:
    found = (
        select(Device.household_id, Device.kind)
        .join(Watch, Watch.household_id == Device.household_id)
        .where(Device.household_id.in_(household_ids), Device.state.in_(EYES), is_watched())
    )
    eyes: dict[UUID, tuple[DeviceKind, ...]] = {}
    for household_id, kind in db.session.execute(found.order_by(Device.household_id, Device.kind).distinct()):
        eyes[household_id] = (*eyes.get(household_id, ()), kind)
    return eyes


def _consents(household_ids: Collection[UUID]) -> dict[UUID, tuple[WatchWish, datetime]]:
    """What was said to the consent, which is asked when a device is to be put up."""
    said = (
        select(CareCase.household_id, Consent)
        .join(CareCase, CareCase.person_id == Consent.person_id)
        .where(CareCase.household_id.in_(household_ids), Consent.kind == ConsentKind.WATCHING)
    )
    found = {}
    for household_id, consent in db.session.execute(said.order_by(Consent.given_at, Consent.id)):
        agrees = consent.given and consent.withdrawn_at is None
        moment = consent.withdrawn_at or consent.given_at
        found[household_id] = (WatchWish.WANTS if agrees else WatchWish.DECLINES, moment)
    return found


def homes(view: HomesView, number: int, *, viewer: Actor) -> Page[CareCase]:
    """A page of the households in care of one view, whoever is contacted first standing first."""
    viewer.require(Permission.WATCH_MANAGE)
    found = (
        select(CareCase)
        .join(CareCase.household)
        .where(open_cases_in_scope(viewer), *_CONDITIONS[view])
        .options(contains_eager(CareCase.household), joinedload(CareCase.person), joinedload(CareCase.coordinator))
    )
    in_order = found.order_by(CareCase.next_contact_on.asc().nulls_last(), CareCase.id)
    return page_of(db.session, in_order, number, PAGE_SIZE)


_WATCHED = CareCase.household_id.in_(select(Watch.household_id).where(is_watched()))
_CONSENT = (
    select(Consent.id).where(Consent.person_id == CareCase.person_id, Consent.kind == ConsentKind.WATCHING).exists()
)
_ASKED = select(WatchAsking.id).where(WatchAsking.household_id == CareCase.household_id).exists()


def _said(wish: WatchWish) -> ColumnElement[bool]:
    """The last time that somebody asked."""
    last = select(func.max(WatchAsking.at)).where(WatchAsking.household_id == CareCase.household_id)
    said = select(WatchAsking.id).where(
        WatchAsking.household_id == CareCase.household_id,
        WatchAsking.at == last.correlate(CareCase).scalar_subquery(),
        WatchAsking.wish == wish,
    )
    return and_(~_WATCHED, said.exists())


_CONDITIONS: Mapping[HomesView, tuple[ColumnElement[bool], ...]] = {
    HomesView.NEVER: (Household.lives_alone.is_(True), ~_WATCHED, ~_CONSENT, ~_ASKED),
    HomesView.LATER: (_said(WatchWish.LATER),),
    HomesView.WANTS: (_said(WatchWish.WANTS),),
    HomesView.DECLINES: (_said(WatchWish.DECLINES),),
    HomesView.WATCHED: (_WATCHED,),
}
