"""Who is in charge of a household on a day: its coordinator, whoever stands in for them, or nobody."""

from dataclasses import dataclass
from datetime import date

from portal.accounts.models import User
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import profile_of
from portal.core.messages import N_
from portal.extensions import current_settings
from portal.leave.queries import acting_for

STANDS_IN = N_("대신 %(name)s 코디네이터(%(month)d월 %(day)d일까지)")
COORDINATOR = N_("%(name)s 코디네이터")
OFFICE = N_("사무국")


@dataclass(frozen=True, slots=True)
class InCharge:
    """`user` is None where nobody acts: then the office is called. `until_on` is the last day of standing in."""

    user: User | None
    until_on: date | None

    @property
    def phone(self) -> str:
        profile = profile_of(self.user.id) if self.user else None
        return profile.phone if profile else current_settings().office_phone

    @property
    def stands_in(self) -> bool:
        return self.user is not None and self.until_on is not None

    @property
    def name(self) -> str:
        return self.user.name if self.user else OFFICE

    @property
    def aloud(self) -> tuple[str, dict[str, str | int]]:
        """Whom residents are told of: 한지원 코디네이터, 대신 박바다 코디네이터(10월 3일까지), 사무국."""
        if self.user is None:
            return OFFICE, {}
        if self.until_on is None:
            return COORDINATOR, {"name": self.user.name}
        return STANDS_IN, {"name": self.user.name, "month": self.until_on.month, "day": self.until_on.day}


def in_charge(case: CareCase, day: date) -> InCharge:
    """The one answer that lists, pages, texts and sheets give."""
    acting = acting_for(case.coordinator, day)
    return InCharge(acting.user, acting.until_on if acting.user else None)
