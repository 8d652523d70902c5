"""Reads of what other bodies ask for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.consortium.catalogue.queries import services_of_codes
from portal.consortium.partners.models import Partner
from portal.consortium.partners.queries import is_partner
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.names import address_key, name_key
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.core.workdays import add_workdays
from portal.db.numbers import Numbered
from portal.db.paged import page_of
from portal.db.plain import plain_all
from portal.extensions import db
from portal.partners.requests.links import ASKING
from portal.partners.requests.models import BodyAnswer, BodyLink, BodyRequest
from portal.partners.requests.scope import requests_in_scope
from portal.partners.requests.states import ASKING as ASKING_KINDS
from portal.partners.requests.states import OPEN
from portal.residents.applications.choosing import askable_services
from portal.residents.households.models import Person
from portal.residents.households.queries import likely_duplicates
from portal.residents.households.rules import Identity

PAGE_SIZE = 30
NUMBERS = Numbered("body_request", BodyRequest.number, BodyRequest.id)
LINKS_SHOWN = 100
SHOWN_BY_LINK = 100


def bodies_on(day: date) -> Sequence[Partner]:
    """Who may ask on a day, by their names."""
    asking = select(Partner).where(is_partner(day), Partner.kind.in_(ASKING_KINDS))
    return db.session.scalars(asking.order_by(Partner.name, Partner.id)).all()


def _requests(viewer: Actor) -> Select[BodyRequest]:
    return select(BodyRequest).options(joinedload(BodyRequest.partner)).where(requests_in_scope(viewer))


def requests_for(viewer: Actor, number: int, *, only_open: bool) -> Page[BodyRequest]:
    """What is still to be answered by its day, or all, the newest first."""
    viewer.require(Permission.BODY_REQUEST_SEND)
    found = _requests(viewer)
    if only_open:
        found = found.where(BodyRequest.state.in_(OPEN)).order_by(BodyRequest.due_on, BodyRequest.id)
    else:
        found = found.order_by(BodyRequest.received_at.desc(), BodyRequest.id.desc())
    return page_of(db.session, found, number, PAGE_SIZE)


def get_request(request_id: UUID, *, viewer: Actor) -> BodyRequest:
    """Raises `NotFound` for one that the viewer does not see."""
    viewer.require(Permission.BODY_REQUEST_SEND)
    found = db.session.scalars(_requests(viewer).where(BodyRequest.id == request_id)).one_or_none()
    if found is None:
        raise NotFound
    return found


def open_requests(*, limit: int = PAGE_SIZE) -> Sequence[BodyRequest]:
    waiting = select(BodyRequest).options(joinedload(BodyRequest.partner)).where(BodyRequest.state.in_(OPEN))
    return db.session.scalars(waiting.order_by(BodyRequest.due_on, BodyRequest.id).limit(limit)).all()


TO_ANSWER = select(func.count()).where(BodyRequest.state.in_(plain_all(OPEN)))
"""How many bodies wait for an answer; in the menu, so on every page of the office."""


def came_since(link: BodyLink, moment: datetime) -> int:
    """How many requests came by it since then."""
    came = select(func.count()).where(BodyRequest.link_id == link.id, BodyRequest.received_at >= moment)
    return db.session.scalar(came) or 0


def to_tell(today: date) -> tuple[Sequence[BodyRequest], Sequence[BodyRequest]]:
    """What is due by the next working day and nobody was reminded of, and what is late and was not told."""
    waiting = select(BodyRequest).where(BodyRequest.state.in_(OPEN)).order_by(BodyRequest.due_on, BodyRequest.id)
    tomorrow = add_workdays(today, 1)
    nearly = waiting.where(
        BodyRequest.due_on <= tomorrow, BodyRequest.due_on >= today, BodyRequest.reminded_at.is_(None)
    )
    late = waiting.where(BodyRequest.due_on < today, BodyRequest.breached_at.is_(None))
    return db.session.scalars(nearly).all(), db.session.scalars(late).all()


def requests_of_household(household_id: UUID) -> Sequence[BodyRequest]:
    """What bodies asked for them, the newest first."""
    asked = select(BodyRequest).options(joinedload(BodyRequest.partner)).where(BodyRequest.household_id == household_id)
    return db.session.scalars(asked.order_by(BodyRequest.received_at.desc(), BodyRequest.id)).all()


def answers_of(request: BodyRequest) -> Sequence[BodyAnswer]:
    """What was sent, the newest first."""
    sent = select(BodyAnswer).where(BodyAnswer.request_id == request.id)
    return db.session.scalars(sent.order_by(BodyAnswer.sent_at.desc(), BodyAnswer.id)).all()


def offered_where_they_live(request: BodyRequest, now: datetime) -> frozenset[str]:
    """The codes of what can be applied for there: today, and on the day on which the request came."""
    days = {day_of(request.received_at), day_of(now)}
    codes = (frozenset(each.code for each in askable_services(day, request.dong_code)) for day in days)
    return frozenset.intersection(*codes)


@dataclass(frozen=True, slots=True)
class AskedService:
    """A service that a body asked for; what cannot be applied for where the person lives is in no application."""

    name: str
    is_applied_for: bool


def services_asked(request: BodyRequest, now: datetime) -> list[AskedService]:
    """In the order in which they were asked."""
    if not request.services:
        return []
    names = {each.code: each.name for each in services_of_codes(request.services)}
    if request.application is None:
        taken = offered_where_they_live(request, now)
    else:
        taken = frozenset(each.service.code for each in request.application.services)
    return [AskedService(names[code], code in taken) for code in request.services if code in names]


def left_out(request: BodyRequest, now: datetime) -> list[str]:
    """The services that the body asked for and nobody applies for."""
    return [each.name for each in services_asked(request, now) if not each.is_applied_for]


def people_alike(request: BodyRequest) -> list[Person]:
    """Who is known already and may be the same."""
    if request.birth_on is None:
        return []
    lives = address_key(request.address)
    identity = Identity(name_key(request.name), request.birth_on, request.phone or None, lives)
    return [alike.person for alike in likely_duplicates(identity) if alike.person.death_known_on is None]


def links(viewer: Actor) -> Sequence[BodyLink]:
    """The links of all bodies, the newest first."""
    viewer.require(Permission.BODY_REQUEST_HANDLE)
    found = select(BodyLink).options(joinedload(BodyLink.partner)).order_by(BodyLink.made_at.desc(), BodyLink.id.desc())
    return db.session.scalars(found.limit(LINKS_SHOWN)).all()


def get_link(link_id: UUID, *, viewer: Actor) -> BodyLink:
    viewer.require(Permission.BODY_REQUEST_HANDLE)
    found = db.session.get(BodyLink, link_id)
    if found is None:
        raise NotFound
    return found


def link_by_token(token: str, *, now: datetime, today: date) -> BodyLink | None:
    """None where it is none of ours, is over or was taken back, or its body is no partner any more."""
    link_id = ASKING.thing_in(token)
    if link_id is None:
        return None
    statement = select(BodyLink).join(BodyLink.partner).where(BodyLink.id == link_id, is_partner(today))
    found = db.session.scalars(statement).one_or_none()
    return found if found is not None and found.opens_at(now) else None


def requests_by_link(link: BodyLink) -> Sequence[BodyRequest]:
    """What came by it last, the newest first."""
    came = select(BodyRequest).where(BodyRequest.link_id == link.id)
    newest = came.order_by(BodyRequest.received_at.desc(), BodyRequest.id.desc())
    return db.session.scalars(newest.limit(SHOWN_BY_LINK)).all()


def traces() -> Iterator[Trace]:
    """Whom bodies asked for, who helps them, and who asked."""
    key = func.coalesce(Person.user_id, Person.id)
    told = select(key, BodyRequest.name, BodyRequest.phone, BodyRequest.address, BodyRequest.birth_on)
    told = told.outerjoin(Person, Person.id == BodyRequest.person_id)
    for person in db.session.execute(told.where(BodyRequest.name != "")):
        yield Trace(*person)
    for others in (
        select(BodyRequest.asker_name, BodyRequest.asker_phone),
        select(BodyRequest.helper_name, BodyRequest.helper_phone),
    ):
        for other in db.session.execute(others.distinct()):
            yield Trace(None, *other)
