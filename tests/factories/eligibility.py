"""What is known of a person's income and groups, kept by the portal's own actions."""

from datetime import date, datetime

from portal.benefits.eligibility.actions import GroupFacts, IncomeFacts, set_group, verify_income
from portal.benefits.eligibility.models import GroupMembership, IncomeVerification
from portal.benefits.eligibility.states import VerifiedBy
from portal.benefits.programmes.states import IncomeBand, PersonGroup
from portal.core import clock
from portal.core.permissions import SYSTEM
from portal.residents.households.models import Person
from tests.factories.consortium import NOW


def make_income(
    person: Person,
    band: IncomeBand = IncomeBand.UP_TO_100,
    *,
    from_on: date | None = None,
    verified_by: VerifiedBy = VerifiedBy.PUBLIC_SYSTEM,
    household_size: int = 1,
    table_year: int | None = None,
    now: datetime = NOW,
) -> IncomeVerification:
    """A band that counts from `from_on`, the first of January unless told; its year needs a median income."""
    from_on = from_on or date(clock.day_of(now).year, 1, 1)
    facts = IncomeFacts(
        band=band,
        table_year=table_year or from_on.year,
        verified_by=verified_by,
        verified_on=min(from_on, clock.day_of(now)),
        from_on=from_on,
        household_size=household_size,
    )
    return verify_income(person, facts, actor=SYSTEM, now=now)


def make_group(
    person: Person,
    group: PersonGroup = PersonGroup.RECIPIENT,
    *,
    from_on: date | None = None,
    verified_by: VerifiedBy = VerifiedBy.CERTIFICATE_SEEN,
    belongs: bool = True,
    now: datetime = NOW,
) -> GroupMembership:
    """Whether somebody belongs to a group from `from_on`, the first of January unless told."""
    from_on = from_on or date(clock.day_of(now).year, 1, 1)
    facts = GroupFacts(group=group, verified_by=verified_by, from_on=from_on, belongs=belongs)
    return set_group(person, facts, actor=SYSTEM, now=now)
