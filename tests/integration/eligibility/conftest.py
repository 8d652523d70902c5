"""A service, and a programme that pays it."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from portal.benefits.programmes.models import ProgrammeEdition
from portal.benefits.programmes.rules import Door, ProgrammeRules
from portal.benefits.programmes.states import PersonGroup
from portal.consortium.catalogue.models import Service
from portal.core import clock
from tests.factories.consortium import make_service
from tests.factories.programmes import make_edition, make_median

SINCE = date(2024, 1, 1)


@pytest.fixture
def service(session: Session) -> Service:
    make_median(clock.day_of(clock.now()).year, 2_564_238)
    return make_service("cleaning", name="청소")


@pytest.fixture
def edition(service: Service) -> ProgrammeEdition:
    """For whoever is 65 or disabled in Mapo; up to 100 % of the median income pays nothing."""
    rules = ProgrammeRules(
        doors=(Door("65세 이상 어르신", age_from=65), Door("장애인", group=PersonGroup.DISABLED)),
        district="11440",
        services=(service.code,),
        full_support_percent=100,
        always_supported=(PersonGroup.RECIPIENT,),
    )
    return make_edition(rules=rules, starts_on=SINCE)
