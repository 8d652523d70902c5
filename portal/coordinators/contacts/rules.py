"""Decides by when a household is contacted after a contact, by what came of it."""

from datetime import date, timedelta

from portal.coordinators.caseload.rules import contact_after_visit_on, next_contact_on, retry_on
from portal.coordinators.contacts.states import BegunBy, ContactOutcome
from portal.core.dates import format_day
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.targets import Targets


def default_next_on(outcome: ContactOutcome, today: date, *, visit_on: date | None, targets: Targets) -> date:
    """Nobody answered, or it is worrying: the next working day; a change is needed: within a week; well: monthly.

    `visit_on` is the day of the household's next booked visit.
    """
    if outcome in (ContactOutcome.NO_ANSWER, ContactOutcome.WORRYING):
        return retry_on(today)
    if outcome is ContactOutcome.NEEDS_CHANGE:
        return contact_after_visit_on(today, targets)
    return next_contact_on(today, visit_on=visit_on, targets=targets)


def refuse_beginning(begun_by: BegunBy, outcome: ContactOutcome) -> None:
    """Raise `DomainError` where nobody answered a contact that the resident began."""
    if begun_by is BegunBy.RESIDENT and outcome is ContactOutcome.NO_ANSWER:
        raise DomainError(N_("이용자가 먼저 한 연락은 닿은 것입니다. 둘 중 하나를 다시 골라 주십시오."), "begun_by")


def refuse_next_on(
    outcome: ContactOutcome, next_on: date, today: date, targets: Targets, latest: date | None = None
) -> None:
    """Raise `DomainError` for a day that has passed, or that lies later than the consortium promises.

    `latest` is what a policy of monitoring asks, where it asks anything.
    """
    if next_on < today:
        raise DomainError(N_("지난 날입니다. 오늘이나 그 뒤의 날을 골라 주십시오."), "next_on")
    if outcome is ContactOutcome.NO_ANSWER and next_on > retry_on(today):
        raise DomainError(N_("연락이 닿지 않았으면 다음 근무일까지 다시 연락합니다."), "next_on")
    if next_on > today + timedelta(days=targets.contact_every_days):
        raise DomainError(N_("%(days)d일 안의 날을 골라 주십시오."), "next_on", days=targets.contact_every_days)
    if latest is not None and next_on > max(latest, today):
        raise DomainError(
            N_("모니터링 기준은 늦어도 %(day)s까지 연락하게 합니다. 그 안의 날을 골라 주십시오."),
            "next_on",
            day=format_day(max(latest, today)),
        )
