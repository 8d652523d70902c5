"""The office enters the bodies with which the consortium works, those of 2020 among them."""

from datetime import date, datetime

from portal.consortium.partners.actions import PartnerDetails, add_partner
from portal.consortium.partners.states import Accord, PartnerKind
from portal.demo.corpus import read_data
from portal.demo.stories import Told
from portal.demo.world import World

FIRST_NUMBER = 3005000


class PartnerTold(Told):
    name: str
    kind: PartnerKind
    accord: Accord
    starts_on: date
    ends_on: date | None = None
    score: int | None = None
    selected_on: date | None = None
    note: str = ""


def enter_partners(world: World, now: datetime) -> None:
    for number, row in enumerate(read_data("partners.toml")["partners"]):
        told = PartnerTold.model_validate(row)
        details = PartnerDetails(phone=f"+822{FIRST_NUMBER + number}", **told.model_dump())
        add_partner(details, actor=world.actors["office"], now=now)
