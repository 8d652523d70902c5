"""Suggestions that wait for the office, and answers for those who made them, on their desks."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, select

from portal.consortium.suggestions.models import ManualSuggestion
from portal.consortium.suggestions.scope import unheard
from portal.consortium.suggestions.states import SuggestionState
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.session import plain_rows
from portal.manuals.models import Manual, ManualEdition, ManualSection
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _rows(since: Any) -> Select[Any]:
    columns = told(id=ManualSuggestion.id, name=Manual.title, words=ManualSection.heading, since=since)
    rows = select(*columns).join(ManualSection, ManualSection.id == ManualSuggestion.section_id)
    rows = rows.join(ManualEdition, ManualEdition.id == ManualSection.edition_id)
    return rows.join(Manual, Manual.id == ManualEdition.manual_id).order_by(since, ManualSuggestion.id)


def _answered_rows(desk: Desk) -> Select[Any]:
    return _rows(ManualSuggestion.answered_at).where(unheard(desk.viewer))


def _answered_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    yield from _items(rows, _("개선 제안에 온 답 읽기"), _("답 보기"))


def _items(rows: Sequence[Told], what: str, deed: str) -> Iterator[Item]:
    for row in rows:
        address = url_for("suggestions.suggestion", suggestion_id=row.id)
        more = f"{row.name}, {row.words}"
        yield Item(key=f"suggestion-{row.id}", what=what, more=more, since=row.since, deeds=(Deed(deed, address),))


def _read(rows: Select[Any]) -> list[Told]:
    return [Told(*tuple(row)) for row in plain_rows(rows)]


def _answered(desk: Desk) -> Iterator[Item]:
    return _answered_items(_read(_answered_rows(desk)), desk)


def _waiting(_desk: Desk) -> Iterator[Item]:
    waiting = _rows(ManualSuggestion.made_at).where(ManualSuggestion.state == SuggestionState.WAITING)
    return _items(_read(waiting), _("매뉴얼 개선 제안에 답하기"), _("제안 보기"))


ANSWERED = Source(N_("개선 제안에 온 답"), Permission.MANUAL_CONFIRM, _answered_rows, _answered_items)
WAITING_ANSWERED = Waiting(N_("개선 제안에 온 답"), Permission.MANUAL_CONFIRM, _answered)
WAITING_SUGGESTIONS = Waiting(N_("매뉴얼 개선 제안"), Permission.MANUAL_APPROVE, _waiting)
