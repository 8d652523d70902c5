"""Opens the accounts of the staff, each by an invitation that is accepted, and the profiles of the coordinators."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portal.accounts.actions import accept_invitation, invite_first_office, invite_staff
from portal.accounts.models import Invitation, User
from portal.accounts.queries import get_user, invitation_by_token
from portal.coordinators.caseload.profiles import save_profile
from portal.core.permissions import Role
from portal.core.phone import parse_phone
from portal.demo.corpus import read_data, told_once
from portal.demo.stories import Told
from portal.demo.world import World
from portal.residents.households.states import Sex
from portal.web.territory import territory

PASSWORD = "mapo-dolbom-demo"  # noqa: S105 shown to everybody who tries the demonstration
CASE_LIMIT = 14
FIRST_OFFICE = "office"


class Person(Told):
    """One of the staff; `dongs`, `languages`, `sex` and `phone` are those of a coordinator."""

    code: str
    name: str
    email: str
    role: Role
    look: str
    organisation: str = ""
    sex: Sex = Sex.NOT_TOLD
    phone: str = ""
    dongs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@told_once
def staff() -> Sequence[Person]:
    """Everybody who works in the demonstration, in the order in which they are shown."""
    return tuple(Person.model_validate(told) for told in read_data("staff.toml")["staff"])


@told_once
def dong_codes() -> dict[str, str]:
    """Code by the name that people say: 망원1동."""
    return {dong.short_name: dong.code for dong in territory()}


def open_first_office(world: World, now: datetime) -> None:
    """The office's first account, by the link that the command line prints."""
    person = next(person for person in staff() if person.code == FIRST_OFFICE)
    link = invite_first_office(person.email, person.name, now=now)
    invitation = invitation_by_token(link.rpartition("/")[2], now=now)
    if invitation is None:
        raise LookupError("the invitation of the first office account is gone")
    _accept(world, person, invitation, now)


def open_accounts(world: World, now: datetime) -> None:
    """All the others, and what pairing looks at for the coordinators. The organisations must be there."""
    office = world.actors[FIRST_OFFICE]
    for minutes, person in enumerate(staff()):
        if person.code == FIRST_OFFICE:
            continue
        moment = now + timedelta(minutes=minutes)
        organisation_id = world.organisations.get(person.organisation)
        invitation = invite_staff(person.email, person.name, person.role, organisation_id, actor=office, now=moment)
        _accept(world, person, invitation, moment)
        if person.role is Role.COORDINATOR:
            _profile(world, person, moment)


def _accept(world: World, person: Person, invitation: Invitation, now: datetime) -> None:
    user: User = accept_invitation(invitation, world.password_hash, now=now)
    world.actors[person.code] = get_user(user.id).actor


def _profile(world: World, person: Person, now: datetime) -> None:
    user_id = world.actors[person.code].user_id
    if user_id is None:
        raise LookupError(person.code)
    save_profile(
        user_id,
        case_limit=CASE_LIMIT,
        dong_codes=[dong_codes()[name] for name in person.dongs],
        languages=list(person.languages),
        sex=person.sex,
        phone=parse_phone(person.phone),
        actor=world.actors[FIRST_OFFICE],
        now=now,
    )
