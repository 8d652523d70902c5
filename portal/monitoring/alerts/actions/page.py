"""What staff write down on the page of an alert is a contact with the household as well, as the call desk keeps one."""

from datetime import date, datetime

from portal.coordinators.caseload.met import lock_first
from portal.coordinators.caseload.queries import open_case_of_household
from portal.coordinators.contacts.actions import log_contact
from portal.coordinators.contacts.states import BegunBy
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.monitoring.alerts import rules
from portal.monitoring.alerts.actions.ladder import Tried, look_after
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.states import AlertEnding


def see_to_alert(
    alert: Alert,
    tried: Tried,
    *,
    begun_by: BegunBy = BegunBy.US,
    ending: AlertEnding | None = None,
    next_look_at: datetime | None = None,
    until_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """`look_after`, and of a household in care a call or a visit stands among its contacts.

    So calls that are due, tries that nobody answered and visits that somebody was to make are told by one rule.
    """
    actor.require(Permission.ALERT_HANDLE)
    lock_first(alert.household_id, now, done_by=actor)
    look_after(alert, tried, ending=ending, next_look_at=next_look_at, until_on=until_on, actor=actor, now=now)
    case = open_case_of_household(alert.household_id)
    means, outcome = rules.CONTACT_BY.get(tried.means), rules.outcome_of(tried.result, ending)
    if case is not None and means is not None and outcome is not None:
        right = Permission.ALERT_HANDLE
        log_contact(case, means, outcome, tried.note, actor=actor, now=now, begun_by=begun_by, right=right)
