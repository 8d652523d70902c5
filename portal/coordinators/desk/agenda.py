"""Agreed lines that nobody asked for, promises of meetings and changed files, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, case, cast, select, type_coerce

from portal.consortium.catalogue.models import Service
from portal.consortium.meetings.models import Meeting, MeetingAction
from portal.consortium.meetings.states import RESTRICTED, MeetingKind
from portal.consortium.meetings.undone import IS_TO_DO
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import households_accompanied
from portal.coordinators.caseload.told import coordinator_of, whom
from portal.coordinators.desk.queries.household import unreferred
from portal.coordinators.plans.models import CarePlan, PlanLine
from portal.core.clock import day_of
from portal.core.dates import format_day
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import current_settings
from portal.residents.applications.models import Application
from portal.residents.applications.states import Urgency
from portal.residents.households.models import FactChange, Person
from portal.residents.households.queries import IS_NEWS
from portal.residents.households.states import Fact
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _


def _line_rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=PlanLine.id,
        household_id=CareCase.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        words=Service.name,
        state=type_coerce(Application.urgency, String()),
        since=CarePlan.agreed_at,
        due_on=PlanLine.until_on,
    )
    return (
        unreferred(select(*columns).select_from(PlanLine), desk.viewer, desk.day)
        .join(Person, Person.id == CareCase.person_id)
        .join(Application, Application.id == CareCase.application_id)
        .join(Service, Service.id == PlanLine.service_id)
    )


def _line_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    """The first service has its days from the agreement on."""
    target = current_settings().target
    for row in rows:
        days = target.urgent_service_days if row.state == Urgency.URGENT.value else target.service_days
        yield Item(
            key=f"line-{row.id}",
            what=_("%(service)s 연계하기", service=row.words),
            whom=whom(row),
            more=_("계획 기간은 %(day)s까지", day=format_day(row.due_on)) if row.due_on else "",
            since=row.since,
            due=day_of(row.since) + timedelta(days=days),
            deeds=(Deed(_("연계하기"), url_for("referrals.refer", line_id=row.id), shortcut="r"),),
        )


def _promise_rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=MeetingAction.id,
        about_id=MeetingAction.meeting_id,
        number=cast(Meeting.number, String()),
        words=case((Meeting.kind.in_(RESTRICTED), ""), else_=MeetingAction.task),
        state=Meeting.kind,
        since=Meeting.starts_at,
        due_on=MeetingAction.due_on,
    )
    mine = select(*columns).join(Meeting, Meeting.id == MeetingAction.meeting_id)
    mine = mine.where(MeetingAction.owner_id == desk.viewer.user_id, IS_TO_DO)
    return mine.order_by(MeetingAction.due_on, MeetingAction.id)


def _promise_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    """Of a meeting about people nothing but its number: whoever opens the task is written down as a reader."""
    for row in rows:
        said = {"number": row.number, "kind": label(MeetingKind(row.state or ""))}
        yield Item(
            key=f"action-{row.id}",
            what=row.words or _("제%(number)s차 %(kind)s에서 맡은 일", **said),
            more=_("%(day)s 회의에서 맡은 일", day=format_day(day_of(row.since))),
            since=row.since,
            due=row.due_on,
            deeds=(
                Deed(_("한 일로 적기"), url_for("meetings.finish", action_id=row.id)),
                Deed(_("회의 보기"), url_for("meetings.meeting", meeting_id=row.about_id)),
            ),
        )


def _news_rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=FactChange.id,
        household_id=FactChange.household_id,
        coordinator_id=coordinator_of(FactChange.household_id),
        name=Person.name,
        words=type_coerce(FactChange.fact, String()),
        since=FactChange.at,
    )
    news = select(*columns).join(Person, Person.id == FactChange.person_id)
    news = news.where(FactChange.household_id.in_(households_accompanied(desk.viewer)), IS_NEWS)
    return news.order_by(FactChange.at, FactChange.id)


def _news_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"news-{row.id}",
            what=_("바꾸신 정보 보기: %(fact)s", fact=label(Fact(row.words or ""))),
            whom=whom(row),
            since=row.since,
            deeds=(
                Deed(_("바뀐 것 보기"), url_for("households.facts", household_id=row.household_id)),
                Deed(_("확인했음"), url_for("households.look_at_news", change_id=row.id), posts=True),
            ),
        )


LINES = Source(N_("연계할 계획 항목"), Permission.REFERRAL_MANAGE, _line_rows, _line_items)
PROMISES = Source(N_("회의에서 맡은 일"), Permission.MEETING_JOIN, _promise_rows, _promise_items)
NEWS = Source(N_("이용자가 바꾼 정보"), Permission.HOUSEHOLD_CHANGE, _news_rows, _news_items, "households.news")
