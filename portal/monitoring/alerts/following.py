"""What ends an alert beside those who look: the file says that the person has died."""

from portal.core.events import Happened
from portal.core.messages import N_
from portal.monitoring.alerts.actions import Tried, look_after
from portal.monitoring.alerts.queries import open_alert_of
from portal.monitoring.alerts.states import AlertEnding, AttemptMeans, AttemptResult
from portal.residents.households.queries import get_person, is_cared_for

WRITTEN = N_("가구의 기록에 돌아가신 것으로 적혔습니다.")


def end_by_death(happened: Happened) -> None:
    """Of the one whom the household's care is about; whoever wrote it down answers for it."""
    person = get_person(happened.subject_id)
    alert = open_alert_of(person.household_id)
    if alert is not None and is_cared_for(person):
        heard = Tried(AttemptMeans.OTHER, AttemptResult.HEARD, happened.actor.name, WRITTEN)
        look_after(alert, heard, ending=AlertEnding.DIED, actor=happened.actor, now=happened.now)
