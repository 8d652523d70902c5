"""Doors at which somebody needs help and nothing followed yet, among what waits for whoever stood there."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, select

from portal.core.dongs import dong
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.monitoring.surveys.models import Survey, SurveyDoor
from portal.monitoring.surveys.queries import to_follow_up
from portal.monitoring.surveys.states import DoorState
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=SurveyDoor.id,
        about_id=Survey.id,
        words=SurveyDoor.dong_code,
        more=Survey.title,
        since=SurveyDoor.last_tried_at,
    )
    found = select(*columns).join(Survey, Survey.id == SurveyDoor.survey_id).where(to_follow_up(desk.viewer))
    return found.order_by(SurveyDoor.last_tried_at, SurveyDoor.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"door-{row.id}",
            what=_("조사에서 만난 분 잇기"),
            mark=(label(DoorState.NEEDS_HELP), DoorState.NEEDS_HELP.tone),
            more=f"{dong(row.words or '').short_name} · {row.more}",
            since=row.since,
            weight=Weight.ALARM,
            deeds=(Deed(_("잇기"), url_for("surveys.follow_up", survey_id=row.about_id, door_id=row.id)),),
        )


NEEDS = Source(N_("조사에서 만난 분"), Permission.SURVEY_WORK, _rows, _items)
