"""What a body says of somebody known otherwise than their file does; the file stays until the person was asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.core.dates import format_day
from portal.core.dongs import dong
from portal.core.messages import N_
from portal.core.names import address_key, name_key
from portal.core.phone import format_phone
from portal.partners.requests.models import BodyRequest
from portal.residents.households.models import Household, Person
from portal.residents.households.states import Fact

ALONE = {True: N_("혼자 삽니다"), False: N_("함께 사는 사람이 있습니다")}


@dataclass(frozen=True, slots=True)
class Unlike:
    """A fact, and what the body says of it."""

    fact: Fact
    said: str


def unlike_file(request: BodyRequest) -> list[Unlike]:
    """Of a request that was taken for somebody known; nothing where their file began with it."""
    application, person = request.application, request.person
    if application is None or person is None or person.household.created_at >= application.entered_at:
        return []
    return differing(request, person)


def differing(request: BodyRequest, person: Person) -> list[Unlike]:
    """What the body left open differs in nothing."""
    return [Unlike(fact, said) for fact, said in _told(request, person) if said]


def _told(request: BodyRequest, person: Person) -> Iterator[tuple[Fact, str]]:
    home = person.household
    if name_key(request.name) != name_key(person.name):
        yield Fact.NAME, request.name
    if request.birth_on is not None and request.birth_on != person.birth_on:
        yield Fact.BIRTH, format_day(request.birth_on)
    if request.phone != (person.phone or ""):
        yield Fact.PHONE, format_phone(request.phone)
    if request.name and _lives_elsewhere(request, home):
        yield Fact.ADDRESS, f"{dong(request.dong_code).name} {request.address}".strip()
    if request.lives_alone is not None and request.lives_alone != home.lives_alone:
        yield Fact.ALONE, ALONE[request.lives_alone]
    helper = (request.helper_name, request.helper_relation, request.helper_phone)
    if helper != (home.emergency_name, home.emergency_relation, home.emergency_phone):
        yield Fact.EMERGENCY, " ".join(filter(None, (*helper[:2], format_phone(helper[2]))))


def _lives_elsewhere(request: BodyRequest, home: Household) -> bool:
    if request.dong_code != home.dong_code:
        return True
    known = (address_key(home.address), address_key(home.address, home.address_detail))
    return request.address != "" and address_key(request.address) not in known
