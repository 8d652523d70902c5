"""Households, people and applications, made by the portal's own actions."""

from datetime import date, datetime
from itertools import count
from typing import Any

from portal.consortium.catalogue.models import Service
from portal.core import clock
from portal.core.actors import SYSTEM, Actor
from portal.extensions import db
from portal.residents.applications.actions import submit_application
from portal.residents.applications.answers import ApplicationAnswers, CareWishes, Helper
from portal.residents.applications.models import Application
from portal.residents.applications.states import ForWhom, Intake, Urgency
from portal.residents.consents.states import WHEN_APPLYING
from portal.residents.helpers.actions import HelperDetails, let_help
from portal.residents.helpers.models import Helping
from portal.residents.helpers.states import HelperMay
from portal.residents.households.actions import HouseholdFacts, PersonFacts, create_household
from portal.residents.households.models import Household, Person
from portal.residents.households.states import Sex
from tests.factories.consortium import MANGWON, NOW, OFFICE

BORN = date(1951, 3, 2)
ALL_GIVEN = dict.fromkeys(WHEN_APPLYING, True)
HELPER = Helper(name="김이웃", relation="이웃", phone="+821099998888")
_numbers = count(1)


def next_phone() -> str:
    """A mobile number that nobody else in the test has."""
    return f"+8210{20000000 + next(_numbers):08d}"


def make_household(
    name: str = "홍길동", *, dong_code: str = MANGWON, now: datetime | None = None, **values: Any
) -> Household:
    """A household with one person; `values` name facts of either."""
    given: dict[str, Any] = {"address": "월드컵로13길 20", "dong_code": dong_code, "lives_alone": True}
    person: dict[str, Any] = {"name": name, "birth_on": BORN, "sex": Sex.FEMALE, "phone": next_phone()}
    for key, value in values.items():
        (given if key in HouseholdFacts.__dataclass_fields__ else person)[key] = value
    household = create_household(HouseholdFacts(**given), PersonFacts(**person), actor=SYSTEM, now=now or clock.now())
    db.session.flush()
    return household


def make_person(name: str = "홍길동", **values: Any) -> Person:
    return make_household(name, **values).person


def make_answers(*services: Service, **values: Any) -> ApplicationAnswers:
    """The answers of someone who applies for themselves and agrees to everything; `values` name facts of any part."""
    given: dict[str, Any] = {
        "for_whom": ForWhom.SELF,
        "consents": ALL_GIVEN,
        "name": "홍길동",
        "birth_on": BORN,
        "sex": Sex.FEMALE,
        "phone": next_phone(),
        "address": "월드컵로13길 20",
        "dong_code": MANGWON,
        "lives_alone": True,
        "urgency": Urgency.NORMAL,
        "service_codes": tuple(service.code for service in services),
    }
    told = given | values
    return ApplicationAnswers(
        **{name: value for name, value in told.items() if name in ApplicationAnswers.__dataclass_fields__},
        person=PersonFacts(**_of(PersonFacts, told)),
        household=HouseholdFacts(**_of(HouseholdFacts, told)),
        wishes=CareWishes(**_of(CareWishes, told)),
    )


def _of(kind: type[PersonFacts | HouseholdFacts | CareWishes], told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name in kind.__dataclass_fields__}


def make_application(
    *services: Service,
    actor: Actor = SYSTEM,
    now: datetime | None = None,
    intake: Intake = Intake.ONLINE,
    received_at: datetime | None = None,
    **values: Any,
) -> Application:
    """An application that was sent; with a `helper` it is for somebody else."""
    if values.get("helper"):
        values.setdefault("for_whom", ForWhom.OTHER)
    return submit_application(
        make_answers(*services, **values),
        actor=actor,
        now=now or clock.now(),
        intake=intake,
        received_at=received_at,
    )


def make_helping(
    person: Person, may: HelperMay = HelperMay.SEE, *, actor: Actor = OFFICE, now: datetime = NOW, **values: Any
) -> Helping:
    """Somebody who helps, as the person agreed."""
    given = {"name": "박미선", "relation": "딸", "phone": "+821077778888", "note": "방문 때 말씀하심"}
    return let_help(person, HelperDetails(may=may, **(given | values)), actor=actor, now=now)
