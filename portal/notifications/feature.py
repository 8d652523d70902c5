"""Mails and text messages."""

from datetime import timedelta

from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING
from portal.jobs import Job
from portal.notifications import gauges, models, tasks, views
from portal.notifications.states import Channel
from portal.web.feature import Feature
from portal.web.metrics import GAUGES

feature = Feature(
    tables=models,
    blueprint=views.bp,
    demonstration_only=True,
    jobs=(
        Job("outbox.drain", timedelta(seconds=tasks.TURN_SECONDS), tasks.drain_outbox, everywhere=True),
        Job("outbox.calls", timedelta(minutes=10), tasks.settle_calls),
        Job("outbox.forget", timedelta(days=1), tasks.forget_messages),
    ),
    enumerations=(Channel,),
    fills=(
        Fill(EXPIRING, tasks.MESSAGES, models.OutboxMessage.__tablename__),
        Fill(GAUGES, gauges.BY_STATE, gauges.BY_STATE.name),
        Fill(GAUGES, gauges.WAITS, gauges.WAITS.name),
    ),
)
