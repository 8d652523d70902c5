"""Editions that wait for somebody and manuals to be looked at again, on the desks of coordinators and of the office."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, cast, func, select, type_coerce

from portal.core.clock import at
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.session import plain_rows
from portal.manuals.models import Manual, ManualEdition
from portal.manuals.queries import papers_given_up
from portal.manuals.scope import to_look_again, waits_for
from portal.manuals.states import ManualEditionState
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

WHAT = {
    ManualEditionState.DRAFT: N_("매뉴얼 이어 쓰기"),
    ManualEditionState.IN_REVIEW: N_("매뉴얼 검토하기"),
    ManualEditionState.REVIEWED: N_("매뉴얼 승인하기"),
}


def _edition_rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=ManualEdition.id,
        name=Manual.title,
        number=cast(ManualEdition.number, String()),
        words=Manual.code,
        state=type_coerce(ManualEdition.state, String()),
        since=func.coalesce(ManualEdition.reviewed_at, ManualEdition.created_at),
    )
    waiting = select(*columns).join(Manual, Manual.id == ManualEdition.manual_id).where(waits_for(desk.viewer))
    return waiting.order_by(ManualEdition.created_at, ManualEdition.id)


def _edition_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        address = url_for("manuals.edition", code=row.words, number=row.number)
        yield Item(
            key=f"manual-edition-{row.id}",
            what=_(WHAT[ManualEditionState(row.state or "")]),
            more=_("%(title)s 제%(number)s판", title=row.name, number=row.number),
            since=row.since,
            deeds=(Deed(_("매뉴얼 보기"), address),),
        )


def _look_rows(desk: Desk) -> Select[Any]:
    columns = told(id=Manual.id, name=Manual.title, words=Manual.code, due_on=Manual.look_again_on)
    return select(*columns).where(to_look_again(desk.viewer, desk.day)).order_by(Manual.look_again_on, Manual.id)


def _look_items(rows: Sequence[Told], desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"manual-look-{row.id}",
            what=_("매뉴얼 다시 보기") if row.due_on else _("매뉴얼을 다시 볼 날 정하기"),
            more=row.name or "",
            since=_begin_of(row, desk),
            due=row.due_on,
            deeds=(
                Deed(_("다시 볼 날 정하기"), url_for("manuals.next_look", code=row.words)),
                Deed(_("매뉴얼 보기"), url_for("manuals.manual", code=row.words)),
            ),
        )


def _begin_of(row: Told, desk: Desk) -> datetime:
    return at(row.due_on, time()) if row.due_on else desk.now


EDITIONS = Source(N_("매뉴얼의 새 판"), Permission.MANUAL_WRITE, _edition_rows, _edition_items)
LOOKS = Source(N_("다시 볼 매뉴얼"), Permission.MANUAL_WRITE, _look_rows, _look_items)


def _waiting_editions(desk: Desk) -> Iterator[Item]:
    return _edition_items([Told(*tuple(row)) for row in plain_rows(_edition_rows(desk))], desk)


def _waiting_looks(desk: Desk) -> Iterator[Item]:
    return _look_items([Told(*tuple(row)) for row in plain_rows(_look_rows(desk))], desk)


def _waiting_papers(_desk: Desk) -> Iterator[Item]:
    """What no worker could set."""
    for paper, edition in papers_given_up():
        name = {"title": edition.manual.title, "number": edition.number}
        yield Item(
            key=f"manual-paper-{paper.id}",
            what=_("만들지 못한 매뉴얼 PDF 다시 만들기"),
            more=_("%(title)s 제%(number)d판", **name),
            since=paper.asked_at,
            deeds=(Deed(_("PDF 보기"), url_for("manuals.paper", code=edition.manual.code, number=edition.number)),),
        )


WAITING_PAPERS = Waiting(N_("만들지 못한 매뉴얼 PDF"), Permission.MANUAL_WRITE, _waiting_papers)
WAITING_EDITIONS = Waiting(N_("매뉴얼의 새 판"), Permission.MANUAL_WRITE, _waiting_editions)
WAITING_LOOKS = Waiting(N_("다시 볼 매뉴얼"), Permission.MANUAL_WRITE, _waiting_looks)
