"""Decides which coordinator suits a household and by which day the household is contacted next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from portal.coordinators.caseload.states import CaseState
from portal.core import urgency
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.targets import Targets
from portal.core.worded import Worded
from portal.core.workdays import add_workdays, is_workday
from portal.residents.households.states import Language, SameSex, Sex

E = TypeVar("E", bound=StrEnum)


class Fit(StrEnum):
    """Why a coordinator is suggested."""

    DONG = "dong"
    LANGUAGE = "language"
    SAME_SEX = "same_sex"
    ROOM = "room"


class Hindrance(Worded):
    """Why a coordinator is not suggested; the office may still choose them with a reason."""

    AWAY = "away", N_("지금 자리를 비움"), "warning"
    FULL = "full", N_("더 맡을 자리가 없음"), "warning"
    LANGUAGE = "language", N_("쓰는 말이 다름"), "warning"
    OTHER_SEX = "other_sex", N_("희망한 성별이 아님"), "warning"


class NextDoor(Worded):
    """Where someone goes whom the consortium cannot serve: never a dead end (domain.md §2)."""

    OTHER_AGENCY = "other_agency", N_("다른 기관")
    SELF_PAY = "self_pay", N_("본인 부담으로 이용")
    PHONE = "phone", N_("전화 상담")


@dataclass(frozen=True)
class Candidate:
    """A coordinator as pairing looks at them; `load` is the number of households they accompany now."""

    coordinator_id: UUID
    name: str
    load: int
    limit: int
    dong_codes: frozenset[str]
    languages: frozenset[str]
    sex: Sex
    is_away: bool = False

    @property
    def room(self) -> int:
        return max(0, self.limit - self.load)


@dataclass(frozen=True)
class Wishes:
    """What a household needs of its coordinator."""

    dong_code: str
    language: Language
    sex: Sex
    same_sex: SameSex


@dataclass(frozen=True)
class Suggestion:
    coordinator: Candidate
    reasons: tuple[Fit, ...]
    hindrances: tuple[Hindrance, ...]

    @property
    def load(self) -> int:
        return self.coordinator.load

    @property
    def limit(self) -> int:
        return self.coordinator.limit

    @property
    def is_suggested(self) -> bool:
        return not self.hindrances


def weigh(candidate: Candidate, wishes: Wishes) -> Suggestion:
    """What speaks for and against one coordinator."""
    speaks = wishes.language.value in candidate.languages
    wants_same_sex = wishes.same_sex is SameSex.WANTED and wishes.sex in (Sex.FEMALE, Sex.MALE)
    needs_language = wishes.language not in (Language.KOREAN, Language.UNANSWERED)
    reasons = {
        Fit.DONG: wishes.dong_code in candidate.dong_codes,
        Fit.LANGUAGE: needs_language and speaks,
        Fit.SAME_SEX: wants_same_sex and candidate.sex is wishes.sex,
        Fit.ROOM: candidate.room > 0,
    }
    hindrances = {
        Hindrance.AWAY: candidate.is_away,
        Hindrance.FULL: candidate.room == 0,
        Hindrance.LANGUAGE: needs_language and not speaks,
        Hindrance.OTHER_SEX: wants_same_sex and candidate.sex is not wishes.sex,
    }
    return Suggestion(candidate, _true_ones(reasons), _true_ones(hindrances))


def rank(candidates: Iterable[Candidate], wishes: Wishes) -> list[Suggestion]:
    """All coordinators: those with nothing against them, then those of the dong, then those with the most room lead."""
    return sorted((weigh(candidate, wishes) for candidate in candidates), key=_order)


def _order(suggestion: Suggestion) -> tuple[int, bool, float, str, UUID]:
    who = suggestion.coordinator
    share = who.load / who.limit
    return (len(suggestion.hindrances), Fit.DONG not in suggestion.reasons, share, who.name, who.coordinator_id)


def _true_ones(facts: dict[E, bool]) -> tuple[E, ...]:
    return tuple(member for member, holds in facts.items() if holds)


def first_contact_on(promised_on: date, today: date) -> date:
    """The day that the applicant was promised, or today when it has passed already."""
    return max(promised_on, today)


def next_contact_on(contact_on: date, *, visit_on: date | None, targets: Targets) -> date:
    """After a contact on `contact_on`: within the month, and within a week of the next visit, whichever is earlier."""
    monthly = workday_by(contact_on + timedelta(days=targets.contact_every_days), after=contact_on)
    return monthly if visit_on is None else min(monthly, contact_after_visit_on(visit_on, targets))


def contact_after_visit_on(visit_on: date, targets: Targets) -> date:
    """The last working day on which a visit on `visit_on` is still followed up in time."""
    return workday_by(visit_on + timedelta(days=targets.contact_after_visit_days), after=visit_on)


def hold_call_on(until_on: date | None, today: date, targets: Targets) -> date:
    """When a household on hold is called unless somebody chose the day: soon, and not after the hold has ended."""
    usual = today + timedelta(days=targets.hold_call_days)
    return usual if until_on is None else min(usual, until_on)


def refuse_hold(until_on: date | None, call_on: date | None, today: date) -> None:
    """Raise `DomainError` beside the day that cannot be."""
    if until_on is not None and until_on < today:
        raise DomainError(N_("지난 날입니다. 오늘이나 그 뒤의 날을 골라 주십시오."), "until_on")
    if call_on is not None and call_on < today:
        raise DomainError(N_("지난 날입니다. 오늘이나 그 뒤의 날을 골라 주십시오."), "call_on")
    if call_on is not None and until_on is not None and call_on > until_on:
        raise DomainError(N_("전화할 날은 멈춤이 끝나는 날보다 늦을 수 없습니다."), "call_on")


def retry_on(today: date) -> date:
    """Nobody answered: the next working day. Silence never counts as a contact."""
    return add_workdays(today, 1)


def workday_by(day: date, *, after: date) -> date:
    """`day`, or the last working day before it that still lies after `after`; `day` itself where there is none."""
    earlier = day
    while earlier > after and not is_workday(earlier):
        earlier -= timedelta(days=1)
    return earlier if earlier > after else day


def is_due(next_on: date | None, today: date) -> bool:
    """Whether a household is to be contacted by the end of `today`; overdue ones are due, too.

    `queries.due_by` says the same in SQL. A closed case has no next contact.
    """
    return next_on is not None and next_on <= today


def is_overdue(next_on: date | None, today: date) -> bool:
    """Whether the day of the contact has passed; on the day itself it is only due. `queries.overdue_at` in SQL."""
    return next_on is not None and urgency.is_day_over(next_on, today)


def is_first_visit_late(state: CaseState, due_at: datetime, now: datetime) -> bool:
    """Whether nobody has assessed the household within the clock hours of the first visit."""
    return state is CaseState.PAIRED and urgency.is_overdue(due_at, now)
