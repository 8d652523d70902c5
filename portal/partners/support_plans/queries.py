"""Reads of individual support plans, their goals, services and what bodies got of them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.states import OutsideState
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import ReferralState
from portal.core.actors import Actor
from portal.core.errors import NotFound
from portal.core.paging import Page
from portal.core.permissions import Permission
from portal.db.paged import page_of
from portal.extensions import db
from portal.partners.support_plans.models import SupportGoal, SupportHanding, SupportLine, SupportPlan
from portal.partners.support_plans.scope import of_person, support_plans_in_scope
from portal.partners.support_plans.states import HOLDING, UNENDED, SupportState
from portal.residents.applications.models import Application
from portal.residents.conferences.models import ConferenceHousehold

PAGE_SIZE = 30
TO_TELL = SupportHanding.tell_by.is_not(None) & SupportHanding.told_on.is_(None)
"""Bodies that have yet to hear that they shall not use their part any more."""

NOT_DONE = (ReferralState.DECLINED, ReferralState.WITHDRAWN, ReferralState.CANCELLED)
NOT_PASSED = (OutsideState.DECLINED, OutsideState.WITHDRAWN, OutsideState.SILENT)


def _plans() -> Select[SupportPlan]:
    case = contains_eager(SupportPlan.case)
    return (
        select(SupportPlan)
        .join(SupportPlan.case)
        .options(
            case.joinedload(CareCase.household),
            case.joinedload(CareCase.coordinator),
            case.joinedload(CareCase.application).joinedload(Application.person),
            selectinload(SupportPlan.goals).selectinload(SupportGoal.scores),
            selectinload(SupportPlan.lines).options(
                joinedload(SupportLine.care_line).options(joinedload(PlanLine.service), joinedload(PlanLine.plan)),
                joinedload(SupportLine.partner),
            ),
        )
    )


def get_support_plan(plan_id: UUID, *, viewer: Actor) -> SupportPlan:
    """Raises `NotFound` for one that the viewer does not see."""
    viewer.require(Permission.HOUSEHOLD_READ)
    found = db.session.scalar(_plans().where(SupportPlan.id == plan_id, support_plans_in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def support_plans_for(viewer: Actor, number: int, *, only_unended: bool = True) -> Page[SupportPlan]:
    """Those that are written or hold, by their review days, or all, the newest first."""
    viewer.require(Permission.HOUSEHOLD_READ)
    case = contains_eager(SupportPlan.case)
    rows = select(SupportPlan).join(SupportPlan.case).where(support_plans_in_scope(viewer))
    rows = rows.options(case.joinedload(CareCase.household), case.joinedload(CareCase.person))
    if only_unended:
        rows = rows.where(SupportPlan.state.in_(UNENDED)).order_by(SupportPlan.review_on, SupportPlan.id)
    else:
        rows = rows.order_by(SupportPlan.written_at.desc(), SupportPlan.id)
    return page_of(db.session, rows, number, PAGE_SIZE)


def read_anew(plan: SupportPlan) -> None:
    """What others wrote in its goals, scores and lines until it was locked."""
    db.session.flush()
    db.session.scalar(_plans().where(SupportPlan.id == plan.id).execution_options(populate_existing=True))


def support_plans_of(case: CareCase) -> Sequence[SupportPlan]:
    """Every edition there was, the newest first."""
    return db.session.scalars(_plans().where(SupportPlan.case_id == case.id).order_by(SupportPlan.number.desc())).all()


def support_plan_in(case_id: UUID, *states: SupportState) -> SupportPlan | None:
    """The newest edition of a case that is in one of `states`."""
    rows = _plans().where(SupportPlan.case_id == case_id, SupportPlan.state.in_(states))
    return db.session.scalars(rows.order_by(SupportPlan.number.desc())).first()


def support_plan_at(household_id: UUID) -> SupportPlan | None:
    """The newest edition of a household in care that is written or holds."""
    rows = _plans().where(CareCase.household_id == household_id, SupportPlan.state.in_(UNENDED))
    return db.session.scalars(rows.order_by(SupportPlan.written_at.desc(), SupportPlan.number.desc())).first()


def edition_before(plan: SupportPlan) -> SupportPlan | None:
    """The edition that the person agreed to before this one."""
    agreed = (SupportPlan.case_id == plan.case_id, SupportPlan.agreed_on.is_not(None))
    rows = _plans().where(*agreed, SupportPlan.number < plan.number)
    return db.session.scalars(rows.order_by(SupportPlan.number.desc())).first()


def next_number_of(case: CareCase) -> int:
    last = db.session.scalar(select(func.max(SupportPlan.number)).where(SupportPlan.case_id == case.id))
    return (last or 0) + 1


def get_goal(goal_id: UUID, *, viewer: Actor) -> SupportGoal:
    """Raises `NotFound` for one of a plan that the viewer does not see."""
    viewer.require(Permission.HOUSEHOLD_READ)
    rows = select(SupportGoal).join(SupportGoal.plan).where(SupportGoal.id == goal_id, support_plans_in_scope(viewer))
    found = db.session.scalar(rows.options(contains_eager(SupportGoal.plan), selectinload(SupportGoal.scores)))
    if found is None:
        raise NotFound
    return found


def get_line(line_id: UUID, *, viewer: Actor) -> SupportLine:
    """Raises `NotFound` for one of a plan that the viewer does not see."""
    viewer.require(Permission.HOUSEHOLD_READ)
    rows = select(SupportLine).join(SupportLine.plan).where(SupportLine.id == line_id, support_plans_in_scope(viewer))
    found = db.session.scalar(rows.options(contains_eager(SupportLine.plan)))
    if found is None:
        raise NotFound
    return found


def _handings() -> Select[SupportHanding]:
    return select(SupportHanding).join(SupportHanding.plan).options(contains_eager(SupportHanding.plan))


def get_handing(handing_id: UUID, *, viewer: Actor) -> SupportHanding:
    """Raises `NotFound` for one of a plan that the viewer does not see."""
    viewer.require(Permission.HOUSEHOLD_READ)
    rows = _handings().where(SupportHanding.id == handing_id, support_plans_in_scope(viewer))
    found = db.session.scalar(rows)
    if found is None:
        raise NotFound
    return found


def handings_of(plan: SupportPlan) -> Sequence[SupportHanding]:
    """The newest first."""
    rows = select(SupportHanding).where(SupportHanding.plan_id == plan.id)
    return db.session.scalars(rows.order_by(SupportHanding.handed_on.desc(), SupportHanding.id.desc())).all()


def handings_at_bodies(person_id: UUID) -> Sequence[SupportHanding]:
    """What bodies have of somebody's plans and nobody took back yet."""
    rows = _handings().where(of_person(person_id), SupportHanding.stopped_for.is_(None))
    return db.session.scalars(rows.order_by(SupportHanding.id)).all()


def handings_left_in(case_id: UUID) -> Sequence[SupportHanding]:
    """Parts that nobody took back yet at bodies that no plan of the case names any more."""
    of_case = _handings().where(SupportPlan.case_id == case_id)
    found = db.session.scalars(of_case.where(SupportHanding.stopped_for.is_(None)).order_by(SupportHanding.id)).all()
    if not found:
        return ()
    holding = select(SupportLine).join(SupportLine.plan)
    holding = holding.where(SupportPlan.case_id == case_id, SupportPlan.state.in_(HOLDING))
    named = {line.body for line in db.session.scalars(holding)}
    return [handing for handing in found if handing.body not in named]


def handings_to_tell(person_id: UUID) -> Sequence[SupportHanding]:
    """Of any edition, in the order in which they are locked."""
    rows = _handings().where(of_person(person_id), TO_TELL)
    return db.session.scalars(rows.order_by(SupportHanding.id)).all()


def bodies_of_handings(handing_ids: Sequence[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Of each handing the person and the body."""
    rows = select(CareCase.person_id, SupportHanding).join(SupportHanding.plan).join(SupportPlan.case)
    found = db.session.execute(rows.where(SupportHanding.id.in_(handing_ids)))
    return {handing.id: (person_id, handing.body) for person_id, handing in found}


def stops_of(person_id: UUID) -> dict[str, date]:
    """The bodies that shall not use a part any more, of any edition, each with the day of its last stop."""
    rows = _handings().where(of_person(person_id), SupportHanding.stopped_for.is_not(None))
    found = db.session.scalars(rows.order_by(SupportHanding.tell_by, SupportHanding.id))
    return {handing.body: handing.stopped_on for handing in found if handing.stopped_on}


def plans_to_begin(today: date) -> Sequence[SupportPlan]:
    """Agreed to, and their first day has come; in the order in which their households are locked."""
    due = (SupportPlan.state == SupportState.AGREED, SupportPlan.starts_on <= today)
    rows = select(SupportPlan).join(SupportPlan.case).where(*due)
    return db.session.scalars(rows.order_by(CareCase.household_id, SupportPlan.id)).all()


def conferences_about(household_id: UUID) -> Sequence[Meeting]:
    """The case conferences that named the household, the newest first."""
    named = select(ConferenceHousehold.meeting_id).where(ConferenceHousehold.household_id == household_id)
    rows = select(Meeting).where(Meeting.id.in_(named), Meeting.kind == MeetingKind.CASE_CONFERENCE)
    return db.session.scalars(rows.order_by(Meeting.starts_at.desc(), Meeting.id)).all()


def referrals_behind(care_line_ids: Sequence[UUID]) -> dict[UUID, Referral]:
    """The newest referral of each line of a care plan, those that came to nothing only where there is no other."""
    rows = select(Referral).where(Referral.plan_line_id.in_(care_line_ids)).options(joinedload(Referral.organisation))
    rows = rows.order_by(Referral.state.in_(NOT_DONE).desc(), Referral.requested_at, Referral.id)
    return {referral.plan_line_id: referral for referral in db.session.scalars(rows)}


def members_gone(care_line_ids: Sequence[UUID], today: date) -> set[str]:
    """The names of members that were asked for these lines of a care plan and have left."""
    rows = select(Organisation.name).join(Referral, Referral.organisation_id == Organisation.id)
    return set(db.session.scalars(rows.where(Referral.plan_line_id.in_(care_line_ids), Organisation.left_on < today)))


def links_behind(care_line_ids: Sequence[UUID]) -> dict[UUID, OutsideLink]:
    """The same of what other bodies were asked for."""
    rows = select(OutsideLink).where(OutsideLink.plan_line_id.in_(care_line_ids))
    rows = rows.order_by(OutsideLink.state.in_(NOT_PASSED).desc(), OutsideLink.asked_on, OutsideLink.id)
    return {link.plan_line_id: link for link in db.session.scalars(rows)}
