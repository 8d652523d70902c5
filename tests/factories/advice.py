"""Experts, advisory meetings that were held, and what was advised there, made as the portal makes them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from portal.consortium.advice import actions
from portal.consortium.advice.actions import AdviceDetails, Answer, ExpertDetails
from portal.consortium.advice.models import Advice, Expert
from portal.consortium.advice.states import AdviceState, FeeRule, Speciality
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.states import MeetingKind
from portal.core.actors import Actor
from portal.core.clock import day_of
from tests.factories.accounts import make_user
from tests.factories.meetings import START, make_closed

NOTED = START + timedelta(hours=4)
"""After the advisory meeting, which is closed by then."""
LIMIT = timedelta(days=30)


def details(now: datetime = NOTED, **changes: Any) -> ExpertDetails:
    day = day_of(now)
    usual = ExpertDetails(
        name="표은실",
        organisation="한강대학교",
        speciality=Speciality.WELFARE,
        fee_rule=FeeRule.PER_MEETING,
        fee=150_000,
        from_on=day - timedelta(days=100),
        kept_on=day - timedelta(days=100),
        named_on=day - timedelta(days=100),
    )
    return replace(usual, **changes)


def make_expert(office: Actor, *, now: datetime = NOTED, **changes: Any) -> Expert:
    return actions.add_expert(details(now, **changes), actor=office, now=now)


def make_advisory(office: Actor, *, starts_at: datetime = START) -> Meeting:
    return make_closed(office, starts_at=starts_at, kind=MeetingKind.ADVISORY)


def make_advice(
    office: Actor, *, expert: Expert | None = None, meeting: Meeting | None = None, now: datetime = NOTED
) -> Advice:
    """A piece that waits for an answer, due in thirty days."""
    held = meeting or make_advisory(office, starts_at=now - timedelta(hours=4))
    piece = AdviceDetails(
        held,
        expert or make_expert(office, now=now),
        "관계 항목",
        "두 번째 만남에서 다시 여쭙습니다.",
        day_of(now) + LIMIT,
    )
    return actions.note_advice(piece, actor=office, now=now)


def answered(state: AdviceState = AdviceState.ADOPTED, *, now: datetime = NOTED, **changes: Any) -> Answer:
    """To be done in ten days by a coordinator, or declined."""
    if state is AdviceState.DECLINED:
        return Answer(state, "예산이 없습니다.")
    due_on = day_of(now) + timedelta(days=10)
    return replace(Answer(state, "옳은 말씀입니다.", changes.pop("owner", None) or make_user(), due_on), **changes)
