"""Worries that nobody has looked into, among what waits for a coordinator; where and what is read on the page."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from sqlalchemy import Select, select

from portal.core.dongs import dong
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.urgency import Weight
from portal.extensions import current_settings
from portal.monitoring.worries.models import Worry
from portal.monitoring.worries.states import WorryState
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.numbered import said
from portal.web.words import gettext as _


def look_by(reported_at: datetime) -> datetime:
    """By when somebody looks into it."""
    return reported_at + timedelta(days=current_settings().target.worry_days)


def _rows(_desk: Desk) -> Select[Any]:
    columns = told(id=Worry.id, number=Worry.number, words=Worry.dong_code, since=Worry.reported_at)
    return select(*columns).where(Worry.state == WorryState.REPORTED).order_by(Worry.reported_at, Worry.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"worry-{row.id}",
            what=_("걱정 소식 살펴보기"),
            mark=(label(WorryState.REPORTED), "danger"),
            more=f"{dong(row.words or '').short_name} · {said(row.number or '', Series.WORRY)}",
            since=row.since,
            due=look_by(row.since),
            weight=Weight.ALARM,
            deeds=(Deed(_("살펴보기"), url_for("worries.worry", worry_id=row.id)),),
        )


WORRIES = Source(N_("걱정 소식"), Permission.WORRY_HANDLE, _rows, _items)
