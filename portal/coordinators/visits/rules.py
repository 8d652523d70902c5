"""Decides when a cancellation is late, which reminder is due, and whether what was written at the door can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.core.clock import day_of
from portal.core.messages import N_

CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far a phone's clock may run ahead of ours."""
NOBODY_SAID = N_("누가 다녀왔는지 골라 주십시오.")


def is_late(starts_at: datetime, now: datetime, late_hours: int) -> bool:
    """Whether a cancellation now comes less than `late_hours` before the visit."""
    return starts_at - now < timedelta(hours=late_hours)


def reminder_due(
    visit_on: date, booked_on: date, last: int | None, today: date, reminders: Sequence[int]
) -> int | None:
    """For how many days before the visit, one of `reminders`, one is due today; None when none is.

    A reminder that was missed goes out late until the next is due; none repeats a booking message of the same days.
    """
    days_left = (visit_on - today).days
    if days_left < 1:
        return None
    stage = next((days for days in sorted(reminders) if days_left <= days), None)
    if stage is None or (last is not None and last <= stage) or booked_on >= visit_on - timedelta(days=stage):
        return None
    return stage


@dataclass(frozen=True)
class StepDone:
    """A line of the visit sheet; a required one that was left out wants a note."""

    name: str
    required: bool
    done: bool
    note: str = ""


def step_hindrance(step: StepDone) -> str | None:
    if step.required and not step.done and not step.note:
        return N_("꼭 해야 하는 일입니다. 하지 못한 까닭을 적어 주십시오.")
    return None


def times_hindrance(
    starts_at: datetime, arrived_at: datetime, left_at: datetime, now: datetime
) -> tuple[str, str] | None:
    """(field, words) of what is wrong with the times of a record; None when they can be true."""
    if day_of(arrived_at) != day_of(starts_at):
        return "arrived_at", N_("방문하기로 한 날의 시각을 적어 주십시오.")
    if arrived_at > now + CLOCK_TOLERANCE:
        return "arrived_at", N_("아직 오지 않은 시각입니다. 들어간 시각을 다시 적어 주십시오.")
    if left_at <= arrived_at:
        return "left_at", N_("나온 시각은 들어간 시각보다 늦어야 합니다.")
    if left_at > now + CLOCK_TOLERANCE:
        return "left_at", N_("아직 오지 않은 시각입니다. 나온 시각을 다시 적어 주십시오.")
    return None


def absence_hindrance(starts_at: datetime, now: datetime) -> str | None:
    """Nobody is missing before the visit has begun."""
    return N_("아직 방문 시각이 되지 않았습니다.") if now < starts_at else None
