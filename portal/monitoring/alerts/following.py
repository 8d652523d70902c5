"""What the course of care tells an alert: that the person has died ends it, that care rests or is over is noted."""

from portal.core.dates import format_day
from portal.core.events import Happened
from portal.core.messages import N_
from portal.monitoring.alerts.actions import Tried, look_after, note_absence
from portal.monitoring.alerts.queries import open_alert_of
from portal.monitoring.alerts.states import AlertEnding, AttemptMeans, AttemptResult
from portal.residents.households.queries import get_household, get_person, is_cared_for

HELD = N_("돌봄을 멈춤(%(until)s까지)")
HELD_OPEN = N_("돌봄을 멈춤(끝나는 날은 모름)")
CLOSED = N_("돌봄을 마침")
BY = N_("%(name)s 직원이 적음")
WRITTEN = N_("가구의 기록에 돌아가신 것으로 적혔습니다.")


def end_by_death(happened: Happened) -> None:
    """Of the one whom the household's care is about; whoever wrote it down answers for it."""
    person = get_person(happened.subject_id)
    alert = open_alert_of(person.household_id)
    if alert is not None and is_cared_for(person):
        heard = Tried(AttemptMeans.OTHER, AttemptResult.HEARD, happened.actor.name, WRITTEN)
        look_after(alert, heard, ending=AlertEnding.DIED, actor=happened.actor, now=happened.now)


def note_hold(happened: Happened) -> None:
    """Somebody in hospital, perhaps: whoever looks for them hears it as they hear of an absence, and ends the alert."""
    until = happened.last_day
    _note(happened, HELD % {"until": format_day(until)} if until else HELD_OPEN)


def note_closure(happened: Happened) -> None:
    """Nobody is told of it where a death ends care and alert together."""
    if get_household(happened.subject_id).person.death_known_on is None:
        _note(happened, CLOSED)


def _note(happened: Happened, said: str) -> None:
    by = BY % {"name": happened.actor.name}
    note_absence(happened.subject_id, said, by=by, actor=happened.actor, now=happened.now)
