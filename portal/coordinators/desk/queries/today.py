"""What waits for one coordinator today; each count is the length of the list that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.consortium.meetings.models import MeetingAction
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import new_cases
from portal.coordinators.caseload.rules import is_overdue
from portal.coordinators.caseload.scope import OPEN, cases_in_scope, households_accompanied
from portal.coordinators.contacts.queries import due_contacts
from portal.coordinators.desk.queries.household import lines_to_refer
from portal.coordinators.gate.broken import Broken, broken_for
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import awaiting_answer, referrals_to_act_on
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import move_requests, visits_on
from portal.core import clock
from portal.core.permissions import Actor, Permission
from portal.extensions import db
from portal.residents.applications.models import Application
from portal.residents.households.models import FactChange
from portal.residents.households.queries import IS_NEWS

SHOWN_AT_MOST = 50
"""Of each list; a coordinator accompanies fewer households than that (`case_limit`)."""


@dataclass(frozen=True, slots=True)
class Today:
    """Everything on the desk, each list in the order in which it is done."""

    broken: Sequence[Broken]
    unreferred: Sequence[PlanLine]
    visits: Sequence[Visit]
    move_wishes: Sequence[Visit]
    due: Sequence[CareCase]
    new: Sequence[CareCase]
    to_act_on: Sequence[Referral]
    awaiting: Sequence[Referral]
    reviews: Sequence[CareCase]
    meeting_actions: Sequence[MeetingAction]
    news: Sequence[FactChange]
    day: date

    @property
    def overdue(self) -> list[CareCase]:
        return [case for case in self.due if is_overdue(case.next_contact_on, self.day)]

    @property
    def due_today(self) -> list[CareCase]:
        return [case for case in self.due if not is_overdue(case.next_contact_on, self.day)]

    @property
    def is_empty(self) -> bool:
        of_day = (self.broken, self.visits, self.move_wishes, self.due, self.new, self.reviews)
        to_refer = (self.unreferred, self.to_act_on, self.awaiting)
        return not any((*of_day, *to_refer, self.meeting_actions, self.news))


def today_of(viewer: Actor, *, now: datetime) -> Today:
    """The coordinator's desk at `now`."""
    viewer.require(Permission.CASELOAD_OWN)
    day = clock.day_of(now)
    to_act_on = referrals_to_act_on(viewer, now=now, limit=SHOWN_AT_MOST)
    named = {referral.id for referral in to_act_on}
    return Today(
        broken=broken_for(viewer, now=now),
        unreferred=lines_to_refer(viewer, day, limit=SHOWN_AT_MOST),
        visits=visits_on(viewer, day, limit=SHOWN_AT_MOST),
        move_wishes=move_requests(viewer, limit=SHOWN_AT_MOST),
        due=due_contacts(viewer, day, limit=SHOWN_AT_MOST),
        new=new_cases(viewer, limit=SHOWN_AT_MOST),
        to_act_on=to_act_on,
        awaiting=[referral for referral in awaiting_answer(viewer, limit=SHOWN_AT_MOST) if referral.id not in named],
        reviews=_reviews(viewer, day),
        meeting_actions=_meeting_actions(viewer),
        news=_news(viewer),
        day=day,
    )


def _reviews(viewer: Actor, day: date) -> Sequence[CareCase]:
    """Cases whose plan ends soon: go on or close."""
    statement = (
        select(CareCase)
        .where(cases_in_scope(viewer), OPEN, CareCase.review_on <= day)
        .options(joinedload(CareCase.household), joinedload(CareCase.application).joinedload(Application.person))
        .order_by(CareCase.review_on, CareCase.id)
        .limit(SHOWN_AT_MOST)
    )
    return db.session.scalars(statement).all()


def _meeting_actions(viewer: Actor) -> Sequence[MeetingAction]:
    """What the coordinator promised at a meeting and has not done yet."""
    statement = (
        select(MeetingAction)
        .where(MeetingAction.owner_id == viewer.user_id, MeetingAction.done_at.is_(None))
        .options(joinedload(MeetingAction.meeting))
        .order_by(MeetingAction.due_on, MeetingAction.id)
        .limit(SHOWN_AT_MOST)
    )
    return db.session.scalars(statement).all()


def _news(viewer: Actor) -> Sequence[FactChange]:
    """What people changed in their own files and nobody has looked at."""
    statement = (
        select(FactChange)
        .where(FactChange.household_id.in_(households_accompanied(viewer)), IS_NEWS)
        .options(joinedload(FactChange.person), joinedload(FactChange.household))
        .order_by(FactChange.at, FactChange.id)
        .limit(SHOWN_AT_MOST)
    )
    return db.session.scalars(statement).all()
