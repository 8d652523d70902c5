"""Answers that should have come, among what waits for whoever asked."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, exists, select, type_coerce

from portal.audit.models import Step
from portal.coordinators.caseload.told import coordinator_of, whom
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.aid.models import Aid
from portal.monitoring.aid.queries import OPEN, aids_in_scope
from portal.monitoring.aid.states import AID_STATES, AidKind, AidVerb
from portal.residents.households.models import Person
from portal.web.agenda import AT_MOST, Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=Aid.id,
        household_id=Aid.household_id,
        coordinator_id=coordinator_of(Aid.household_id),
        name=Person.name,
        words=type_coerce(Aid.kind, String()),
        since=Aid.noted_at,
        due_on=Aid.answer_due_on,
    )
    waiting = select(*columns).join(Person, Person.id == Aid.person_id).where(aids_in_scope(desk.viewer), OPEN)
    return waiting.order_by(Aid.answer_due_on, Aid.id)


def _waiting(desk: Desk) -> Iterator[Item]:
    """What the viewer asked for: of other households their coordinators look after the answer."""
    asked = (Step.thing_id == Aid.id, Step.kind == AID_STATES.kind, Step.verb == AidVerb.ASK)
    mine = _rows(desk).where(exists().where(*asked, Step.by_id == desk.viewer.user_id)).limit(AT_MOST)
    return _items([Told(*row) for row in db.session.execute(mine)], desk)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"aid-{row.id}",
            what=_("대신 신청한 급여의 답 알아보기"),
            whom=whom(row),
            more=label(AidKind(row.words or "")),
            since=row.since,
            due=row.due_on,
            deeds=(Deed(_("답 적기"), url_for("aid.aid", aid_id=row.id)),),
        )


AIDS = Source(N_("답을 기다리는 급여"), Permission.AID_WRITE, _rows, _items)
WAITING_AIDS = Waiting(N_("답을 기다리는 급여"), Permission.AID_WRITE, _waiting)
