"""What is said of regular visits goes as long as it is so, whatever becomes of the series meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.coordinators.series.actions import end_series, remind_series
from portal.coordinators.series.queries import referrals_of
from portal.coordinators.series.running import call_off_together
from portal.coordinators.series.states import SeriesState
from portal.coordinators.series.tasks import watch_answers
from portal.notifications.states import Unsent
from portal.notifications.truth import untruth
from tests.factories.consortium import NOW
from tests.factories.referrals import Scene, make_scene
from tests.factories.series import make_running, make_series
from tests.factories.visiting import messages


@pytest.fixture
def scene(session: Session) -> Scene:
    return make_scene()


def test_what_waits_for_the_morning(scene: Scene) -> None:
    """That visits are booked goes while one stands; that they are cancelled even where the series ends before."""
    evening = NOW + timedelta(hours=12)
    series = make_running(scene, now=evening)
    first, *others = referrals_of(series)
    call_off_together(others, "여행", actor=scene.coordinator, now=evening)
    assert [one.why for one in messages("series_booked")] == [None]
    call_off_together([first], "입원", actor=scene.coordinator, now=evening)
    assert [one.why for one in messages("series_booked")] == [Unsent.SUPERSEDED]
    end_series(series, actor=scene.coordinator, now=evening)
    assert series.state is SeriesState.ENDED
    assert [one.why for one in messages("series_stopped")] == [None] * 4


def test_a_late_answer_is_asked_for_until_the_first_day_begins(scene: Scene) -> None:
    """Silence is told whenever the mail goes."""
    series = make_series(scene)
    begins = referrals_of(series)[0].slot.starts_at
    late = begins - timedelta(minutes=1)
    series.answer_due_at = late - timedelta(hours=1)
    watch_answers(late)
    remind_series(series, actor=scene.coordinator, now=late)
    said = [*messages("series_unanswered"), *messages("series_reminded")]
    assert [untruth(one, late) for one in said] == [None, None]
    assert [untruth(one, begins) for one in said] == [None, Unsent.LATE]
