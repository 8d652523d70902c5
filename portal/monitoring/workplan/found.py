"""Hidden households that were found: at the doors of surveys, and those of whom finders told; each counts once."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Subquery, exists, func, literal, select, union_all

from portal.coordinators.caseload.models import CareCase
from portal.core.clock import day_bounds
from portal.core.dongs import dong
from portal.core.paging import Page
from portal.db.paged import number_within
from portal.extensions import db
from portal.monitoring.surveys.models import Survey, SurveyDoor
from portal.monitoring.surveys.queries import APPLIED_ID, FOUND
from portal.monitoring.teams.models import Finding
from portal.monitoring.teams.queries import FOUND_OUTSIDE
from portal.monitoring.worries.models import Worry
from portal.residents.applications.models import Application

PAGE_SIZE = 50


class FoundHousehold(NamedTuple):
    """Where and when, and what followed; `survey` is empty where a finder told of them outside of one."""

    at: datetime
    dong_name: str
    survey: str
    applied: bool
    in_care: bool


def found_households() -> Subquery:
    """Each time one was found: `household` is its application, else the door, so that it counts once found twice."""
    doors = select(
        func.coalesce(APPLIED_ID, SurveyDoor.id).label("household"),
        SurveyDoor.last_tried_at.label("at"),
        SurveyDoor.dong_code.label("dong_code"),
        Survey.title.label("survey"),
        APPLIED_ID.label("application_id"),
    )
    doors = doors.select_from(SurveyDoor).join(Survey, Survey.id == SurveyDoor.survey_id)
    doors = doors.outerjoin(Worry, Worry.id == SurveyDoor.worry_id).where(FOUND)
    outside = select(
        Worry.application_id, Finding.told_at, Worry.dong_code, literal("").label("survey"), Worry.application_id
    )
    outside = outside.select_from(Finding).join(Finding.worry).join(Application, Application.id == Worry.application_id)
    return union_all(doors, outside.where(FOUND_OUTSIDE)).subquery("found_household")


def found_in(year: int, number: int) -> Page[FoundHousehold]:
    """The households found in a year, each as it was found first, the newest first; the figure's rows."""
    found = found_households()
    begin, end = (day_bounds(date(each, 1, 1))[0] for each in (year, year + 1))
    turn = func.row_number().over(partition_by=found.c.household, order_by=(found.c.at, found.c.survey.desc()))
    of_year = select(found, turn.label("turn")).where(found.c.at >= begin, found.c.at < end).subquery()
    in_care = exists().where(CareCase.application_id == of_year.c.application_id)
    rows = select(of_year.c.at, of_year.c.dong_code, of_year.c.survey, of_year.c.application_id, in_care)
    rows = rows.where(of_year.c.turn == 1).order_by(of_year.c.at.desc(), of_year.c.household)
    number, total = number_within(db.session, rows, number, PAGE_SIZE)
    told = db.session.execute(rows.limit(PAGE_SIZE).offset((number - 1) * PAGE_SIZE))
    return Page([_told(*row) for row in told], number, PAGE_SIZE, total)


def _told(at: datetime, dong_code: str, survey: str, application_id: UUID | None, in_care: bool) -> FoundHousehold:
    return FoundHousehold(at, dong(dong_code).name, survey, application_id is not None, in_care)
