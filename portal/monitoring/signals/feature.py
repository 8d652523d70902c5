"""Signals of devices, from machines and from files."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.sockets import Fill
from portal.db.expiring import EXPIRING, Expiring
from portal.monitoring.signals import api, models, queries, telling, views, waiting
from portal.monitoring.signals.rules import REPLAYS_KNOWN
from portal.monitoring.signals.states import Alike
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from portal.notifications.truth import TRUTHS
from portal.web.agenda import AGENDA
from portal.web.feature import Feature
from portal.web.navigation import Entry, MenuGroup
from portal.web.waiting import WAITING

KEPT = timedelta(days=30)
SIGNALS = Expiring(models.Signal, lambda now: models.Signal.received_at <= now - KEPT)
APART = Expiring(models.ApartSignal, lambda now: _settled_before(now - KEPT))
REQUESTS = Expiring(models.SupplierRequest, lambda now: models.SupplierRequest.at <= now - REPLAYS_KNOWN)


def _settled_before(moment: object) -> ColumnElement[bool]:
    """What nobody has looked at stays until somebody has."""
    return models.ApartSignal.settled_at.is_not(None) & (models.ApartSignal.received_at <= moment)


def _untruth_of_apart(message: OutboxMessage, _now: datetime) -> Unsent | None:
    """A call for help is told until somebody has looked at it."""
    return None if message.subject_id is not None and telling.is_open(message.subject_id) else Unsent.ENDED


feature = Feature(
    tables=models,
    blueprint=api.bp,
    menu=(
        Entry(
            N_("따로 둔 신호"),
            "signals.apart_signals",
            Permission.SUPPLIER_MANAGE,
            order=73,
            group=MenuGroup.WATCHING,
            within=("signals.",),
            badge=queries.apart_waiting,
        ),
    ),
    links={telling.SUBJECT: views.link_to_apart},
    panels={"device": views.on_device},
    enumerations=(Alike,),
    fills=(
        Fill(EXPIRING, SIGNALS, models.Signal.__tablename__),
        Fill(EXPIRING, APART, models.ApartSignal.__tablename__),
        Fill(EXPIRING, REQUESTS, models.SupplierRequest.__tablename__),
        Fill(TRUTHS, _untruth_of_apart, telling.SUBJECT),
        Fill(AGENDA, waiting.CALLS, "apart_signals"),
        Fill(WAITING, waiting.APART, "apart_signals"),
    ),
)
