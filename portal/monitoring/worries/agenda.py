"""Worries that are not over, among what waits; where and what is read on the page."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import Select, String, func, select, type_coerce

from portal.core.dongs import dong
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series
from portal.core.urgency import Weight
from portal.extensions import current_settings, db
from portal.monitoring.worries.models import Worry, WorryTask
from portal.monitoring.worries.queries import OPEN, open_worries
from portal.monitoring.worries.states import WorryState, WorryTaskKind, WorryTaskState
from portal.web.agenda import AT_MOST, Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.numbered import said
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def look_by(since: datetime) -> datetime:
    """By when somebody looks into what waits since then."""
    return since + timedelta(days=current_settings().target.worry_days)


def _rows(_desk: Desk) -> Select[Any]:
    state = type_coerce(Worry.state, String())
    since = func.coalesce(Worry.handled_at, Worry.since_at)
    columns = told(id=Worry.id, number=Worry.number, words=Worry.dong_code, state=state, since=since)
    return select(*columns).where(Worry.state.in_(OPEN)).order_by(Worry.reported_at, Worry.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield _item(row.id, row.number or "", row.words or "", row.since, WorryState(row.state or ""))


def _waiting(_desk: Desk) -> Iterator[Item]:
    for worry in open_worries(AT_MOST):
        yield _item(worry.id, worry.number, worry.dong_code, worry.handled_at or worry.since_at, worry.state)


def _item(worry_id: UUID, number: str, dong_code: str, since: datetime, state: WorryState) -> Item:
    """Once somebody knows how the person is, it is a task to write what came of it, and to bring it to an end."""
    what, tone = {
        WorryState.REPORTED: (_("걱정 소식 살펴보기"), "danger"),
        WorryState.SEEN: (_("걱정 소식의 결과 적기"), "warning"),
        WorryState.LOOKED_INTO: (_("살펴보던 걱정 소식 마무리하기"), "warning"),
    }[state]
    return Item(
        key=f"worry-{worry_id}",
        what=what,
        mark=(label(state), tone),
        more=f"{dong(dong_code).short_name} · {said(number, Series.WORRY)}",
        since=since,
        due=look_by(since),
        weight=Weight.ALARM if state is WorryState.REPORTED else Weight.TASK,
        deeds=(Deed(_("살펴보기"), url_for("worries.worry", worry_id=worry_id)),),
    )


def _given(desk: Desk) -> Select[Any]:
    """Tasks of the viewer, with the worry that they are about."""
    columns = told(
        id=WorryTask.id,
        about_id=Worry.id,
        number=Worry.number,
        words=Worry.dong_code,
        state=type_coerce(WorryTask.kind, String()),
        since=WorryTask.set_at,
        due_on=WorryTask.due_on,
    )
    mine = (WorryTask.user_id == desk.viewer.user_id, WorryTask.state == WorryTaskState.OPEN)
    given = select(*columns).join(Worry, Worry.id == WorryTask.worry_id).where(*mine)
    return given.order_by(WorryTask.due_on, WorryTask.id)


def _given_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"worry-task-{row.id}",
            what=_("걱정 소식으로 맡은 일"),
            mark=(label(WorryTaskKind(row.state or "")), "warning"),
            more=f"{dong(row.words or '').short_name} · {said(row.number or '', Series.WORRY)}",
            since=row.since,
            due=row.due_on,
            deeds=(Deed(_("살펴보기"), url_for("worries.worry", worry_id=row.about_id)),),
        )


def _waiting_given(desk: Desk) -> Iterator[Item]:
    return _given_items([Told(*row) for row in db.session.execute(_given(desk).limit(AT_MOST))], desk)


GIVEN = Source(N_("걱정 소식으로 맡은 일"), Permission.WORRY_HANDLE, _given, _given_items)
WORRIES = Source(N_("걱정 소식"), Permission.WORRY_HANDLE, _rows, _items, everything="worries.worries")
WAITING_GIVEN = Waiting(N_("걱정 소식으로 맡은 일"), Permission.WORRY_HANDLE, _waiting_given)
WAITING_WORRIES = Waiting(N_("걱정 소식"), Permission.WORRY_HANDLE, _waiting, everything="worries.worries")
