"""Alerts, and how they are led on."""

from datetime import timedelta

from portal.extensions import db
from portal.monitoring.alerts import actions as alerts
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.queries import last_attempt_of
from portal.monitoring.alerts.states import AlertEnding, AlertState, AlertVerb
from tests.factories.alerts import SPOKE, make_alert
from tests.factories.consortium import NOW, OFFICE
from tests.factories.coordinators import make_coordinator, make_paired
from tests.integration.steps.standing import LATER, Act, Maker, Standing

S = AlertState


def alert_in(state: AlertState) -> Maker:
    def make() -> Standing:
        case = make_paired()
        other = make_paired(make_coordinator("박바다"))
        alert, into_id = make_alert(case), make_alert(other).id
        if state in (S.ACTED_ON, S.PUT_OFF):
            alerts.record_attempt(alert, SPOKE, actor=OFFICE, now=NOW)
        if state is S.PUT_OFF:
            alerts.put_off(alert, LATER, "아들이 가는 중", actor=OFFICE, now=NOW)

        def merge(row: Alert) -> None:
            alerts.merge_alert(row, db.session.get_one(Alert, into_id), actor=OFFICE, now=LATER)

        if state is S.MERGED:
            merge(alert)
        return Standing(alert, {**_acts(), AlertVerb.MERGE: merge})

    return make


def _acts() -> dict[str, Act]:
    until, safe = LATER + timedelta(hours=1), AlertEnding.SAFE
    return {
        AlertVerb.PUT_OFF: lambda row: alerts.put_off(row, until, "기다림", actor=OFFICE, now=LATER),
        AlertVerb.LOOK_AGAIN: lambda row: alerts.look_again(row, actor=OFFICE, now=LATER),
        AlertVerb.END: lambda row: alerts.end_alert(row, last_attempt_of(row), safe, actor=OFFICE, now=LATER),
        AlertVerb.PART: lambda row: alerts.part_alert(row, actor=OFFICE, now=LATER),
    }
