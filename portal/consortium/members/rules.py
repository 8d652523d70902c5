"""Decides whether a member may make new offers on a day, and when that comes to an end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from portal.core.messages import N_


class Term(Protocol):
    """What counts of an agreement; a term that renews itself has no end."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def renews_automatically(self) -> bool: ...
    @property
    def insurance_ends_on(self) -> date | None: ...


class Member(Protocol):
    @property
    def joined_on(self) -> date: ...
    @property
    def left_on(self) -> date | None: ...
    @property
    def agreements(self) -> Sequence[Term]: ...


@dataclass(frozen=True)
class ComingStop:
    """From `on` the member makes no new offers, for the reason in `hindrance`, unless something is done."""

    on: date
    days: int
    hindrance: str


def has_begun(term: Term, day: date) -> bool:
    return term.starts_on <= day


def is_in_force(term: Term, day: date) -> bool:
    return has_begun(term, day) and (term.renews_automatically or day <= term.ends_on)


def is_insured(term: Term, day: date) -> bool:
    """An insurance that nobody entered covers nothing."""
    return term.insurance_ends_on is not None and day <= term.insurance_ends_on


def offer_hindrance(agreements: Sequence[Term], day: date) -> str | None:
    """Why a member with these agreements makes no new offers for `day`, in words; None when it may."""
    in_force = [term for term in agreements if is_in_force(term, day)]
    if any(is_insured(term, day) for term in in_force):
        return None
    if in_force:
        return _insurance_hindrance(in_force)
    if any(term.ends_on < day for term in agreements):
        return N_("협약 기간이 끝나서 새 자리를 내지 않습니다.")
    if agreements:
        return N_("협약이 아직 시작되지 않아서 새 자리를 내지 않습니다.")
    return N_("협약이 등록되지 않아서 새 자리를 내지 않습니다.")


def _insurance_hindrance(in_force: Sequence[Term]) -> str:
    if any(term.insurance_ends_on for term in in_force):
        return N_("보험 기간이 끝나서 새 자리를 내지 않습니다.")
    return N_("보험이 등록되지 않아서 새 자리를 내지 않습니다.")


def member_hindrance(member: Member, day: date) -> str | None:
    """`offer_hindrance`, and for one that is not a member on `day` that it is none."""
    if member.joined_on > day:
        return N_("아직 회원이 아니어서 새 자리를 내지 않습니다.")
    if member.left_on is not None and member.left_on < day:
        return N_("컨소시엄을 떠나서 새 자리를 내지 않습니다.")
    return offer_hindrance(member.agreements, day)


def may_offer(member: Member, day: date) -> bool:
    """Whether the member may make new offers for `day`."""
    return member_hindrance(member, day) is None


def coming_stop(member: Member, day: date, *, within: int) -> ComingStop | None:
    """When a member that may offer on `day` stops being allowed to, at most `within` days ahead."""
    if not may_offer(member, day):
        return None
    for days in range(1, within + 1):
        hindrance = member_hindrance(member, day + timedelta(days=days))
        if hindrance:
            return ComingStop(day + timedelta(days=days), days, hindrance)
    return None
