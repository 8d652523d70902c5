"""Decides what the list of households may be filtered and sorted by, and what comes next for one household."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from portal.coordinators.caseload.rules import is_due, is_first_visit_late, is_overdue
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.plans.states import HowOften
from portal.coordinators.referrals.states import OPEN_STATES, ReferralState
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.worded import Worded


class Due(Worded):
    """By when the next contact is due."""

    OVERDUE = "overdue", N_("기한 지남")
    TODAY = "today", N_("오늘까지")
    WEEK = "week", N_("7일 안")


class Sort(StrEnum):
    CONTACT = "contact"
    NAME = "name"
    OPENED = "opened"
    NUMBER = "number"


ALL_STATES = "all"
"""The choice of the state filter that also lists what is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list is narrowed to. `state` "" means every open case, `ALL_STATES` closed ones, too.

    `households` are those that a number in `text` is about.
    """

    today: date
    text: str = ""
    households: tuple[UUID, ...] = ()
    state: str = ""
    dong_code: str = ""
    due: Due | None = None
    coordinator_id: UUID | None = None
    sort: Sort = Sort.CONTACT
    backwards: bool = False


class NextKind(Worded):
    """What is to be done next, in the order of the course."""

    RESUME = "resume", N_("멈춘 돌봄을 다시 시작할지 살펴보기")
    ASSESS = "assess", N_("첫 방문과 욕구 확인")
    WRITE_PLAN = "write_plan", N_("돌봄 계획 세우기")
    AGREE_PLAN = "agree_plan", N_("계획을 이용자와 합의하기")
    ACT_ON_REFERRAL = "act_on_referral", N_("답이 온 연계 처리하기")
    REFER = "refer", N_("서비스 연계하기")
    CONTACT = "contact", N_("안부 연락")
    VISIT = "visit", N_("예약된 방문")
    REVIEW = "review", N_("계획이 곧 끝남: 이어 갈지 종결할지 정하기")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStanding:
    """How a household stands, as far as the next steps depend on it."""

    state: CaseState
    first_visit_due_at: datetime
    next_contact_on: date | None
    review_on: date | None
    hold_until_on: date | None = None
    first_visit_told_on: date | None = None
    has_draft: bool = False
    referrals_to_act_on: int = 0
    lines_to_refer: int = 0
    next_visit_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, by when (a moment, a day or neither), and whether that has passed.

    `told_on` is the day by which the resident was told to expect it.
    """

    kind: NextKind
    by: datetime | date | None = None
    is_late: bool = False
    count: int = 0
    told_on: date | None = None

    @property
    def by_day(self) -> date | None:
        return day_of(self.by) if isinstance(self.by, datetime) else self.by


def next_steps(standing: CaseStanding, *, now: datetime, today: date) -> list[NextStep]:
    """What to do next, the most pressing first; nothing for a closed case."""
    if standing.state is CaseState.CLOSED:
        return []
    steps = [*_course(standing, now), *_calendar(standing, today)]
    return sorted(steps, key=lambda step: not step.is_late)


def _course(standing: CaseStanding, now: datetime) -> Iterator[NextStep]:
    """Where the course itself stands."""
    if standing.state is CaseState.ON_HOLD:
        yield NextStep(NextKind.RESUME, standing.hold_until_on)
    elif standing.state is CaseState.PAIRED:
        late = is_first_visit_late(standing.state, standing.first_visit_due_at, now)
        yield NextStep(NextKind.ASSESS, standing.first_visit_due_at, late, told_on=standing.first_visit_told_on)
    elif standing.has_draft:
        yield NextStep(NextKind.AGREE_PLAN)
    elif standing.state is CaseState.ASSESSED:
        yield NextStep(NextKind.WRITE_PLAN)
    if standing.referrals_to_act_on:
        yield NextStep(NextKind.ACT_ON_REFERRAL, count=standing.referrals_to_act_on)
    if standing.lines_to_refer and standing.state is not CaseState.ON_HOLD:
        yield NextStep(NextKind.REFER, count=standing.lines_to_refer)


def _calendar(standing: CaseStanding, today: date) -> Iterator[NextStep]:
    """What stands in the calendar."""
    if standing.next_contact_on is not None:
        yield NextStep(NextKind.CONTACT, standing.next_contact_on, is_overdue(standing.next_contact_on, today))
    if standing.next_visit_at is not None:
        yield NextStep(NextKind.VISIT, standing.next_visit_at)
    if is_due(standing.review_on, today):
        yield NextStep(NextKind.REVIEW, standing.review_on)


def needs_referral(
    how_often: HowOften, until_on: date, states: frozenset[ReferralState], today: date, *, is_passed_on: bool = False
) -> bool:
    """Whether a line of the agreed plan waits to be referred, or to be passed on to another body.

    `states` are those of what members were asked for it so far; `is_passed_on` while another body sees to it, or did.
    """
    if until_on < today or is_passed_on or states & OPEN_STATES:
        return False
    happened = bool(states & {ReferralState.DONE, ReferralState.CLOSED})
    return not (how_often is HowOften.ONCE and happened)
