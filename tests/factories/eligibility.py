"""What is known of a person's income and groups, kept by the portal's own actions."""

from datetime import date, datetime

from portal.benefits.eligibility.actions import GroupFacts, IncomeFacts, set_group, verify_income
from portal.benefits.eligibility.models import GroupMembership, IncomeVerification
from portal.benefits.eligibility.rules import Condition, Finding
from portal.benefits.eligibility.states import Standing, VerifiedBy
from portal.benefits.programmes.states import BAND_TOP, IncomeBand, PersonGroup
from portal.core import clock
from portal.core.actors import SYSTEM
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


def with_standing(finding: Finding, standing: Standing) -> list[Condition]:
    """The conditions of an answer that stand so."""
    return [condition for condition in finding.conditions if condition.standing is standing]


def band_of(monthly_krw: int, median_krw: int) -> IncomeBand:
    """The band of an income: exact in whole won, a limit belongs to the lower band."""
    bands = (band for band, percent in BAND_TOP.items() if monthly_krw * 100 <= median_krw * percent)
    return next(bands, IncomeBand.OVER_100)
