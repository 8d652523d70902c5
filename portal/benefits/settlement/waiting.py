"""Months that could not be drawn up, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.benefits.settlement.queries import runs_given_up
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _items(_desk: Desk) -> Iterator[Item]:
    for run in runs_given_up():
        yield Item(
            key=f"settlement-run-{run.id}",
            what=_("멈춘 명세서 다시 만들기"),
            more=_("%(year)d년 %(month)d월", year=run.month.year, month=run.month.month),
            since=run.finished_at or run.requested_at,
            deeds=(Deed(_("정산 보기"), url_for("settlement.month", month=f"{run.month:%Y-%m}")),),
        )


GIVEN_UP = Waiting(N_("만들다 멈춘 명세서"), Permission.STATEMENT_MANAGE, _items)
