"""Reads of visits, each list ordered, bounded and scoped by its viewer; a resident sees only their own."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import defer, joinedload

from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.queries import free_slots
from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.rules import MOST_NIGHTS, without_clashes
from portal.coordinators.referrals.times import open_times
from portal.coordinators.visits.models import Visit, VisitPhoto
from portal.coordinators.visits.scope import visits_in_scope
from portal.coordinators.visits.states import VisitState
from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.db.functions import seoul_day
from portal.db.paged import page_of
from portal.extensions import db
from portal.manuals.models import ManualEdition
from portal.manuals.queries import edition_by, get_edition
from portal.manuals.rules import CAME_INTO_FORCE
from portal.residents.households.models import Household
from portal.workforce.workers.models import Worker
from portal.workforce.workers.queries import able_workers, is_checked

PAGE_SIZE = 50
MOVE_CHOICES = 12
_REFERRAL = joinedload(Visit.referral)
_WHO_COMES = (
    _REFERRAL.joinedload(Referral.organisation),
    _REFERRAL.joinedload(Referral.service),
    joinedload(Visit.worker),
)
_UNTOLD = tuple(
    defer(words, raiseload=True) for words in (Visit.notes, Visit.findings, Visit.feedback, Visit.move_wish)
)
_SHOWN = (
    *_WHO_COMES,
    joinedload(Visit.slot),
    _REFERRAL.joinedload(Referral.household).selectinload(Household.people),
)
IN_PLACE = Visit.state != VisitState.MOVED
IS_TO_BE_MOVED = and_(Visit.state == VisitState.BOOKED, Visit.move_asked_at.is_not(None))


def get_visit(visit_id: UUID, *, viewer: Actor) -> Visit:
    """Raises `NotFound` for one that is out of the viewer's scope."""
    return _one(select(Visit).where(Visit.id == visit_id), viewer)


def visit_of_referral(referral_id: UUID, *, viewer: Actor) -> Visit:
    """The visit that the referral leads to now; times that were moved away from are not it."""
    return _one(select(Visit).where(Visit.referral_id == referral_id, IN_PLACE), viewer)


def _one(query: Select[Visit], viewer: Actor) -> Visit:
    visit = db.session.scalar(
        query.where(visits_in_scope(viewer)).options(*_SHOWN, _REFERRAL.joinedload(Referral.case))
    )
    if visit is None:
        raise NotFound
    return visit


def get_photo(photo_id: UUID, *, viewer: Actor) -> VisitPhoto:
    """A photograph of a visit in the viewer's scope."""
    photo = db.session.get(VisitPhoto, photo_id, options=[joinedload(VisitPhoto.visit)])
    if photo is None:
        raise NotFound
    get_visit(photo.visit_id, viewer=viewer)
    return photo


LONGEST_STAY = timedelta(days=MOST_NIGHTS)
NOT_CALLED_OFF = Visit.state.in_((VisitState.BOOKED, VisitState.DONE))


def visits_for(viewer: Actor, first: date, last: date, *, page: int = 1) -> Page[Visit]:
    """The viewer's visits from one day to another, in order; times that were moved away from are left out.

    Whoever stays somewhere is there on each day until they leave.
    """
    begin, end = day_bounds(first)[0], day_bounds(last)[1]
    stays = and_(Visit.starts_at >= begin - LONGEST_STAY, Visit.starts_at < begin, Visit.ends_at >= begin)
    begins = and_(Visit.starts_at >= begin, Visit.starts_at < end)
    query = select(Visit).where(visits_in_scope(viewer), IN_PLACE, or_(begins, and_(stays, NOT_CALLED_OFF)))
    return page_of(db.session, query.order_by(Visit.starts_at, Visit.id).options(*_SHOWN), page, PAGE_SIZE)


def visits_to_record(viewer: Actor, *, now: datetime, limit: int = PAGE_SIZE) -> list[Visit]:
    """Booked visits whose time is over and of which nothing is written, the oldest first."""
    query = select(Visit).where(visits_in_scope(viewer), Visit.state == VisitState.BOOKED, Visit.ends_at <= now)
    return list(db.session.scalars(query.order_by(Visit.starts_at, Visit.id).limit(limit).options(*_SHOWN)))


def is_unrecorded(visit: Visit, now: datetime) -> bool:
    """The one definition of a visit whose record is missing."""
    return visit.state is VisitState.BOOKED and visit.ends_at <= now


def _came_unchecked(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Visit`: nobody has looked into it, nor written down since a check that held on that day."""
    day = seoul_day(Visit.starts_at)
    lacks = exists().where(Worker.id == Visit.worker_id, not_(is_checked(Worker, day)))
    return and_(visits_in_scope(viewer), Visit.unchecked_at.is_not(None), lacks)


def unchecked_visits(viewer: Actor, *, limit: int = PAGE_SIZE) -> list[Visit]:
    """Visits recorded of somebody of whom a check was missing on that day, the longest known first."""
    query = select(Visit).where(_came_unchecked(viewer)).order_by(Visit.unchecked_at, Visit.id)
    return list(db.session.scalars(query.limit(limit).options(*_SHOWN)))


def unchecked_count(viewer: Actor) -> Select[int]:
    return select(func.count(Visit.id)).where(_came_unchecked(viewer))


def came_unchecked(visit: Visit, viewer: Actor) -> bool:
    """Whether this visit is one of them."""
    if visit.unchecked_at is None:
        return False
    return db.session.scalar(unchecked_count(viewer).where(Visit.id == visit.id)) == 1


def move_requests(viewer: Actor, *, limit: int = PAGE_SIZE) -> list[Visit]:
    """Booked visits that the resident asked to move, the longest waiting first."""
    query = select(Visit).where(visits_in_scope(viewer), IS_TO_BE_MOVED)
    return list(db.session.scalars(query.order_by(Visit.move_asked_at, Visit.id).limit(limit).options(*_SHOWN)))


def coming_visits(household_id: UUID, *, now: datetime) -> list[Visit]:
    """What is booked and not over, the next first."""
    query = select(Visit).where(
        Visit.household_id == household_id, Visit.state == VisitState.BOOKED, Visit.ends_at > now
    )
    return list(db.session.scalars(query.order_by(Visit.starts_at, Visit.id).options(*_WHO_COMES)))


def next_visits(household_ids: list[UUID], *, now: datetime) -> dict[UUID, datetime]:
    """When each of the households has its next visit; those without one are absent."""
    query = select(Visit.household_id, func.min(Visit.starts_at)).where(
        Visit.household_id.in_(household_ids), Visit.state == VisitState.BOOKED, Visit.starts_at > now
    )
    return dict(db.session.execute(query.group_by(Visit.household_id)).all())


def past_visits(household_id: UUID, *, now: datetime, limit: int = 20) -> list[Visit]:
    """What is over: done, failed, cancelled, or not yet recorded; the newest first, without what anybody wrote."""
    query = select(Visit).where(
        Visit.household_id == household_id, IN_PLACE, or_(Visit.state != VisitState.BOOKED, Visit.ends_at <= now)
    )
    query = query.order_by(Visit.starts_at.desc(), Visit.id.desc()).limit(limit)
    return list(db.session.scalars(query.options(*_WHO_COMES, *_UNTOLD)))


def last_workers(household_id: UUID, *, among: int = 50) -> dict[UUID, Worker]:
    """By member, who came to the household last, of its latest visits."""
    query = (
        select(Visit)
        .where(Visit.household_id == household_id, Visit.state == VisitState.DONE, Visit.worker_id.is_not(None))
        .options(joinedload(Visit.worker))
        .order_by(Visit.starts_at.desc(), Visit.id)
        .limit(among)
    )
    latest = db.session.scalars(query).all()
    return {visit.organisation_id: visit.worker for visit in reversed(latest) if visit.worker is not None}


def sheet_edition(visit: Visit, edition_id: UUID | None = None) -> ManualEdition | None:
    """The edition whose steps are the lines of the visit sheet: that of its day, or the one that was shown before.

    None where the service had no manual in force that day. A sheet that was shown stays whole when the office chooses
    another manual meanwhile. Raises `NotFound` for the edition of another service's manual.
    """
    manual_id = visit.referral.service.manual_id
    if edition_id is None:
        return edition_by(manual_id, day_of(visit.starts_at)) if manual_id else None
    edition = get_edition(edition_id)
    is_foreign = edition.manual_id != manual_id and db.session.scalar(
        select(exists().where(Service.manual_id == edition.manual_id))
    )
    if is_foreign or edition.state not in CAME_INTO_FORCE:
        raise NotFound
    return edition


def move_choices(visit: Visit, *, after: datetime, limit: int = MOVE_CHOICES) -> list[Slot]:
    """Free times of its co-operative and service, within the plan, at which household and worker have nothing else."""
    referral = visit.referral
    slots = free_slots(
        referral.service_id,
        dong_code=referral.household.dong_code,
        after=after,
        before=day_bounds(referral.plan_line.until_on)[1],
        organisation_id=visit.organisation_id,
        limit=2 * limit,
    )
    others = without_clashes([slot for slot in slots if slot.id != visit.slot_id], _other_visits_of_worker(visit))
    return open_times(visit.household_id, others, but=[referral.id])[:limit]


def _other_visits_of_worker(visit: Visit) -> Sequence[Visit]:
    """Where else whoever would go there is booked; nowhere while that is not known."""
    if visit.worker_id is None:
        return []
    query = select(Visit).where(
        Visit.worker_id == visit.worker_id,
        Visit.state == VisitState.BOOKED,
        Visit.id != visit.id,
    )
    return db.session.scalars(query).all()


def free_workers(visit: Visit) -> list[Worker]:
    """Who may be sent: they do the service that day, every check holds, and nobody else has them at that time."""
    able = able_workers(visit.organisation_id, visit.referral.service_id, day_of(visit.starts_at))
    overlap = (Visit.starts_at < visit.ends_at, Visit.ends_at > visit.starts_at, Visit.state == VisitState.BOOKED)
    busy = select(Visit.worker_id).where(Visit.organisation_id == visit.organisation_id, Visit.id != visit.id, *overlap)
    taken = set(db.session.scalars(busy))
    return [worker for worker in able if worker.id not in taken]


def visits_to_remind(after: datetime, before: datetime) -> list[Visit]:
    """Booked visits that begin in between, of households whose care does not rest."""
    resting = select(Referral.id).join(Referral.case).where(CareCase.state == CaseState.ON_HOLD)
    query = select(Visit).where(Visit.state == VisitState.BOOKED, Visit.starts_at >= after, Visit.starts_at < before)
    query = query.where(Visit.referral_id.not_in(resting))
    return list(db.session.scalars(query.order_by(Visit.starts_at, Visit.id).options(*_SHOWN)))


def kept_photos() -> dict[str, UUID]:
    """The names in the photo store that some visit still needs, each with the id of its photograph."""
    found = db.session.execute(select(VisitPhoto.file_name, VisitPhoto.id))
    return {photo.file_name: photo.id for photo in found}
