"""Scores the answers of a questionnaire, and says how soon somebody looks again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.targets import Targets
from portal.monitoring.screening.states import Reply, RiskLevel

QUESTIONS_AT_MOST = 20
WEIGHT_AT_MOST = 5
CONSENT_SINCE = 2
"""The first edition of the consent to sensitive data whose text names this questionnaire."""


@dataclass(frozen=True, slots=True)
class Question:
    """`weight` counts when the answer is `risky`."""

    words: str
    weight: int
    risky: Reply
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """An edition: from `high_from` and `middle_from` points on the level is that one; 1 point is already low."""

    number: int
    questions: tuple[Question, ...]
    high_from: int
    middle_from: int
    effective_on: date | None = None

    @property
    def total(self) -> int:
        return sum(question.weight for question in self.questions)


@dataclass(frozen=True, slots=True)
class Result:
    """`declined` questions may hide up to `hidden` points more."""

    score: int
    declined: int
    hidden: int
    level: RiskLevel


def result_of(questionnaire: Questionnaire, replies: Sequence[Reply]) -> Result:
    """The score of the answers, one for each question; raises `DomainError` where none was answered.

    Nobody is without danger who left a question open: silence never counts as safe (domain.md §8).
    """
    pairs = list(zip(questionnaire.questions, replies, strict=True))
    declined = [question for question, reply in pairs if reply is Reply.DECLINED]
    if len(declined) == len(pairs):
        raise DomainError(N_("한 문항도 답하지 않으셨습니다. 점검으로 남기지 말고 연락 기록에 적어 주십시오."))
    score = sum(question.weight for question, reply in pairs if reply is question.risky)
    level = level_of(questionnaire, score)
    if level is RiskLevel.NONE and declined:
        level = RiskLevel.LOW
    return Result(score, len(declined), sum(question.weight for question in declined), level)


def level_of(questionnaire: Questionnaire, score: int) -> RiskLevel:
    if score >= questionnaire.high_from:
        return RiskLevel.HIGH
    if score >= questionnaire.middle_from:
        return RiskLevel.MIDDLE
    return RiskLevel.LOW if score else RiskLevel.NONE


def look_again_on(level: RiskLevel, day: date, targets: Targets) -> date:
    """The latest day of the next look."""
    days = {
        RiskLevel.HIGH: targets.screening_high_days,
        RiskLevel.MIDDLE: targets.screening_middle_days,
        RiskLevel.LOW: targets.screening_low_days,
        RiskLevel.NONE: targets.screening_none_days,
    }
    return day + timedelta(days=days[level])


def refuse_day(asked_on: date, today: date) -> None:
    if asked_on > today:
        raise DomainError(N_("아직 오지 않은 날입니다. 물어본 날을 적어 주십시오."), "asked_on")


def refuse_next(next_on: date, asked_on: date, latest: date) -> None:
    """Sooner than the level asks for is anybody's choice, later is nobody's."""
    if next_on <= asked_on:
        raise DomainError(N_("다음 점검일은 물어본 날보다 뒤여야 합니다."), "next_on")
    if next_on > latest:
        raise DomainError(N_("이 위험 수준은 %(day)s까지 다시 점검합니다."), "next_on", day=latest.isoformat())


def refuse_questionnaire(questionnaire: Questionnaire) -> None:
    """Raises `DomainError` for one that cannot be asked or whose levels nobody could reach."""
    if not questionnaire.questions:
        raise DomainError(N_("문항을 하나 이상 적어 주십시오."), "questions")
    if len({question.words for question in questionnaire.questions}) < len(questionnaire.questions):
        raise DomainError(N_("같은 문항이 두 번 있습니다."), "questions")
    if questionnaire.middle_from >= questionnaire.high_from:
        raise DomainError(N_("‘높음’의 점수는 ‘보통’의 점수보다 커야 합니다."), "high_from")
    if questionnaire.high_from > questionnaire.total:
        raise DomainError(
            N_("문항의 점수를 모두 더하면 %(total)d점입니다. ‘높음’은 그보다 클 수 없습니다."),
            "high_from",
            total=questionnaire.total,
        )
