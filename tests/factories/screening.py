"""Answers to the isolation questionnaire."""

from datetime import date, datetime, timedelta

from portal.coordinators.caseload.models import CareCase
from portal.monitoring.screening.actions import Asked, record_screening
from portal.monitoring.screening.editing import begin_edition
from portal.monitoring.screening.editions import questionnaire_in_force
from portal.monitoring.screening.models import Screening, ScreeningEdition
from portal.monitoring.screening.rules import Questionnaire
from portal.monitoring.screening.states import Reply, ScreenedBy
from tests.factories.accounts import make_staff
from tests.factories.consortium import NOW, TODAY

OTHER = {Reply.YES: Reply.NO, Reply.NO: Reply.YES}


def replies_of(edition: Questionnaire, score: int, *, declined: int = 0) -> dict[int, Reply]:
    """Answers that give just this score, the last `declined` questions left open."""
    replies, left = {}, score
    for place, question in enumerate(edition.questions):
        is_open = place >= len(edition.questions) - declined
        counts = not is_open and question.weight <= left
        left -= question.weight if counts else 0
        replies[place] = Reply.DECLINED if is_open else question.risky if counts else OTHER[question.risky]
    assert left == 0, score
    return replies


def make_screening(
    case: CareCase,
    score: int = 5,
    *,
    declined: int = 0,
    asked_on: date = TODAY,
    next_on: date | None = None,
    now: datetime = NOW,
) -> Screening:
    edition = questionnaire_in_force()
    asked = Asked(
        edition.number,
        replies_of(edition, score, declined=declined),
        asked_on,
        ScreenedBy.MEETING,
        next_on=next_on,
    )
    return record_screening(case, asked, actor=case.coordinator.actor, now=now)


def make_edition_draft(*, now: datetime = NOW) -> ScreeningEdition:
    return begin_edition(actor=make_staff().actor, now=now)


EARLIER = TODAY - timedelta(days=200)
