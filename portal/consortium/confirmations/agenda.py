"""Manuals to be read and confirmed, on the desks of coordinators and of the office."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, cast, false, select

from portal.consortium.confirmations.queries import to_confirm, told_day
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.session import plain_rows
from portal.manuals.models import Manual, ManualEdition
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    user_id = desk.viewer.user_id
    due = told_day(user_id)
    columns = told(
        id=ManualEdition.id,
        name=Manual.title,
        number=cast(ManualEdition.number, String()),
        words=Manual.code,
        since=ManualEdition.published_at,
        due_on=due,
    )
    asked = to_confirm(user_id, desk.day) if user_id else false()
    rows = select(*columns).join(Manual, Manual.id == ManualEdition.manual_id).where(asked)
    return rows.order_by(due, ManualEdition.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"manual-confirmation-{row.id}",
            what=_("바뀐 매뉴얼 읽고 확인하기"),
            more=_("%(title)s 제%(number)s판", title=row.name, number=row.number),
            since=row.since,
            due=row.due_on,
            deeds=(Deed(_("읽고 확인하기"), url_for("manuals.manual", code=row.words)),),
        )


def _waiting(desk: Desk) -> Iterator[Item]:
    return _items([Told(*tuple(row)) for row in plain_rows(_rows(desk))], desk)


TO_CONFIRM = Source(N_("확인할 매뉴얼"), Permission.MANUAL_CONFIRM, _rows, _items)
WAITING_TO_CONFIRM = Waiting(N_("확인할 매뉴얼"), Permission.MANUAL_CONFIRM, _waiting)
