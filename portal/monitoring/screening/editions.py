"""The editions of the questionnaire: the one that comes with the portal, and those that the office wrote."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import select

from portal.core import clock
from portal.core.errors import NotFound
from portal.extensions import db
from portal.monitoring.screening.models import ScreeningEdition
from portal.monitoring.screening.rules import Question, Questionnaire
from portal.monitoring.screening.states import Reply, ScreeningEditionState


@cache
def shipped() -> Questionnaire:
    source = resources.files("portal.monitoring.screening").joinpath("data", "questionnaire.toml")
    told = tomllib.loads(source.read_text(encoding="utf-8"))
    return Questionnaire(
        number=told["number"],
        questions=tuple(question_of(each) for each in told["questions"]),
        high_from=told["high_from"],
        middle_from=told["middle_from"],
        effective_on=told["effective_on"],
    )


def question_of(told: Mapping[str, Any]) -> Question:
    return Question(told["words"], told["weight"], Reply(told["risky"]), told.get("hint", ""))


def kept_question(question: Question) -> dict[str, Any]:
    return {
        "words": question.words,
        "weight": question.weight,
        "risky": question.risky.value,
        "hint": question.hint,
    }


def questionnaire_of(edition: ScreeningEdition) -> Questionnaire:
    return Questionnaire(
        number=edition.number,
        questions=tuple(question_of(each) for each in edition.questions),
        high_from=edition.high_from,
        middle_from=edition.middle_from,
        effective_on=clock.day_of(edition.published_at) if edition.published_at else None,
    )


def questionnaire_in_force() -> Questionnaire:
    published = _in(ScreeningEditionState.PUBLISHED)
    return questionnaire_of(published) if published else shipped()


def questionnaire(number: int) -> Questionnaire:
    """The edition of this number, in force or not."""
    if number == shipped().number:
        return shipped()
    return questionnaire_of(edition_of(number))


def used_editions() -> list[Questionnaire]:
    """By which somebody was or is asked, on paper too: the one in force first, then the newest."""
    kept = [each for each in written_editions() if each.state is not ScreeningEditionState.DRAFT]
    found = [*(questionnaire_of(each) for each in kept), shipped()]
    in_force = questionnaire_in_force().number
    return sorted(found, key=lambda each: (each.number != in_force, -each.number))


def edition_of(number: int) -> ScreeningEdition:
    found = db.session.scalars(select(ScreeningEdition).where(ScreeningEdition.number == number)).one_or_none()
    if found is None:
        raise NotFound
    return found


def draft_edition() -> ScreeningEdition | None:
    return _in(ScreeningEditionState.DRAFT)


def written_editions() -> list[ScreeningEdition]:
    """Those that the office wrote, the newest first."""
    return list(db.session.scalars(select(ScreeningEdition).order_by(ScreeningEdition.number.desc())))


def _in(state: ScreeningEditionState) -> ScreeningEdition | None:
    return db.session.scalars(select(ScreeningEdition).where(ScreeningEdition.state == state)).one_or_none()
