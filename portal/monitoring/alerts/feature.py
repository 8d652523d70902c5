"""Alerts and their ladder."""

from datetime import timedelta

from portal.core.sockets import Fill
from portal.jobs import Job
from portal.monitoring.alerts import joining, models, notices, tasks
from portal.monitoring.alerts.states import ALERT_STATES
from portal.monitoring.alerts.truth import untruth_of_alert
from portal.notifications.truth import TRUTHS
from portal.residents.households.joining import CARRIERS
from portal.web.feature import Feature

feature = Feature(
    tables=models,
    jobs=(Job("alerts.escalate", timedelta(minutes=1), tasks.escalate),),
    fills=(
        Fill(CARRIERS, joining.CARRIER),
        Fill(TRUTHS, untruth_of_alert, notices.SUBJECT),
    ),
    courses=(ALERT_STATES,),
)
