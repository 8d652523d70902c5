"""From when on nobody accepts by a manual that they have not read."""

from datetime import date, timedelta

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.targets import Targets


def stops_after(confirm_by: date, targets: Targets) -> date:
    """The last day of the warning; accepting stops on the day after it."""
    return confirm_by + timedelta(days=targets.manual_warning_days)


def stopped_if_due_before(today: date, targets: Targets) -> date:
    """Whoever was to confirm before that day and has not accepts nothing `today`."""
    return today - timedelta(days=targets.manual_warning_days)


def day_of_newcomer(confirm_by: date, in_force_on: date, today: date) -> date:
    """By when somebody confirms whose duty begins today: never before the others, and in as many days as they had."""
    return max(confirm_by, today + (confirm_by - in_force_on))


def refuse_day_of_choice(confirm_by: date | None, *, today: date, asks: bool) -> None:
    """Raise `DomainError` beside `confirm_by`: who is asked by a choice has a day at least, and a day asks somebody."""
    if confirm_by is None:
        return
    if not asks:
        raise DomainError(N_("이 매뉴얼은 확인을 부탁할 분이 없습니다. 비워 두십시오."), "confirm_by")
    if confirm_by <= today:
        raise DomainError(N_("확인할 날은 내일이나 그 뒤여야 합니다."), "confirm_by")
