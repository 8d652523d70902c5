"""Reads of surveys: which there are, their doors, how far each dong and each of the team is, who was found."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, exists, false, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN, cases_in_scope
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.names import address_key
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.monitoring.surveys.models import DoorAddress, Survey, SurveyDoor, SurveyList, SurveyMember
from portal.monitoring.surveys.rules import Count
from portal.monitoring.surveys.scope import (
    counted_for,
    doors_in_scope,
    entered_by,
    found_by,
    is_over,
    is_walked,
    is_walked_by_finder,
    surveys_in_scope,
    walked_dongs,
)
from portal.monitoring.surveys.states import OPEN_DOORS, DoorState, SurveyState
from portal.monitoring.worries.models import Worry
from portal.residents.applications.models import Application
from portal.residents.households.models import Household

PAGE_SIZE = 40
JUST_NOW = timedelta(days=1)


def surveys(viewer: Actor, number: int) -> Page[Survey]:
    """Those under way first, then those that are planned, then the ones that are over, the newest first."""
    scope = surveys_in_scope(viewer)
    order = case({SurveyState.UNDER_WAY: 0, SurveyState.PLANNED: 1}, value=Survey.state, else_=2)
    found = select(Survey).where(scope).order_by(order, Survey.starts_on.desc(), Survey.id)
    found = found.options(selectinload(Survey.dongs))
    return page_of(db.session, found, number, PAGE_SIZE)


def get_survey(survey_id: UUID, *, viewer: Actor) -> Survey:
    """Raises `NotFound` for a survey that the viewer neither plans nor walks."""
    asked = select(Survey).where(Survey.id == survey_id, surveys_in_scope(viewer))
    found = db.session.scalars(asked.options(selectinload(Survey.dongs))).one_or_none()
    if found is None:
        raise NotFound
    return found


def team_of(survey: Survey) -> list[SurveyMember]:
    walking = select(SurveyMember).where(SurveyMember.survey_id == survey.id, SurveyMember.left_at.is_(None))
    walking = walking.options(joinedload(SurveyMember.user), selectinload(SurveyMember.dongs)).order_by(
        SurveyMember.joined_at, SurveyMember.id
    )
    return list(db.session.scalars(walking))


def member_of(survey: Survey, user_id: UUID) -> SurveyMember:
    """Raises `NotFound` for somebody who does not walk along."""
    member = next((each for each in team_of(survey) if each.user_id == user_id), None)
    if member is None:
        raise NotFound
    return member


def walkers_by_dong(survey: Survey) -> dict[str, list[str]]:
    """The names of those who walk each dong, because it is in their charge or because they walk all."""
    team = team_of(survey)
    return {
        code: [member.user.name for member in team if code in (member.dong_codes or survey.dong_codes)]
        for code in survey.dong_codes
    }


def teams_of(user_id: UUID) -> list[SurveyMember]:
    """Where somebody walks along."""
    walking = select(SurveyMember).where(SurveyMember.user_id == user_id, SurveyMember.left_at.is_(None))
    return list(db.session.scalars(walking))


def lists_of(survey: Survey) -> list[SurveyList]:
    """From where addresses were brought along, the newest first."""
    brought = select(SurveyList).where(SurveyList.survey_id == survey.id)
    return list(db.session.scalars(brought.order_by(SurveyList.brought_at.desc(), SurveyList.id)))


class Sought(NamedTuple):
    """What doors are narrowed to."""

    dong_code: str = ""
    only_left: bool = True


def doors(survey: Survey, sought: Sought, number: int, *, viewer: Actor) -> Page[SurveyDoor]:
    """The doors that the viewer walks, by street; raises `NotFound` for whoever is not in the team."""
    if not walked_dongs(survey, viewer):
        raise NotFound
    chosen = [SurveyDoor.survey_id == survey.id, doors_in_scope(viewer)]
    if sought.dong_code:
        chosen.append(SurveyDoor.dong_code == sought.dong_code)
    if sought.only_left:
        chosen.append(SurveyDoor.state.in_(OPEN_DOORS))
    found = select(SurveyDoor).join(SurveyDoor.place).where(*chosen)
    found = found.options(contains_eager(SurveyDoor.place), joinedload(SurveyDoor.last_by))
    found = found.order_by(SurveyDoor.dong_code, DoorAddress.address, DoorAddress.address_detail, SurveyDoor.id)
    return page_of(db.session, found, number, PAGE_SIZE)


def get_door(survey_id: UUID, door_id: UUID, *, viewer: Actor) -> SurveyDoor:
    """One door that the viewer walks; raises `NotFound` for any other, and where its address is gone."""
    asked = select(SurveyDoor).join(SurveyDoor.place).where(SurveyDoor.id == door_id, SurveyDoor.survey_id == survey_id)
    asked = asked.where(doors_in_scope(viewer))
    found = db.session.scalars(
        asked.options(contains_eager(SurveyDoor.place), joinedload(SurveyDoor.survey))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def in_care_at(keys: Iterable[str], viewer: Actor | None = None) -> dict[str, UUID]:
    """The households in care at these addresses, by the keys of the addresses; those that the `viewer` may see."""
    there = select(Household.address_key, Household.id).join(CareCase, CareCase.household_id == Household.id)
    there = there.where(Household.address_key.in_(set(keys)), OPEN)
    if viewer is not None:
        there = there.where(cases_in_scope(viewer))
    return {row.address_key: row.id for row in db.session.execute(there)}


def known_doors(found: Sequence[SurveyDoor], viewer: Actor) -> dict[UUID, UUID]:
    """Which of these doors are of households in care that the viewer may see, with the household."""
    keys = {door.id: door.place.address_key for door in found if door.place}
    in_care = in_care_at(keys.values(), viewer)
    return {door_id: in_care[key] for door_id, key in keys.items() if key in in_care}


FOUND = (SurveyDoor.state == DoorState.NEEDS_HELP) & SurveyDoor.was_known.is_(False)
"""SQL on `SurveyDoor`: a household in need that nobody knew."""

APPLIED_ID = func.coalesce(SurveyDoor.application_id, Worry.application_id)
"""SQL on `SurveyDoor` and the word about it: the application that followed."""


def _how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _counting(*by: SQLColumnExpression[Any]) -> Select[Any]:
    """The figures of doors in the order of `Count`; `by` what they are told apart by."""
    is_in_care = exists().where(CareCase.application_id == APPLIED_ID)
    figures = (
        func.count(SurveyDoor.id),
        _how_many(SurveyDoor.tries > 0),
        *(_how_many(SurveyDoor.state == state) for state in _ENDINGS),
        func.coalesce(func.sum(SurveyDoor.tries), 0),
        _how_many(FOUND),
        _how_many(FOUND & APPLIED_ID.is_not(None)),
        _how_many(FOUND & is_in_care),
    )
    return select(*by, *figures).select_from(SurveyDoor).outerjoin(Worry, Worry.id == SurveyDoor.worry_id).group_by(*by)


_ENDINGS = (DoorState.MET, DoorState.NEEDS_HELP, DoorState.NOBODY, DoorState.REFUSED, DoorState.MOVED)
"""In the order in which `Count` has them."""


def counts_by_dong(survey: Survey, *, viewer: Actor) -> dict[str, Count]:
    """How far each dong is, those without a door as well: all for whoever plans surveys, else what the viewer walks."""
    counted = _counting(SurveyDoor.dong_code).where(SurveyDoor.survey_id == survey.id, counted_for(viewer))
    told = {row[0]: Count(*row[1:]) for row in db.session.execute(counted)}
    shown = survey.dong_codes if viewer.can(Permission.SURVEY_MANAGE) else walked_dongs(survey, viewer)
    return {code: told.get(code, Count()) for code in shown}


def counts_by_person(survey: Survey, *, viewer: Actor) -> list[tuple[User, Count]]:
    """What each of the team found last at the doors at which they stood, of the doors that the viewer may count."""
    counted = _counting(SurveyDoor.last_by_id).where(SurveyDoor.survey_id == survey.id, counted_for(viewer))
    rows = db.session.execute(counted.where(SurveyDoor.last_by_id.is_not(None)))
    told = {row[0]: Count(*row[1:]) for row in rows}
    people = db.session.scalars(select(User).where(User.id.in_(told)).order_by(User.name, User.id))
    return [(user, told[user.id]) for user in people]


def counts_of(found: Iterable[Survey], *counted_doors: ColumnElement[bool]) -> Mapping[UUID, dict[str, Count]]:
    """The figures of several surveys, by dong; `counted_doors` narrows them to some doors."""
    ids = [survey.id for survey in found]
    told: defaultdict[UUID, dict[str, Count]] = defaultdict(dict)
    counted = _counting(SurveyDoor.survey_id, SurveyDoor.dong_code).where(SurveyDoor.survey_id.in_(ids), *counted_doors)
    for survey_id, code, *figures in db.session.execute(counted):
        told[survey_id][code] = Count(*figures)
    return told


def begun_surveys(year: int) -> list[Survey]:
    """Those that began in a year and were not called off before, the newest first; for figures, which name nobody."""
    told = select(Survey).where(
        func.extract("year", Survey.starts_on) == year,
        Survey.state.in_((SurveyState.UNDER_WAY, SurveyState.FINISHED)),
    )
    told = told.options(selectinload(Survey.dongs)).order_by(Survey.starts_on.desc(), Survey.id)
    return list(db.session.scalars(told))


def just_entered(viewer: Actor, *, now: datetime) -> list[Application]:
    """Applications that the viewer typed in since yesterday and that no door led to yet, the newest first."""
    led_to = exists().where(SurveyDoor.application_id == Application.id)
    entered = select(Application).where(entered_by(viewer), Application.entered_at >= now - JUST_NOW, ~led_to)
    entered = entered.options(joinedload(Application.person)).order_by(Application.entered_at.desc(), Application.id)
    return list(db.session.scalars(entered.limit(5)))


def application_numbered(number: str) -> Application | None:
    return db.session.scalars(select(Application).where(Application.number == number)).one_or_none()


def is_of_building(application: Application, place: DoorAddress) -> bool:
    """Whether it is of this street and number, and came since the survey began or somebody stood there."""
    door = place.door
    began = clock.day_bounds(door.survey.starts_on)[0]
    since = min(began, door.last_tried_at or began)
    return application.received_at >= since and address_key(application.household.address) == address_key(place.address)


def may_join(survey: Survey, *, may: Sequence[User]) -> list[User]:
    """Of those who may walk surveys the ones who are not in the team yet."""
    there = {member.user_id for member in team_of(survey)}
    return [user for user in may if user.id not in there]


def to_follow_up(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: somebody in need was found, and neither an application nor a word about it followed.

    It waits for whoever found them; where they walk there no more, for all who do. Only while the address is there:
    without it nobody can go back.
    """
    return is_left() & doors_in_scope(viewer) & (found_by(viewer) | ~is_walked_by_finder())


def left_to_nobody(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: the same in surveys that go on, where nobody walks any more; for whoever plans surveys."""
    if not viewer.can(Permission.SURVEY_MANAGE):
        return false()
    return is_left() & ~is_walked() & ~is_over()


def needs_to_hand_on(until: date) -> Sequence[SurveyDoor]:
    """Of those in need the ones whom nobody will follow any more, or whose survey ended by then; for a job.

    Each with its address.
    """
    ends = or_(Survey.ends_on <= until, Survey.closed_at < clock.day_bounds(until)[1])
    late = SurveyDoor.survey_id.in_(select(Survey.id).where(ends))
    left = select(SurveyDoor).where(is_left(), late | (is_over() & ~is_walked()))
    return db.session.scalars(left.options(joinedload(SurveyDoor.place)).order_by(SurveyDoor.id)).all()


def doors_without_address(survey: Survey) -> int:
    """How many doors are left of which nobody knows any more where they are."""
    gone = ~exists().where(DoorAddress.door_id == SurveyDoor.id)
    left = select(func.count()).where(SurveyDoor.survey_id == survey.id, SurveyDoor.state.in_(OPEN_DOORS), gone)
    return db.session.scalars(left).one()


def surveys_past_their_end(day: date) -> Sequence[Survey]:
    """Under way, and their last day has passed."""
    late = select(Survey).where(Survey.state == SurveyState.UNDER_WAY, Survey.ends_on < day)
    return db.session.scalars(late.order_by(Survey.ends_on, Survey.id)).all()


def is_left() -> ColumnElement[bool]:
    """SQL on `SurveyDoor`: somebody in need was found, nothing followed, and the address is still there."""
    return (
        (SurveyDoor.state == DoorState.NEEDS_HELP)
        & SurveyDoor.application_id.is_(None)
        & SurveyDoor.worry_id.is_(None)
        & exists().where(DoorAddress.door_id == SurveyDoor.id)
    )


def doors_to_follow_up(viewer: Actor) -> Sequence[SurveyDoor]:
    """Those that wait for the viewer, the longest first."""
    waiting = select(SurveyDoor).where(to_follow_up(viewer)).options(joinedload(SurveyDoor.survey))
    return db.session.scalars(waiting.order_by(SurveyDoor.last_tried_at, SurveyDoor.id).limit(PAGE_SIZE)).all()
