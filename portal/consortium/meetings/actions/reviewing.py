"""On its day a decision stands on the agenda of the next meeting of its kind, once, to be looked at again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from portal.consortium.meetings.actions.agenda import LAST_MEETING, propose_item, what_became
from portal.consortium.meetings.models import AgendaItem, AgendaProposal, Decision, Meeting
from portal.consortium.meetings.stands import Stand
from portal.consortium.meetings.states import MeetingState
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db

DECISION = "decision"
"""The source of a point that looks at a decision again."""

TITLE = N_("결정 다시 살펴보기: %(text)s")
TITLE_LENGTH = 200


def bring_decisions(*, actor: Actor, now: datetime) -> int:
    """Propose whatever is to be looked at again by now; answers how many decisions that were."""
    actor.require(Permission.MEETING_MANAGE)
    due = _due(now)
    for decision in due:
        item = decision.item
        propose_item(
            (TITLE % {"text": decision.text})[:TITLE_LENGTH],
            "\n".join(what_became(item)),
            actor=actor,
            now=now,
            proposer=LAST_MEETING,
            source=(DECISION, decision.id),
            meeting_kind=item.meeting.kind,
        )
    return len(due)


def stand_of_decision(decision_id: UUID, _now: datetime) -> Stand | None:
    """What became of it by now; a meeting looks at it again whatever that is."""
    decision = db.session.get(Decision, decision_id)
    return Stand("\n".join(what_became(decision.item))) if decision else None


def _due(now: datetime) -> list[Decision]:
    brought = exists().where(AgendaProposal.source_kind == DECISION, AgendaProposal.source_id == Decision.id)
    of_closed = (
        select(Decision).join(Decision.item).join(AgendaItem.meeting).where(Meeting.state == MeetingState.CLOSED)
    )
    due = of_closed.where(Decision.review_on <= day_of(now), ~brought)
    whole = joinedload(Decision.item).joinedload(AgendaItem.meeting)
    return list(db.session.scalars(due.options(whole).order_by(Decision.review_on, Decision.id)))
