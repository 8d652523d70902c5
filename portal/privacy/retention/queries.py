"""What is over its time, what soon will be, what is held back, and what was destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from portal.accounts.grants import staff_ever
from portal.accounts.models import User
from portal.audit.models import Step
from portal.consortium.library.models import LibraryShown
from portal.consortium.library.queries import shown_over
from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.core.actors import Actor
from portal.core.clock import day_bounds, day_of
from portal.core.errors import NotFound
from portal.core.keeping import Retention, ended_before, ends_on, over_before
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.base import Base
from portal.db.inserting import table_of
from portal.db.kept import NOBODY, holdings
from portal.db.paged import page_of
from portal.extensions import db
from portal.monitoring.teams.models import Volunteer
from portal.monitoring.worries.models import Worry
from portal.partners.requests.models import BodyAnswer, BodyRequest
from portal.partners.requests.states import BODY_REQUEST_STATES
from portal.privacy.belonging import PERSON
from portal.privacy.retention.holding import held_accounts, held_households, is_held
from portal.privacy.retention.models import Destruction, RetentionHold
from portal.privacy.retention.rules import PREVIEW_DAYS
from portal.residents.applications.models import Application
from portal.residents.applications.states import ApplicationState
from portal.residents.helpers.models import Helping
from portal.residents.households.models import Household, Person
from portal.workforce.workers.models import Worker
from portal.workforce.workers.queries import has_gone

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Ending:
    """A file whose time ends on a day, unless it is held longer."""

    household_id: UUID
    number: str
    retention: Retention
    ends_on: date
    held_until_on: date | None = None

    def is_over(self, today: date) -> bool:
        return self.ends_on <= today and (self.held_until_on is None or self.held_until_on < today)


def files_ending(until: date, household_id: UUID | None = None) -> list[Ending]:
    """The files, or that one, whose time ends by `until`, those that are held among them, the earliest first."""
    held = select(RetentionHold.household_id, RetentionHold.until_on).where(RetentionHold.ended_at.is_(None))
    holds: dict[UUID, date] = dict(db.session.execute(held.order_by(RetentionHold.until_on)).all())
    found = [
        Ending(found_id, number, retention, ends_on(retention, day_of(last)), holds.get(found_id))
        for retention in (Retention.CASE, Retention.APPLICATION)
        for found_id, number, last in db.session.execute(_ended(retention, until, household_id))
        if last is not None
    ]
    return sorted(found, key=lambda one: (one.ends_on, one.number))


def _ended(retention: Retention, until: date, household_id: UUID | None) -> Select[UUID, str, datetime | None]:
    """Files without anything open whose last care, or last answer where there never was care, is long ago."""
    answered_at = func.coalesce(Application.decided_at, Application.received_at)
    lately = answered_at >= day_bounds(ended_before(Retention.APPLICATION, until))[1]
    cared, open_again = select(CareCase.household_id), CareCase.closed_at.is_(None)
    waiting = or_(lately, Application.state == ApplicationState.RECEIVED)
    last = func.max(CareCase.closed_at if retention is Retention.CASE else answered_at)
    query = (
        select(Household.id, Household.number, last)
        .join(Person, Person.household_id == Household.id)
        .where(
            Household.joined_into_id.is_(None),
            true() if household_id is None else Household.id == household_id,
            Person.name != NOBODY,
            Household.id.not_in(cared.where(open_again)),
            Household.id.not_in(select(Application.household_id).where(waiting)),
        )
        .group_by(Household.id, Household.number)
        .having(last < day_bounds(ended_before(retention, until))[1])
    )
    if retention is Retention.CASE:
        return query.join(CareCase, CareCase.household_id == Household.id)
    return query.join(Application, Application.household_id == Household.id).where(Household.id.not_in(cared))


def files_emptied_before(day: date) -> list[UUID]:
    """Files that are nobody's by their name, but were emptied when less was taken out, and are not held on a day.

    An account still opens them, or that of a helper has a name, or a fact of the person still stands.
    """
    facts = [each.column != each.left for each in holdings(Base.metadata) if each.column.table is PERSON and each.left]
    is_named = (User.name != "") & User.disabled_at.is_not(None) & User.id.not_in(staff_ever())
    helpers = select(Helping.person_id).join(User, User.id == Helping.user_id)
    helped = helpers.where(or_(Helping.ended_at.is_(None), is_named))
    left = or_(Person.user_id.is_not(None), Person.id.in_(helped), *facts)
    files = select(Person.household_id).where(Person.name == NOBODY, left)
    return list(db.session.scalars(files.where(Person.household_id.not_in(held_households(day))).distinct()))


def with_joined(household_ids: Sequence[UUID]) -> list[UUID]:
    """These files and those that were joined to them."""
    joined = select(Household.id).where(
        or_(Household.id.in_(household_ids), Household.joined_into_id.in_(household_ids))
    )
    return list(db.session.scalars(joined))


def is_nobodys(household_id: UUID) -> bool:
    """Whether the file was emptied."""
    emptied = select(Person.id).where(Person.household_id == household_id, Person.name == NOBODY)
    return db.session.scalar(emptied.limit(1)) is not None


def rows_over(day: date) -> tuple[tuple[type[Base], ColumnElement[bool]], ...]:
    """Rows that are emptied when their time is over, as others name them; but those of a file that is held."""
    worries = (Worry.handled_at < over_before(Retention.WORRY, day)) & (Worry.what != "")
    asked = _untaken_over(day)
    ended = User.disabled_at < over_before(Retention.GRANT, day)
    accounts = ended & (User.name != "") & User.id.not_in(held_accounts(day))
    volunteers = (Volunteer.ended_at < over_before(Retention.GRANT, day)) & (Volunteer.name != "")
    met = select(Meeting.id).where(Meeting.ends_at < over_before(Retention.MINUTES, day))
    guests = Attendee.meeting_id.in_(met) & or_(
        Attendee.email != "", Attendee.deputy_email != "", Attendee.deputy.not_in(("", NOBODY))
    )
    members = (Organisation.left_on <= ended_before(Retention.MEMBER, day)) & (Organisation.contact_name != "")
    return (
        (Attendee, guests),
        (Organisation, members),
        (Worry, worries & ~is_held(table_of(Worry), day)),
        (BodyRequest, asked & (BodyRequest.name != "")),
        (BodyAnswer, BodyAnswer.request_id.in_(select(BodyRequest.id).where(asked)) & (BodyAnswer.note != "")),
        (User, accounts),
        (Volunteer, volunteers),
        (Worker, has_gone(day) & (Worker.name != "")),
        (LibraryShown, shown_over(day)),
    )


def _untaken_over(day: date) -> ColumnElement[bool]:
    """What bodies asked and nobody took: over so long after its answer, or where none was sent, after it came."""
    since = func.coalesce(BodyRequest.ended_at, BodyRequest.received_at)
    return BodyRequest.household_id.is_(None) & (since < over_before(Retention.APPLICATION, day))


def steps_of_untaken_over(day: date) -> ColumnElement[bool]:
    """The steps that went with it, whose words and names are kept no longer than what it asked."""
    asked = select(BodyRequest.id).where(_untaken_over(day))
    telling = or_(Step.by_name.not_in(("", NOBODY)), Step.note != "")
    return (Step.kind == BODY_REQUEST_STATES.kind) & Step.thing_id.in_(asked) & telling


def preview(viewer: Actor, today: date) -> list[Ending]:
    """What goes within the next thirty days."""
    viewer.require(Permission.RETENTION_MANAGE)
    return files_ending(today + timedelta(days=PREVIEW_DAYS))


def destructions(viewer: Actor, page: int = 1) -> Page[Destruction]:
    """The register, the newest first."""
    viewer.require(Permission.RETENTION_MANAGE)
    newest = select(Destruction).order_by(Destruction.at.desc(), Destruction.id.desc())
    return page_of(db.session, newest, page, PAGE_SIZE)


def get_file(household_id: UUID, *, viewer: Actor) -> Household:
    viewer.require(Permission.RETENTION_MANAGE)
    household = db.session.get(Household, household_id)
    if household is None:
        raise NotFound
    return household


def get_hold(household_id: UUID, hold_id: UUID, *, viewer: Actor) -> RetentionHold:
    """A hold of this file."""
    viewer.require(Permission.RETENTION_MANAGE)
    hold = db.session.get(RetentionHold, hold_id)
    if hold is None or hold.household_id != household_id:
        raise NotFound
    return hold


def holds_of(household: Household) -> Sequence[RetentionHold]:
    """What holds a file back or did, the last day first."""
    holds = select(RetentionHold).where(RetentionHold.household_id == household.id)
    return db.session.scalars(holds.order_by(RetentionHold.until_on.desc(), RetentionHold.id)).all()
