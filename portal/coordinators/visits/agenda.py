"""Visits that residents asked to move, and the visits of the day, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, String, type_coerce

from portal.coordinators.caseload.told import whom
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.told import told_of_referrals
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import IN_PLACE, IS_TO_BE_MOVED
from portal.coordinators.visits.states import VisitState
from portal.core.clock import day_bounds
from portal.core.dates import format_clock, format_moment
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.web.agenda import Deed, Desk, Item, Source, Told
from portal.web.labels import label
from portal.web.words import gettext as _


def _visits(desk: Desk, since: SQLColumnExpression[Any], *conditions: ColumnElement[bool]) -> Select[Any]:
    state = type_coerce(Visit.state, String())
    found = told_of_referrals(desk, id=Visit.id, state=state, since=since, due_at=Visit.starts_at)
    return found.join(Visit, Visit.referral_id == Referral.id).where(*conditions)


def _wish_rows(desk: Desk) -> Select[Any]:
    return _visits(desk, Visit.move_asked_at, IS_TO_BE_MOVED).order_by(Visit.move_asked_at, Visit.id)


def _wish_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    """To be answered on the day on which the resident asked, and before the visit."""
    for row in rows:
        yield Item(
            key=f"move-{row.id}",
            what=_("%(service)s 시간을 옮겨 달라고 하심", service=row.words),
            whom=whom(row),
            more=_("지금은 %(when)s · %(who)s", when=format_moment(row.due_at or row.since), who=row.more),
            since=row.since,
            due=row.due_at,
            deeds=(
                Deed(_("시간 옮기기"), url_for("visits.move", visit_id=row.id)),
                Deed(_("방문 보기"), url_for("visits.visit", visit_id=row.id)),
            ),
        )


def _day_rows(desk: Desk) -> Select[Any]:
    begin, end = day_bounds(desk.day)
    of_day = (IN_PLACE, Visit.starts_at >= begin, Visit.starts_at < end)
    return _visits(desk, Visit.booked_at, *of_day).order_by(Visit.starts_at, Visit.id)


def _day_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        state = VisitState(row.state or "")
        yield Item(
            key=f"visit-{row.id}",
            what=_("%(when)s %(service)s 방문", when=_clock(row), service=row.words),
            mark=(label(state), state.tone),
            whom=whom(row),
            more=row.more or "",
            since=row.since,
            due=row.due_at,
            weight=Weight.WATCH,
            deeds=(Deed(_("방문 보기"), url_for("visits.visit", visit_id=row.id)),),
        )


def _clock(row: Told) -> str:
    return format_clock(row.due_at) if row.due_at else ""


MOVES = Source(N_("옮겨 달라는 방문"), Permission.REFERRAL_MANAGE, _wish_rows, _wish_items)
OF_TODAY = Source(N_("오늘 방문"), Permission.VISIT_READ, _day_rows, _day_items)
