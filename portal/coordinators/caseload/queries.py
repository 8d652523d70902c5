"""Reads of cases, pairings and coordinators, each bounded by who looks."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.models import User
from portal.accounts.queries import carries
from portal.audit.models import Step
from portal.coordinators.caseload.models import CareCase, CoordinatorProfile, Pairing
from portal.coordinators.caseload.rules import Candidate, Suggestion, Wishes, rank
from portal.coordinators.caseload.scope import OPEN, applications_in_scope, cases_in_scope
from portal.coordinators.caseload.states import CASE_STATES, CaseVerb
from portal.core import clock
from portal.core.actors import Actor
from portal.core.concealing import Trace
from portal.core.errors import NotFound
from portal.core.permissions import Permission
from portal.db.numbers import Numbered
from portal.extensions import db
from portal.leave.queries import away_on
from portal.leave.scope import attended_on
from portal.residents.applications.models import Application
from portal.residents.households.models import Person
from portal.residents.resemblances.models import Resemblance
from portal.residents.resemblances.queries import likely_the_same, waiting_pairs_of

SUGGESTED_AT_MOST = 5
APPLICATIONS = Numbered("application", Application.number, Application.id, Application.household_id)
CASES = Numbered("household", CareCase.number, CareCase.household_id, CareCase.household_id)


def is_in_care() -> ColumnElement[bool]:
    """The condition on `Person`: somebody accompanies their household now."""
    return Person.household_id.in_(select(CareCase.household_id).where(OPEN))


def due_by(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """`rules.is_due` as a condition."""
    return CareCase.next_contact_on <= day


def overdue_at(day: date) -> ColumnElement[bool]:
    """`rules.is_overdue` as a condition."""
    return CareCase.next_contact_on < day


def case_of_household(household_id: UUID, *, viewer: Actor) -> CareCase:
    """The newest case of a household, open or closed; outside the scope of `viewer` it does not exist."""
    viewer.require(Permission.HOUSEHOLD_READ)
    statement = (
        select(CareCase)
        .where(CareCase.household_id == household_id, cases_in_scope(viewer))
        .options(
            joinedload(CareCase.household),
            joinedload(CareCase.coordinator),
            joinedload(CareCase.application).joinedload(Application.person),
        )
        .order_by(CareCase.closed_at.is_(None).desc(), CareCase.opened_at.desc())
        .limit(1)
    )
    case = db.session.scalars(statement).first()
    if case is None:
        raise NotFound
    return case


def open_case_of_household(household_id: UUID) -> CareCase | None:
    """The household's open case whoever looks; for actions that already know that they may."""
    return db.session.scalars(select(CareCase).where(CareCase.household_id == household_id, OPEN)).one_or_none()


def open_case_of_person(person_id: UUID) -> CareCase | None:
    """The open case that is about this person, whoever looks."""
    return db.session.scalars(select(CareCase).where(CareCase.person_id == person_id, OPEN)).one_or_none()


def likely_in_care(application: Application) -> list[tuple[Resemblance, CareCase]]:
    """Whom the applicant may be according to what nobody has judged yet, and who accompanies them now."""
    found = []
    for pair in waiting_pairs_of(application.person_id):
        other = likely_the_same(pair, application.person_id)
        case = open_case_of_person(other.id) if other else None
        if case is not None:
            found.append((pair, case))
    return found


def earlier_cases(case: CareCase) -> Sequence[CareCase]:
    """The household's other cases, the newest first."""
    statement = select(CareCase).where(CareCase.household_id == case.household_id, CareCase.id != case.id)
    return db.session.scalars(statement.order_by(CareCase.opened_at.desc())).all()


def open_pairing(case: CareCase) -> Pairing | None:
    statement = select(Pairing).where(Pairing.case_id == case.id, Pairing.ended_at.is_(None))
    return db.session.scalars(statement).one_or_none()


def pairings_of(case: CareCase) -> Sequence[Pairing]:
    """Who accompanied the household in this case, the newest first."""
    statement = (
        select(Pairing)
        .join(Pairing.coordinator)
        .options(contains_eager(Pairing.coordinator))
        .where(Pairing.case_id == case.id)
        .order_by(Pairing.started_at.desc(), Pairing.id.desc())
    )
    return db.session.scalars(statement).all()


def get_application_for(application_id: UUID, *, viewer: Actor) -> Application:
    """Raises `NotFound` for one that is out of the viewer's scope."""
    viewer.require(Permission.APPLICATION_READ)
    statement = select(Application).where(Application.id == application_id, applications_in_scope(viewer))
    application = db.session.scalars(statement).one_or_none()
    if application is None:
        raise NotFound
    return application


def case_of_application(application_id: UUID) -> CareCase | None:
    return db.session.scalars(select(CareCase).where(CareCase.application_id == application_id)).one_or_none()


def case_shown_of(application: Application) -> CareCase | None:
    """The case of the application, else the household's open one."""
    own = CareCase.application_id == application.id
    statement = (
        select(CareCase)
        .where(or_(own, and_(CareCase.household_id == application.household_id, OPEN)))
        .options(joinedload(CareCase.coordinator))
        .order_by(own.desc())
        .limit(1)
    )
    return db.session.scalars(statement).one_or_none()


def holds_that_ended(case_ids: Collection[UUID]) -> list[tuple[UUID, datetime, datetime]]:
    """Of each case since when it rested and when it went on, in their order."""
    verbs = Step.verb.in_((CaseVerb.HOLD, CaseVerb.RESUME))
    steps = select(Step.thing_id, Step.verb, Step.at).where(
        Step.kind == CASE_STATES.kind, Step.thing_id.in_(case_ids), verbs
    )
    begun: dict[UUID, datetime] = {}
    found = []
    for case_id, verb, at in db.session.execute(steps.order_by(Step.at, Step.id)):
        if verb == CaseVerb.HOLD:
            begun[case_id] = at
        elif case_id in begun:
            found.append((case_id, begun.pop(case_id), at))
    return found


def cases_accompanied_by(user_id: UUID) -> Sequence[CareCase]:
    """The open cases of a coordinator, whoever looks, in the order in which they are locked."""
    statement = select(CareCase).where(CareCase.coordinator_id == user_id, OPEN)
    shown = (joinedload(CareCase.household), joinedload(CareCase.application).joinedload(Application.person))
    return db.session.scalars(statement.options(*shown).order_by(CareCase.id)).all()


def unaccompanied_cases(*, now: datetime) -> Sequence[CareCase]:
    """Open cases to which nobody sees today, neither their coordinator nor a deputy: a list that is to be empty."""
    statement = select(CareCase).where(OPEN, CareCase.coordinator_id.not_in(attended_on(clock.day_of(now))))
    shown = (joinedload(CareCase.household), joinedload(CareCase.coordinator))
    return db.session.scalars(statement.options(*shown).order_by(CareCase.opened_at, CareCase.id)).all()


def profile_of(user_id: UUID) -> CoordinatorProfile | None:
    return db.session.get(CoordinatorProfile, user_id)


def active_coordinators(*, now: datetime) -> Select[User]:
    """People who may accompany households at `now`."""
    is_active = or_(User.disabled_at.is_(None), User.disabled_at > now)
    return select(User).where(carries(Permission.CASELOAD_OWN), is_active).order_by(User.name, User.id)


def loads() -> dict[UUID, int]:
    """How many households each coordinator accompanies now."""
    statement = select(Pairing.coordinator_id, func.count()).where(Pairing.ended_at.is_(None))
    return dict(db.session.execute(statement.group_by(Pairing.coordinator_id)).all())


def candidates(*, now: datetime, without: UUID | None = None) -> list[Candidate]:
    """Every active coordinator with a profile, `without` left out."""
    loaded, away = loads(), away_on(clock.day_of(now))
    active = active_coordinators(now=now).with_only_columns(User.name, CoordinatorProfile)
    rows = db.session.execute(active.join(CoordinatorProfile, CoordinatorProfile.user_id == User.id))
    return [
        Candidate(
            profile.user_id,
            name,
            loaded.get(profile.user_id, 0),
            profile.case_limit,
            frozenset(profile.dong_codes),
            frozenset(profile.languages),
            profile.sex,
            profile.user_id in away,
        )
        for name, profile in rows
        if profile.user_id != without
    ]


def coordinators(*, now: datetime) -> list[tuple[User, CoordinatorProfile | None, int]]:
    """Every active coordinator with their profile, where there is one, and their load."""
    loaded = loads()
    active = active_coordinators(now=now).with_only_columns(User, CoordinatorProfile)
    rows = db.session.execute(active.outerjoin(CoordinatorProfile, CoordinatorProfile.user_id == User.id))
    return [(user, profile, loaded.get(user.id, 0)) for user, profile in rows]


def coordinator_names(*, now: datetime) -> list[tuple[UUID, str]]:
    """Every active coordinator; their load, which counts every household, is not asked for."""
    named = active_coordinators(now=now).with_only_columns(User.id, User.name)
    return [(user_id, name) for user_id, name in db.session.execute(named)]


def get_coordinator(user_id: UUID, *, now: datetime) -> User:
    user = db.session.scalars(active_coordinators(now=now).where(User.id == user_id)).one_or_none()
    if user is None:
        raise NotFound
    return user


def wishes_of(application: Application) -> Wishes:
    person = application.person
    return Wishes(application.household.dong_code, person.language, person.sex, person.same_sex)


def ranked_coordinators(application: Application, *, now: datetime, without: UUID | None = None) -> list[Suggestion]:
    """Every coordinator who could be chosen, the most fitting first."""
    return rank(candidates(now=now, without=without), wishes_of(application))


def suggested(ranked: Sequence[Suggestion]) -> list[Suggestion]:
    return [suggestion for suggestion in ranked if suggestion.is_suggested][:SUGGESTED_AT_MOST]


def traces() -> Iterator[Trace]:
    """The numbers under which coordinators are called."""
    for phone in db.session.scalars(select(CoordinatorProfile.phone)):
        yield Trace(None, "", phone)
