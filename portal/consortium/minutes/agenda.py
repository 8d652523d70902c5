"""Minutes to be confirmed, on the desks of coordinators and of the office; and what the office is to answer."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, cast, false, select

from portal.consortium.meetings.models import Attendee, Meeting
from portal.consortium.meetings.states import MeetingKind, Presence
from portal.consortium.minutes.links import READING
from portal.consortium.minutes.models import Minutes
from portal.consortium.minutes.paper import name_of
from portal.consortium.minutes.queries import not_consulted, unanswered_amendments, waits_for
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.session import plain_rows
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=Attendee.id,
        number=cast(Meeting.number, String()),
        words=Meeting.kind,
        state=Attendee.presence,
        since=Minutes.sent_at,
        due_on=Minutes.until,
    )
    asked = waits_for(desk.viewer.user_id, desk.day) if desk.viewer.user_id else false()
    rows = select(*columns).select_from(Minutes).join(Meeting, Meeting.id == Minutes.meeting_id)
    rows = rows.join(Attendee, Attendee.meeting_id == Meeting.id).where(asked)
    return rows.order_by(Minutes.until, Attendee.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        kind = label(MeetingKind(row.words or ""))
        sends_on = row.state == Presence.DEPUTY
        yield Item(
            key=f"minutes-{row.id}",
            what=_("대리인께 회의록 보내기") if sends_on else _("회의록 읽고 확인하기"),
            more=_("제%(number)s차 %(kind)s", number=row.number, kind=kind),
            since=row.since,
            due=row.due_on,
            deeds=(
                Deed(
                    _("회의록 보기") if sends_on else _("회의록 확인하기"),
                    url_for("minutes.read", token=READING.token_of(row.id)),
                ),
            ),
        )


def _waiting(desk: Desk) -> Iterator[Item]:
    return _items([Told(*tuple(row)) for row in plain_rows(_rows(desk))], desk)


def _amendments(_desk: Desk) -> Iterator[Item]:
    for reply in unanswered_amendments():
        meeting = reply.minutes.meeting
        said = {"number": meeting.number, "kind": label(meeting.kind), "name": name_of(reply.seat)}
        yield Item(
            key=f"amendment-{reply.id}",
            what=_("회의록을 고쳐 달라는 말에 답하기"),
            more=_("제%(number)d차 %(kind)s · %(name)s", **said),
            since=reply.said_at,
            due=reply.minutes.until,
            deeds=(Deed(_("답하기"), url_for("minutes.amendment", reply_id=reply.id)),),
        )


def _not_consulted(desk: Desk) -> Iterator[Item]:
    for minutes, seat in not_consulted(desk.day):
        meeting = minutes.meeting
        said = {"number": meeting.number, "kind": label(meeting.kind), "name": name_of(seat)}
        page = url_for("meetings.meeting", meeting_id=meeting.id, _anchor="confirmations")
        yield Item(
            key=f"consult-{seat.id}",
            what=_("회의록을 전화로 여쭙기"),
            more=_("제%(number)d차 %(kind)s · %(name)s", **said),
            since=minutes.sent_at,
            due=minutes.until,
            deeds=(Deed(_("회의록 보기"), page),),
        )


TO_CONFIRM = Source(N_("확인할 회의록"), Permission.MEETING_JOIN, _rows, _items)
WAITING_TO_CONFIRM = Waiting(N_("확인할 회의록"), Permission.MEETING_JOIN, _waiting)
TO_ANSWER = Waiting(N_("회의록을 고쳐 달라는 말"), Permission.MEETING_MANAGE, _amendments)
TO_CONSULT = Waiting(N_("메일이 닿지 않아 회의록을 여쭐 분"), Permission.MEETING_MANAGE, _not_consulted)
