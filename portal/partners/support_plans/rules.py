"""Decides what an individual support plan must hold, and which days and scores are possible."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.core.actors import Actor
from portal.core.dates import format_day
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.partners.support_plans.states import ScoredBy, ScoredWhen, SignedBy

GOALS_AT_MOST, LINES_AT_MOST = 10, 30
REVIEW_AFTER, REVIEW_AT_MOST = timedelta(days=90), timedelta(days=366)
"""A review is proposed after three months, and is at most a year away (ours)."""

REMIND_BEFORE = timedelta(days=7)
"""How long before its day a review comes to the desk (ours)."""

TELL_WITHIN = timedelta(days=3)
"""Within how many days a body hears that it shall not use its part any more (ours)."""

EARLIEST = timedelta(days=366)
LOWEST, HIGHEST = 0, 10


@dataclass(frozen=True, slots=True)
class ScoreTold:
    """A score of a goal: when, by whom, on which day, and why."""

    occasion: ScoredWhen
    score: int
    scored_by: ScoredBy
    scored_on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """How the person agreed on which day; for a proxy also who it was and how they are related."""

    by: SignedBy
    on: date
    name: str = ""
    relation: str = ""


def refuse_days(starts_on: date, review_on: date, today: date) -> None:
    """Raise `DomainError` beside the field for days that no plan can have."""
    if not today - EARLIEST <= starts_on <= today + REVIEW_AT_MOST:
        raise DomainError(N_("시작하는 날을 오늘 앞뒤 1년 안의 날로 적어 주십시오."), "starts_on")
    if not starts_on < review_on <= starts_on + REVIEW_AT_MOST:
        raise DomainError(N_("점검하는 날은 시작하는 날 뒤 1년 안의 날이어야 합니다."), "review_on")


def refuse_next_review(review_on: date, today: date) -> None:
    if not today < review_on <= today + REVIEW_AT_MOST:
        raise DomainError(N_("다음에 점검하는 날은 오늘 뒤 1년 안의 날이어야 합니다."), "review_on")


def refuse_score(told: ScoreTold, today: date) -> None:
    if not LOWEST <= told.score <= HIGHEST:
        raise DomainError(N_("점수는 0에서 10 사이로 적어 주십시오."), "score")
    if not today - EARLIEST <= told.scored_on <= today:
        raise DomainError(N_("점수를 준 날을 오늘까지의 날로 적어 주십시오."), "scored_on")


def refuse_signing(signing: Signing, drafted_on: date, today: date) -> None:
    """Nobody agreed to what was not yet written."""
    if not drafted_on <= signing.on <= today:
        raise DomainError(N_("초안을 쓰기 시작한 날부터 오늘까지의 날을 적어 주십시오."), "agreed_on")
    if signing.by is SignedBy.PROXY and not signing.name:
        raise DomainError(N_("대신 동의한 분의 이름을 적어 주십시오."), "name")
    if signing.by is SignedBy.PROXY and not signing.relation:
        raise DomainError(N_("이용자와 어떤 사이인지 적어 주십시오."), "relation")


def refuse_handing_days(
    consented_on: date, handed_on: date, agreed_on: date, today: date, *, stopped_on: date | None
) -> None:
    """A body gets its part after the person agreed to the plan and to its going there, anew where that was stopped."""
    if not agreed_on <= handed_on <= today:
        raise DomainError(N_("계획에 동의하신 날부터 오늘까지의 날을 적어 주십시오."), "handed_on")
    if not handed_on - EARLIEST <= consented_on <= handed_on:
        raise DomainError(N_("건네기 전에 괜찮다고 하신 날을 적어 주십시오."), "consented_on")
    if stopped_on is not None and consented_on < stopped_on:
        words = N_("이 기관에는 %(day)s에 그만 알리기로 했습니다. 그 뒤에 다시 괜찮다고 하신 날을 적어 주십시오.")
        raise DomainError(words, "consented_on", day=format_day(stopped_on))


@dataclass(frozen=True, slots=True)
class Standing:
    """What a draft holds."""

    has_words: bool
    goals: int
    unscored: int
    lines: int


def lacking(standing: Standing) -> list[str]:
    """What a draft lacks before the person can agree to it, in words."""
    asked: Collection[tuple[bool, str]] = (
        (not standing.has_words, N_("본인이 한 말을 적어 주십시오.")),
        (not standing.goals, N_("목표를 하나 이상 적어 주십시오.")),
        (bool(standing.unscored), N_("모든 목표에 시작할 때의 점수를 적어 주십시오.")),
        (not standing.lines, N_("서비스를 하나 이상 적어 주십시오.")),
    )
    return [words for lacks, words in asked if lacks]


def refuse_lacking(standing: Standing) -> None:
    for words in lacking(standing):
        raise Conflict(words)


def user_of(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise Conflict(N_("로그인한 사람만 할 수 있습니다."))
    return actor.user_id
