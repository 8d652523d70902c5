"""What waits for one coordinator today; each count is the length of the list that is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from portal.consortium.meetings.models import MeetingAction
from portal.coordinators.calls.queries import Call, calls_to_make
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import due_by
from portal.coordinators.caseload.rules import is_due, is_overdue
from portal.coordinators.caseload.scope import OPEN, cases_in_scope, households_accompanied
from portal.coordinators.caseload.states import NEW_STATES
from portal.coordinators.desk.queries.household import lines_to_refer
from portal.coordinators.gate.broken import Broken, broken_for
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.queries import waiting_referrals
from portal.coordinators.requests.models import CareRequest
from portal.coordinators.requests.queries import open_requests
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import visits_of_the_day
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
    calls: Sequence[Call]
    requests: Sequence[CareRequest]
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
        return not any((*of_day, *to_refer, self.meeting_actions, self.news, self.calls, self.requests))


def today_of(viewer: Actor, *, now: datetime) -> Today:
    """The coordinator's desk at `now`."""
    viewer.require(Permission.CASELOAD_OWN)
    day = clock.day_of(now)
    waiting = waiting_referrals(viewer, now=now, limit=SHOWN_AT_MOST)
    of_the_day = visits_of_the_day(viewer, day, limit=SHOWN_AT_MOST)
    cases = _cases(viewer, day)
    return Today(
        broken=broken_for(viewer, now=now),
        unreferred=lines_to_refer(viewer, day, limit=SHOWN_AT_MOST),
        visits=of_the_day.visits,
        move_wishes=of_the_day.move_requests,
        due=_earliest((case.next_contact_on, case) for case in cases if is_due(case.next_contact_on, day)),
        new=_earliest((case.opened_at, case) for case in cases if case.state in NEW_STATES),
        to_act_on=waiting.to_act_on,
        awaiting=waiting.awaiting,
        reviews=_earliest((case.review_on, case) for case in cases if case.review_on and case.review_on <= day),
        meeting_actions=_meeting_actions(viewer),
        news=_news(viewer),
        calls=calls_to_make(viewer, now=now, limit=SHOWN_AT_MOST),
        requests=open_requests(viewer),
        day=day,
    )


def _cases(viewer: Actor, day: date) -> Sequence[CareCase]:
    """The households to contact, the new ones and those whose plan ends soon, as many of each as are shown."""
    own = select(CareCase.id).where(cases_in_scope(viewer), OPEN).limit(SHOWN_AT_MOST)
    wanted = (
        own.where(due_by(day)).order_by(CareCase.next_contact_on, CareCase.id),
        own.where(CareCase.state.in_(NEW_STATES)).order_by(CareCase.opened_at, CareCase.id),
        own.where(CareCase.review_on <= day).order_by(CareCase.review_on, CareCase.id),
    )
    statement = (
        select(CareCase)
        .where(cases_in_scope(viewer), or_(*(CareCase.id.in_(some) for some in wanted)))
        .options(joinedload(CareCase.household), joinedload(CareCase.application).joinedload(Application.person))
        .order_by(CareCase.id)
    )
    return db.session.scalars(statement).all()


def _earliest(cases: Iterable[tuple[Any, CareCase]]) -> list[CareCase]:
    """By the day or moment beside each; of the same one as they came."""
    return [case for _at, case in sorted(cases, key=itemgetter(0))][:SHOWN_AT_MOST]


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
