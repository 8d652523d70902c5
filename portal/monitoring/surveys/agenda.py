"""Doors at which somebody needs help and nothing followed yet, among what waits for whoever stood there."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, select

from portal.core.dongs import dong
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.extensions import db
from portal.monitoring.surveys.models import Survey, SurveyDoor
from portal.monitoring.surveys.queries import left_to_nobody, surveys_past_their_end, to_follow_up
from portal.monitoring.surveys.states import DoorState
from portal.web.agenda import AT_MOST, Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    return _doors(to_follow_up(desk.viewer))


def _doors(which: ColumnElement[bool]) -> Select[Any]:
    columns = told(
        id=SurveyDoor.id,
        about_id=Survey.id,
        words=SurveyDoor.dong_code,
        more=Survey.title,
        since=SurveyDoor.last_tried_at,
    )
    found = select(*columns).join(Survey, Survey.id == SurveyDoor.survey_id).where(which)
    return found.order_by(SurveyDoor.last_tried_at, SurveyDoor.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield _item(row, Deed(_("잇기"), url_for("surveys.follow_up", survey_id=row.about_id, door_id=row.id)))


def _item(row: Told, deed: Deed) -> Item:
    return Item(
        key=f"door-{row.id}",
        what=_("조사에서 만난 분 잇기"),
        mark=(label(DoorState.NEEDS_HELP), DoorState.NEEDS_HELP.tone),
        more=f"{dong(row.words or '').short_name} · {row.more}",
        since=row.since,
        weight=Weight.ALARM,
        deeds=(deed,),
    )


def _waiting(desk: Desk) -> Iterator[Item]:
    """Those that the viewer found, and those whom nobody follows any more: somebody else has to walk there."""
    yield from _items(_told(_rows(desk)), desk)
    for row in _told(_doors(left_to_nobody(desk.viewer))):
        yield _item(row, Deed(_("다닐 사람 정하기"), url_for("surveys.survey", survey_id=row.about_id)))


def _late(desk: Desk) -> Iterator[Item]:
    """Surveys whose last day has passed: somebody finishes them or gives them another day before addresses go."""
    for survey in surveys_past_their_end(desk.day):
        yield Item(
            key=f"survey-{survey.id}",
            what=_("끝나는 날이 지난 조사 마치기"),
            more=survey.title,
            since=survey.planned_at,
            due=survey.ends_on,
            deeds=(Deed(_("조사 보기"), url_for("surveys.survey", survey_id=survey.id)),),
        )


def _told(rows: Select[Any]) -> list[Told]:
    return [Told(*row) for row in db.session.execute(rows.limit(AT_MOST))]


NEEDS = Source(N_("조사에서 만난 분"), Permission.SURVEY_WORK, _rows, _items)
WAITING_SURVEYS = Waiting(N_("끝나는 날이 지난 조사"), Permission.SURVEY_MANAGE, _late)
WAITING_NEEDS = Waiting(N_("조사에서 만난 분"), Permission.SURVEY_WORK, _waiting)
