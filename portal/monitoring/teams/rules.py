"""Who may be a volunteer and for how long, how many households they watch over, and when they go there again."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.monitoring.teams.states import Found, Often

HOUSEHOLDS_AT_MOST = 5
"""Of one watcher: a few, whom they know (`ours`)."""

CHECK_LASTS = timedelta(days=365)
"""A criminal-record check is asked for anew each year (`ours`)."""

AGREEMENT_LASTS = timedelta(days=366)
LATE_AFTER = timedelta(days=2)
"""So long after a watcher should have gone somebody asks why nothing was heard."""

WARNED_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetting:
    """What a volunteer must have before they begin: training, a check of the criminal record, a signed agreement."""

    trained_on: date | None = None
    checked_on: date | None = None
    signed_on: date | None = None
    from_on: date | None = None
    until_on: date | None = None


def refuse_vetting(vetting: Vetting, today: date) -> None:
    """Raise `DomainError` for days that cannot be so."""
    for name in ("trained_on", "checked_on", "signed_on"):
        day = getattr(vetting, name)
        if day is not None and day > today:
            raise DomainError(N_("아직 오지 않은 날입니다."), name)
    if vetting.from_on is None or vetting.until_on is None:
        return
    if vetting.until_on < vetting.from_on:
        raise DomainError(N_("끝나는 날은 시작하는 날보다 빠를 수 없습니다."), "until_on")
    if vetting.until_on > vetting.from_on + AGREEMENT_LASTS:
        raise DomainError(N_("활동 기간은 한 해까지입니다. 끝나기 전에 다시 정해 주십시오."), "until_on")


def refuse_unvetted(vetting: Vetting, today: date) -> None:
    """Raise `Conflict` for somebody who may not begin."""
    days = (vetting.trained_on, vetting.checked_on, vetting.signed_on, vetting.from_on, vetting.until_on)
    if vetting.checked_on is None or vetting.until_on is None or None in days:
        raise Conflict(N_("교육, 범죄경력 조회, 활동 약속의 날을 모두 적은 뒤에 시작할 수 있습니다."))
    if not is_checked(vetting.checked_on, today):
        raise Conflict(N_("범죄경력 조회가 오래되었습니다. 다시 조회해 주십시오."))
    if vetting.until_on < today:
        raise Conflict(N_("활동 기간이 이미 지났습니다. 끝나는 날을 다시 정해 주십시오."))


def is_checked(checked_on: date, today: date) -> bool:
    return today <= checked_on + CHECK_LASTS


def runs_out(vetting: Vetting) -> tuple[date, str]:
    """What of a volunteer at work runs out first: the day, and its words."""
    if vetting.until_on is None or vetting.checked_on is None:
        raise ValueError
    return min((vetting.until_on, N_("활동 기간")), (vetting.checked_on + CHECK_LASTS, N_("범죄경력 조회")))


def goes_again_on(found: Found, often: Often, today: date) -> date:
    """Who was not met is tried again on the next day."""
    return today + timedelta(days=1 if found is Found.NOBODY else often.days)
