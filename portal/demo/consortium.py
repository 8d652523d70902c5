"""Takes in the members as the data tells them, their offers, their weekly places and the days they are closed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portal.consortium.capacity.actions import PatternDetails, close_day, confirm_figures, post_pattern
from portal.consortium.capacity.entries import PlaceChange, set_places
from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import closed_days, slots_between, slots_starting
from portal.consortium.catalogue.actions import add_offer, load_care_sos_services, load_services
from portal.consortium.catalogue.queries import get_service, providers_of
from portal.consortium.members.actions import AgreementDetails, MemberDetails, add_agreement, add_member
from portal.consortium.members.models import Organisation
from portal.consortium.members.queries import dongs_served
from portal.consortium.members.rules import may_offer
from portal.consortium.members.states import LegalKind
from portal.core import clock
from portal.core.actors import Actor
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import DAYS, World
from portal.extensions import current_settings

Entry = Mapping[str, Any]


class ConsortiumTold(Told):
    """What the data says of all members together.

    With `programmes` the consortium serves nothing but what they pay. `closed` are members, days and why; `stale` has
    not confirmed its places for a while; `full` ones lately took back places which nobody had asked for.
    """

    programmes: tuple[str, ...] = ()
    closed: tuple[tuple[str, int, str], ...] = ()
    stale: str = ""
    full: tuple[str, ...] = ()


def consortium_told() -> ConsortiumTold:
    return ConsortiumTold.model_validate(read_data("consortium.toml")["told"])


def add_members(world: World, now: datetime) -> None:
    """Members and agreements; the insurance of an agreement that renews itself was renewed, too."""
    office = world.actors["office"]
    for entry in entries():
        organisation = add_member(_details(entry), actor=office, now=now)
        world.organisations[organisation.code] = organisation.id
        for agreement in entry.get("agreements", ()):
            add_agreement(organisation, _agreement(agreement, world.today), actor=office, now=now)


def entries() -> list[dict[str, Any]]:
    """The organisations as the data tells them."""
    organisations: list[dict[str, Any]] = read_data("consortium.toml")["organisations"]
    return organisations


def _details(entry: Entry) -> MemberDetails:
    left_out = {"agreements", "patterns", "services", "areas", "legal_kind"}
    values = {name: value for name, value in entry.items() if name not in left_out}
    return MemberDetails(legal_kind=LegalKind(entry["legal_kind"]), dong_codes=entry["areas"], **values)


def _agreement(entry: Entry, today: date) -> AgreementDetails:
    values = dict(entry)
    if values["renews_automatically"]:
        values["insurance_ends_on"] = max(values["insurance_ends_on"], today + timedelta(days=366))
    return AgreementDetails(**values)


def open_catalogue(world: World, now: datetime) -> None:
    """The services, and who offers which."""
    office = world.actors["office"]
    load = load_care_sos_services if consortium_told().programmes else load_services
    loaded = load(actor=office, now=now)
    for entry in entries():
        for code in entry["services"]:
            add_offer(get_service(code), world.organisation(entry["code"]), entry["joined_on"], actor=office, now=now)
    world.services.update({service.code: service.id for service in loaded})


def post_places(world: World, now: datetime) -> None:
    """Each member posts its weeks, as far ahead as the demonstration tells and the portal publishes."""
    horizon = DAYS + current_settings().capacity_horizon_days
    for entry in entries():
        organisation = world.organisation(entry["code"])
        for details in _patterns(world, entry):
            actor = world.staff_of(organisation.id)
            post_pattern(organisation, details, actor=actor, now=now, horizon_days=horizon)


def _patterns(world: World, entry: Entry) -> Iterator[PatternDetails]:
    for pattern in entry.get("patterns", ()):
        values = {name: value for name, value in pattern.items() if name not in {"service", "weekdays"}}
        for weekday in pattern["weekdays"]:
            yield PatternDetails(
                service_id=world.services[pattern["service"]], weekday=weekday, valid_from=world.first_day, **values
            )


def plan_closed_days(world: World) -> None:
    """Each is announced two weeks before."""
    for code, day, reason in consortium_told().closed:
        world.at(world.moment(min(day, 0) - 14, time(10, 20)), _Closing(world, code, day, reason))


class _Closing:
    def __init__(self, world: World, code: str, day: int, reason: str) -> None:
        self.world, self.code, self.day, self.reason = world, code, day, reason

    def __call__(self, now: datetime) -> None:
        organisation = self.world.organisation(self.code)
        on = self.world.today + timedelta(days=self.day)
        close_day(organisation, on, self.reason, actor=self.world.staff_of(organisation.id), now=now)


def confirm_places(world: World, now: datetime) -> None:
    """The weekly word that the figures are still true; one member has forgotten it lately."""
    horizon, stale = current_settings().capacity_horizon_days, consortium_told().stale
    for code, organisation_id in world.organisations.items():
        is_forgotten = code == stale and now > world.until - timedelta(days=20)
        if not is_forgotten and any(actor.organisation_id == organisation_id for actor in world.actors.values()):
            actor = world.staff_of(organisation_id)
            confirm_figures(world.organisation(code), actor=actor, now=now, horizon_days=horizon)


def fill_some(world: World, now: datetime) -> None:
    """Some members take back what is still free at times that have bookings: those times are full."""
    today = clock.day_of(now)
    for code in consortium_told().full:
        organisation = world.organisation(code)
        slots = slots_between(organisation.id, today, today + timedelta(days=9))
        taken = [slot for slot in slots if slot.starts_at > now and slot.free and slot.held + slot.confirmed]
        changes = [_change(slot, slot.held + slot.confirmed) for slot in taken[::2]]
        set_places(organisation, changes, actor=world.staff_of(organisation.id), now=now)


def _change(slot: Slot, places: int) -> PlaceChange:
    return PlaceChange("cell", slot.service_id, slot.starts_at, slot.ends_at, places)


def post_time(world: World, code: str, dong_code: str, starts_at: datetime, now: datetime) -> Slot:
    """The slot of a service at exactly this time, with a free place: one that is there, or one posted for it."""
    service, day = get_service(code), clock.day_of(starts_at)
    ends_at = starts_at + timedelta(minutes=service.duration_minutes)
    offering = [each for each in providers_of(service, day) if _comes(each, dong_code, day)]
    present = {each.id: _slot_at(each, service.id, starts_at) for each in offering}
    for slot in present.values():
        if slot is not None and slot.free and _reaches(slot, dong_code):
            return slot
    able = [each for each in offering if (slot := present[each.id]) is None or _reaches(slot, dong_code)]
    organisation = world.chance.choice(able)
    _post(organisation, service.id, starts_at, ends_at, actor=world.staff_of(organisation.id), now=now)
    posted = _slot_at(organisation, service.id, starts_at)
    if posted is None:
        raise LookupError(f"no slot for {code} at {starts_at}")
    return posted


def _reaches(slot: Slot, dong_code: str) -> bool:
    return any(place.dong_code == dong_code for place in slot.dongs)


def _comes(organisation: Organisation, dong_code: str, day: date) -> bool:
    is_closed = bool(closed_days(organisation.id, day, day))
    return may_offer(organisation, day) and dong_code in dongs_served(organisation) and not is_closed


def _slot_at(organisation: Organisation, service_id: UUID, starts_at: datetime) -> Slot | None:
    return slots_starting(organisation.id, [starts_at]).get((service_id, starts_at))


def _post(
    organisation: Organisation, service_id: UUID, starts_at: datetime, ends_at: datetime, *, actor: Actor, now: datetime
) -> None:
    present = _slot_at(organisation, service_id, starts_at)
    places = present.held + present.confirmed + 1 if present else 2
    set_places(organisation, [PlaceChange("cell", service_id, starts_at, ends_at, places)], actor=actor, now=now)
