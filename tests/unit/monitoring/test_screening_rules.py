"""Scores and levels of the isolation questionnaire."""

from dataclasses import replace
from datetime import date

import pytest

from portal.core.errors import DomainError
from portal.core.targets import Targets
from portal.monitoring.screening.editions import shipped
from portal.monitoring.screening.rules import (
    Question,
    Questionnaire,
    level_of,
    look_again_on,
    refuse_next,
    refuse_questionnaire,
    result_of,
)
from portal.monitoring.screening.states import Reply, RiskLevel
from tests.factories.screening import replies_of

EDITION = shipped()


def result(score: int, declined: int = 0) -> tuple[int, RiskLevel]:
    replies = replies_of(EDITION, score, declined=declined)
    found = result_of(EDITION, [replies[place] for place in range(len(replies))])
    return found.score, found.level


def test_thirteen_points_are_shipped() -> None:
    assert EDITION.total == 13
    refuse_questionnaire(EDITION)


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0, RiskLevel.NONE),
        (1, RiskLevel.LOW),
        (3, RiskLevel.LOW),
        (4, RiskLevel.MIDDLE),
        (8, RiskLevel.MIDDLE),
        (9, RiskLevel.HIGH),
        (13, RiskLevel.HIGH),
    ],
)
def test_each_score_has_the_level_of_the_field(score: int, level: RiskLevel) -> None:
    assert result(score) == (score, level)


def test_nobody_is_without_danger_who_left_a_question_open() -> None:
    assert result(0, declined=1) == (0, RiskLevel.LOW)
    assert result(4, declined=3) == (4, RiskLevel.MIDDLE)


def test_what_was_left_open_is_told_with_the_points_it_may_hide() -> None:
    replies = [Reply.DECLINED, *(replies_of(EDITION, 0)[place] for place in range(1, len(EDITION.questions)))]
    found = result_of(EDITION, replies)
    assert (found.declined, found.hidden) == (1, EDITION.questions[0].weight)


def test_whoever_answers_nothing_was_not_screened() -> None:
    with pytest.raises(DomainError, match="한 문항도"):
        result_of(EDITION, [Reply.DECLINED] * len(EDITION.questions))


def test_the_higher_the_risk_the_sooner_somebody_looks() -> None:
    days = [look_again_on(level, date(2026, 11, 2), Targets()) for level in RiskLevel]
    assert days == [date(2026, 12, 2), date(2027, 1, 31), date(2027, 5, 1), date(2027, 11, 2)]


@pytest.mark.parametrize("day", [date(2026, 11, 2), date(2026, 12, 3)])
def test_the_next_look_lies_after_this_one_and_before_the_latest_day(day: date) -> None:
    refuse_next(date(2026, 12, 2), date(2026, 11, 2), date(2026, 12, 2))
    with pytest.raises(DomainError):
        refuse_next(day, date(2026, 11, 2), date(2026, 12, 2))


QUESTION = Question("혼자 지내십니까?", 2, Reply.YES)


@pytest.mark.parametrize(
    ("edition", "words"),
    [
        (Questionnaire(2, (), 2, 1), "하나 이상"),
        (Questionnaire(2, (QUESTION, QUESTION), 3, 2), "두 번"),
        (Questionnaire(2, (QUESTION,), 2, 2), "보다 커야"),
        (Questionnaire(2, (QUESTION,), 3, 2), "그보다 클 수 없습니다"),
    ],
)
def test_an_edition_that_nobody_could_answer_is_refused(edition: Questionnaire, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        refuse_questionnaire(edition)


def test_levels_follow_the_edition() -> None:
    stricter = replace(EDITION, high_from=6)
    assert (level_of(EDITION, 6), level_of(stricter, 6)) == (RiskLevel.MIDDLE, RiskLevel.HIGH)
