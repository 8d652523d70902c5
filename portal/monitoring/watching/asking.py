"""Whether homes are watched by devices, whether anybody ever asked them, and what they answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal, select, union_all
from sqlalchemy.orm import contains_eager, joinedload

from portal.audit.actions import record
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import open_cases_in_scope
from portal.core.actors import Actor
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.core.worded import Worded
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
from portal.residents.households.models import Household, Person
from portal.residents.households.scope import require_scope

PAGE_SIZE = 50
_WANTS, _DECLINES = (literal(wish, WatchAsking.wish.type) for wish in (WatchWish.WANTS, WatchWish.DECLINES))


@dataclass(frozen=True, slots=True)
class Home:
    """How it stands with one home: by what it is watched now, and when it was asked last and what it said.

    `wish` is its newest word, be it an answer or what it says to the consent; `asked_at` is when it said so.
    """

    eyes: tuple[DeviceKind, ...] = ()
    wish: WatchWish | None = None
    asked_at: datetime | None = None

    @property
    def mark(self) -> Worded | None:
        """That it is watched, or else its newest word; None where nobody asked."""
        return HomesView.WATCHED if self.eyes else self.wish

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
    """How it stands with each of these, by one statement."""
    eyes, said = _eyes(household_ids), _said_last(household_ids)
    found = (
        select(Household.id, eyes.c.kind, said.c.wish, said.c.at)
        .outerjoin(eyes, eyes.c.household_id == Household.id)
        .outerjoin(said, said.c.household_id == Household.id)
        .where(Household.id.in_(household_ids))
        .order_by(Household.id, eyes.c.kind)
    )
    homes: dict[UUID, Home] = {}
    for household_id, kind, wish, at in db.session.execute(found):
        seen = homes[household_id].eyes if household_id in homes else ()
        homes[household_id] = Home((*seen, kind) if kind else seen, wish, at)
    return {each: homes.get(each, Home()) for each in household_ids}


def marks_of(household_ids: Collection[UUID]) -> Mapping[UUID, Worded]:
    """The marks of those that are watched, or ever said a word to it."""
    return {each: home.mark for each, home in homes_of(household_ids).items() if home.mark}


def _eyes(among: Collection[UUID] | None = None) -> Subquery:
    """By what each home is watched; of some homes, or of all."""
    found = (
        select(Device.household_id, Device.kind)
        .join(Watch, Watch.household_id == Device.household_id)
        .where(Device.state.in_(EYES), is_watched(), *_of(Device.household_id, among))
    )
    return found.distinct().subquery("eyes")


def _said_last(among: Collection[UUID] | None = None) -> Subquery:
    """The newest word of each home, of some homes or of all: what it answered when it was asked, or its consent.

    The consent is asked when a device is to be put up, or stands in an application, so many gave or withdrew it
    without having been asked. Of one moment the answer counts first, then the consent that goes on.
    """
    agrees = and_(Consent.given, Consent.withdrawn_at.is_(None))
    words = union_all(
        select(
            WatchAsking.household_id, WatchAsking.wish, WatchAsking.at, WatchAsking.id, literal(2).label("rank")
        ).where(*_of(WatchAsking.household_id, among)),
        select(
            Person.household_id,
            case((agrees, _WANTS), else_=_DECLINES),
            func.coalesce(Consent.withdrawn_at, Consent.given_at),
            Consent.id,
            case((Consent.withdrawn_at.is_(None), 1), else_=0),
        )
        .join(Consent, Consent.person_id == Person.id)
        .where(Consent.kind == ConsentKind.WATCHING, *_of(Person.household_id, among)),
    ).subquery("words")
    newest_first = (words.c.at.desc(), words.c.rank.desc(), words.c.id.desc())
    place = func.row_number().over(partition_by=words.c.household_id, order_by=newest_first).label("place")
    ranked = select(words.c.household_id, words.c.wish, words.c.at, place).subquery("ranked")
    return select(ranked.c.household_id, ranked.c.wish, ranked.c.at).where(ranked.c.place == 1).subquery("said")


def _of(column: Any, among: Collection[UUID] | None) -> tuple[ColumnElement[bool], ...]:
    return () if among is None else (column.in_(among),)


def homes(view: HomesView, number: int, *, viewer: Actor) -> Page[CareCase]:
    """A page of the households in care of one view, whoever is contacted first standing first."""
    viewer.require(Permission.WATCH_MANAGE)
    said = _said_last()
    found = (
        select(CareCase)
        .join(CareCase.household)
        .outerjoin(said, said.c.household_id == CareCase.household_id)
        .where(open_cases_in_scope(viewer), *_conditions(view, said.c.wish))
        .options(contains_eager(CareCase.household), joinedload(CareCase.person), joinedload(CareCase.coordinator))
    )
    in_order = found.order_by(CareCase.next_contact_on.asc().nulls_last(), CareCase.id)
    return page_of(db.session, in_order, number, PAGE_SIZE)


def _conditions(view: HomesView, wish: ColumnElement[WatchWish | None]) -> tuple[ColumnElement[bool], ...]:
    watched = CareCase.household_id.in_(select(_eyes().c.household_id))
    if view is HomesView.WATCHED:
        return (watched,)
    if view is HomesView.NEVER:
        return Household.lives_alone.is_(True), ~watched, wish.is_(None)
    return ~watched, wish == WatchWish(view.value)
