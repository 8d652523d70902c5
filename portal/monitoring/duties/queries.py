"""Which policies there are and which editions count on a day; what is due to whom, bounded by who looks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.coordinators.caseload.models import CareCase
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.editions import EditionState
from portal.core.errors import NotFound
from portal.core.paging import Page, page_within
from portal.core.permissions import Permission
from portal.db.editions import ONE_DAY, in_force_on
from portal.db.plain import plain
from portal.db.remembered import remembered, watch
from portal.extensions import db
from portal.monitoring.duties.models import CareDuty, DutyExemption, DutyPolicy, DutyPolicyEdition
from portal.monitoring.duties.rules import Asking, DutyRule, Edition
from portal.monitoring.duties.scope import (
    IS_OPEN,
    OF_COORDINATORS,
    OF_OFFICE,
    duties_in_scope,
    overdue_at,
    shown_in,
    soon_at,
)
from portal.monitoring.duties.states import DutyOutcome, DutyView

PAGE_SIZE = 50
COUNTED_AT_MOST = 500
"""A list is counted and paged no further."""
SHOWN_OF_A_HOUSEHOLD = 100
_MISSED = DutyOutcome.MISSED
_SHOWN = (
    joinedload(CareDuty.case).joinedload(CareCase.household),
    joinedload(CareDuty.case).joinedload(CareCase.person),
    joinedload(CareDuty.coordinator),
)


def policies() -> list[DutyPolicy]:
    """All of them with their editions, in their order."""
    query = select(DutyPolicy).options(selectinload(DutyPolicy.editions))
    return list(db.session.scalars(query.order_by(DutyPolicy.position, DutyPolicy.code)))


def get_policy(policy_id: UUID) -> DutyPolicy:
    """Raises `NotFound`."""
    policy = db.session.get(DutyPolicy, policy_id)
    if policy is None:
        raise NotFound
    return policy


def get_edition(edition_id: UUID, *, viewer: Actor) -> DutyPolicyEdition:
    """With its policy; raises `NotFound`, for a `viewer` who does not manage policies also for a draft."""
    query = select(DutyPolicyEdition).where(DutyPolicyEdition.id == edition_id)
    edition = db.session.scalar(query.options(joinedload(DutyPolicyEdition.policy)))
    if edition is None or not _may_see(edition, viewer):
        raise NotFound
    return edition


def editions_of(policy: DutyPolicy, *, viewer: Actor) -> list[DutyPolicyEdition]:
    """The editions that `viewer` may see, the latest first."""
    seen = [edition for edition in policy.editions if _may_see(edition, viewer)]
    return sorted(seen, key=lambda edition: edition.in_turn, reverse=True)


def _may_see(edition: DutyPolicyEdition, viewer: Actor) -> bool:
    return edition.is_published or viewer.can(Permission.POLICY_MANAGE)


def edition_on(policy: DutyPolicy, day: date) -> DutyPolicyEdition | None:
    """The published edition that began last, unless it has ended; of two that began the same day the later one."""
    return in_force_on(policy.editions, day)


def editions_on(day: date) -> list[DutyPolicyEdition]:
    """The edition in force on `day` of each policy that has one, in the order of the policies."""
    begun = (
        select(DutyPolicyEdition)
        .join(DutyPolicyEdition.policy)
        .options(contains_eager(DutyPolicyEdition.policy))
        .where(DutyPolicyEdition.state == EditionState.PUBLISHED, DutyPolicyEdition.starts_on <= day)
        .order_by(DutyPolicy.position, DutyPolicy.code, DutyPolicyEdition.starts_on, DutyPolicyEdition.number)
    )
    latest = {edition.policy_id: edition for edition in db.session.scalars(begun)}
    return [edition for edition in latest.values() if edition.ends_on is None or day <= edition.ends_on]


def editions_in_force(day: date) -> tuple[Edition, ...]:
    """`editions_on` as values, as this process remembers them."""
    return remembered(("policies", day), lambda: tuple(as_value(one) for one in editions_on(day)))


def as_value(edition: DutyPolicyEdition) -> Edition:
    """With since when the editions of its policy have asked, without a break, for each of its rules."""
    before = [one for one in edition.policy.editions if one.is_published and one.in_turn < edition.in_turn]
    chain = sorted(before, key=lambda one: one.in_turn)
    rules = edition.rules
    return Edition(
        edition.id,
        tuple(Asking(rule, _asked_since(rule, edition, chain)) for rule in rules.duties),
        rules.waiting_workdays,
        rules.waiting_hours,
    )


def _asked_since(rule: DutyRule, edition: DutyPolicyEdition, before: Sequence[DutyPolicyEdition]) -> date:
    since_on = _begun_on(edition)
    for earlier in reversed(before):
        has_gap = earlier.ends_on is not None and earlier.ends_on < since_on - ONE_DAY
        if has_gap or not any(_is_same(rule, one) for one in earlier.rules.duties):
            break
        since_on = min(since_on, _begun_on(earlier))
    return since_on


def _is_same(rule: DutyRule, earlier: DutyRule) -> bool:
    """A task is what its name says: by another name it is asked for the first time."""
    return rule.task == earlier.task and replace(rule, name=earlier.name) == earlier


def _begun_on(edition: DutyPolicyEdition) -> date:
    """A shipped edition asks from the day on which it was brought in."""
    return max(edition.starts_on, day_of(edition.published_at)) if edition.published_at else edition.starts_on


watch(DutyPolicy, DutyPolicyEdition)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which list of duties is shown, and of which coordinator, or what the office itself is to do."""

    view: DutyView = DutyView.OVERDUE
    coordinator_id: UUID | None = None
    is_of_office: bool = False


def _chosen(viewer: Actor, sought: Sought, now: datetime) -> list[ColumnElement[bool]]:
    conditions = [duties_in_scope(viewer), shown_in(sought.view, now)]
    if sought.coordinator_id is not None:
        conditions += [CareDuty.coordinator_id == sought.coordinator_id, OF_COORDINATORS]
    if sought.is_of_office:
        conditions.append(OF_OFFICE)
    return conditions


def _of(viewer: Actor, sought: Sought, now: datetime) -> Select[CareDuty]:
    found = select(CareDuty).where(*_chosen(viewer, sought, now))
    return found if viewer.can(Permission.HOUSEHOLD_ALL) else found.join(CareCase, CareCase.id == CareDuty.case_id)


def _ordered(found: Select[CareDuty], view: DutyView) -> Select[CareDuty]:
    if view is DutyView.CONTACTS:
        return found.order_by(CareDuty.since_at, CareDuty.id)
    if view in (DutyView.OPEN, DutyView.OVERDUE, DutyView.SOON):
        return found.order_by(CareDuty.due_at, CareDuty.id)
    return found.order_by(CareDuty.ended_at.desc(), CareDuty.id.desc())


def duties(viewer: Actor, sought: Sought, now: datetime, page: int = 1) -> Page[CareDuty]:
    """One page of a list, counted no further than `COUNTED_AT_MOST`."""
    viewer.require(Permission.DUTY_READ)
    total = count(viewer, sought, now)
    number = page_within(page, PAGE_SIZE, total)
    found = _of(viewer, sought, now)
    rows = _ordered(found, sought.view).options(*_SHOWN).limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE)
    return Page(list(db.session.scalars(rows)), number, PAGE_SIZE, total)


def count(viewer: Actor, sought: Sought, now: datetime) -> int:
    """How many there are, no further than `COUNTED_AT_MOST`."""
    some = _of(viewer, sought, now).with_only_columns(CareDuty.id).limit(COUNTED_AT_MOST).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def all_duties(viewer: Actor, sought: Sought, now: datetime) -> Sequence[CareDuty]:
    """Every row of a list, for a file."""
    viewer.require(Permission.DUTY_READ)
    return db.session.scalars(_ordered(_of(viewer, sought, now), sought.view).options(*_SHOWN)).all()


def count_all(viewer: Actor, sought: Sought, now: datetime) -> int:
    """How many rows the file of a list has."""
    viewer.require(Permission.DUTY_READ)
    return db.session.scalar(_of(viewer, sought, now).with_only_columns(func.count(CareDuty.id))) or 0


def overdue_count(viewer: Actor, now: ColumnElement[datetime]) -> Select[int]:
    """Counts the overdue duties that the viewer sees, no further than `COUNTED_AT_MOST`: stands in the menu."""
    overdue = select(CareDuty.id).where(duties_in_scope(viewer), overdue_at(now))
    if not viewer.can(Permission.HOUSEHOLD_ALL):
        overdue = overdue.join(CareCase, CareCase.id == CareDuty.case_id)
    return select(func.count()).select_from(overdue.limit(plain(COUNTED_AT_MOST)).subquery())


def get_duty(duty_id: UUID, *, viewer: Actor) -> CareDuty:
    """Raises `NotFound` for one out of the viewer's scope."""
    query = select(CareDuty).join(CareCase, CareCase.id == CareDuty.case_id)
    duty = db.session.scalar(query.where(CareDuty.id == duty_id, duties_in_scope(viewer)).options(*_SHOWN))
    if duty is None:
        raise NotFound
    return duty


def duties_of_case(case_id: UUID) -> Sequence[CareDuty]:
    """What is due to a household, the soonest first, then what ended last, the newest first."""
    return db.session.scalars(_at_household().where(CareDuty.case_id == case_id).options(*_SHOWN)).all()


def duties_of_household(household_id: UUID) -> Sequence[CareDuty]:
    """What is due to it, then what was missed in its present and in its earlier cares, then what ended in this one."""
    query = _at_household(CareDuty.outcome != _MISSED).join(CareCase, CareCase.id == CareDuty.case_id)
    of_now = or_(CareCase.closed_at.is_(None), CareDuty.outcome == _MISSED)
    return db.session.scalars(query.where(CareCase.household_id == household_id, of_now)).all()


def missed_by_household(household_id: UUID) -> Sequence[CareDuty]:
    """What was missed in any of its cares, the newest first."""
    query = _at_household().join(CareCase, CareCase.id == CareDuty.case_id).options(*_SHOWN)
    return db.session.scalars(query.where(CareCase.household_id == household_id, CareDuty.outcome == _MISSED)).all()


def _at_household(*first: ColumnElement[bool]) -> Select[CareDuty]:
    is_over = CareDuty.ended_at.is_not(None)
    ordered = select(CareDuty).order_by(is_over, *first, CareDuty.ended_at.desc(), CareDuty.due_at, CareDuty.id)
    return ordered.limit(SHOWN_OF_A_HOUSEHOLD)


def exemptions_of_case(case_id: UUID, day: date) -> list[DutyExemption]:
    """Those that have not ended on `day`, the first to end first."""
    going_on = (DutyExemption.ended_at.is_(None), DutyExemption.until_on >= day)
    query = select(DutyExemption).where(DutyExemption.case_id == case_id, *going_on)
    return list(db.session.scalars(query.order_by(DutyExemption.until_on, DutyExemption.id)))


def get_exemption(exemption_id: UUID, *, viewer: Actor) -> DutyExemption:
    viewer.require(Permission.DUTY_MANAGE)
    exemption = db.session.get(DutyExemption, exemption_id)
    if exemption is None:
        raise NotFound
    return exemption


def overdue_and_own(viewer: Actor, now: datetime) -> Sequence[CareDuty]:
    """What is overdue, and what the office itself is to do within the week, the longest overdue first."""
    viewer.require(Permission.DUTY_MANAGE)
    own = and_(OF_OFFICE, soon_at(now))
    query = select(CareDuty).where(IS_OPEN, or_(overdue_at(now), own)).options(*_SHOWN)
    return db.session.scalars(query.order_by(CareDuty.due_at, CareDuty.id).limit(PAGE_SIZE)).all()
