"""What the inspector's pack shows of requests: each by its number, how and when it came, by when it was answered."""

from typing import Any

from sqlalchemy import func, select

from portal.core.clock import day_of
from portal.core.messages import N_
from portal.extensions import db
from portal.privacy.evidence.items import Column, Figure, Found, Listing, Period
from portal.privacy.evidence.rows import streamed
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.states import OPEN, RightsState

COLUMNS = (
    Column("number", N_("번호"), 3),
    Column("kind", N_("요구"), 3),
    Column("channel", N_("어떻게 왔나"), 3),
    Column("asked_by", N_("누가")),
    Column("received_on", N_("받은 날"), 3),
    Column("due_on", N_("답할 날"), 3),
    Column("extended", N_("늦춤")),
    Column("state", N_("결과"), 3),
    Column("ground", N_("들어드리지 못한 근거"), 5),
    Column("answered_at", N_("답한 때"), 3),
    Column("in_time", N_("기한 안")),
)


def gather(period: Period) -> Found:
    """Every request that came within the period."""
    within = RightsRequest.received_on.between(period.first, period.last)
    answered = RightsRequest.answered_at.is_not(None)

    def count(*conditions: Any) -> int:
        return db.session.scalar(select(func.count()).select_from(RightsRequest).where(within, *conditions)) or 0

    times = select(RightsRequest.answered_at, RightsRequest.due_on).where(within, answered)
    late = sum(not _in_time(*row) for row in db.session.execute(times))
    rows = streamed(
        select(
            RightsRequest.number,
            RightsRequest.kind,
            RightsRequest.channel,
            RightsRequest.asked_by,
            RightsRequest.received_on,
            RightsRequest.due_on,
            RightsRequest.extended_at,
            RightsRequest.state,
            RightsRequest.ground,
            RightsRequest.answered_at,
        )
        .where(within)
        .order_by(RightsRequest.received_on, RightsRequest.id),
        _row,
    )
    return Found(
        (
            Figure("received", N_("받은 요구"), count()),
            Figure("answered", N_("답한 요구"), count(answered)),
            Figure("late", N_("기한을 넘겨 답한 요구"), late),
            Figure("open", N_("답을 기다리는 요구"), count(RightsRequest.state.in_(OPEN))),
            Figure("extended", N_("늦춘 요구"), count(RightsRequest.extended_at.is_not(None))),
            Figure("refused", N_("들어드리지 못한 요구"), count(RightsRequest.state == RightsState.REFUSED)),
        ),
        (Listing("requests", N_("받은 요구"), COLUMNS, rows),),
    )


def _in_time(answered_at: Any, due_on: Any) -> bool:
    return bool(day_of(answered_at) <= due_on)


def _row(row: Any) -> tuple[Any, ...]:
    yes, no = N_("예"), N_("아니오")
    in_time = (yes if _in_time(row.answered_at, row.due_on) else no) if row.answered_at else "-"
    return (
        row.number,
        row.kind.words,
        row.channel.words,
        row.asked_by.words,
        row.received_on,
        row.due_on,
        yes if row.extended_at else no,
        row.state.words,
        row.ground.words if row.ground else "-",
        row.answered_at or "",
        in_time,
    )
