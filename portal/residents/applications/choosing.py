"""What somebody may ask for where they live, and what is known of each service before they choose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from portal.consortium.catalogue.queries import OfferedService, offered_services
from portal.core.sockets import Socket, Takes
from portal.residents.households.models import Person


@dataclass(frozen=True, slots=True)
class ServiceTerms:
    """What a service costs whoever asks; amounts in whole won, shares in whole per cent of the price.

    Of somebody who is not known there is the price of one unit and the least and the most that supported people pay,
    None where nothing supports it. Of somebody who is known, `amount` is the price of one usual visit, `own_share`
    what they would pay of it, and `left` what is left of their support, None where that has
    no end. `is_sure` is False as long as something about them is not verified. `by_night`: people stay, and
    `nights_left` more nights are paid, None without a limit of nights.
    """

    unit: str
    unit_price: int
    shares: tuple[int, int] | None = None
    amount: int | None = None
    own_share: int | None = None
    left: int | None = None
    is_sure: bool = True
    by_night: bool = False
    nights_left: int | None = None

    @property
    def fits(self) -> bool:
        """Whether what is left pays its part of one usual visit."""
        return self.left is None or (self.amount or 0) - (self.own_share or 0) <= self.left


Allowed = Callable[[date, str], frozenset[str]]
ALLOWED: Socket[Allowed] = Socket("services that programmes pay", Takes.ONE)
"""Called with (day, dong code or empty for all of Mapo): the codes of what programmes in force there pay."""

Terms = Callable[[Mapping[str, OfferedService], Person | None, str, datetime], Mapping[str, ServiceTerms]]
TERMS: Socket[Terms] = Socket("what services cost whoever asks", Takes.ONE)
"""Called with (services by code, whoever asks if known, dong code or empty, now); what has no price is left out."""


def askable_services(day: date, dong_code: str = "") -> tuple[OfferedService, ...]:
    """The consortium's own services, and whatever a programme of the dong pays besides."""
    return offered_services(day=day, also=ALLOWED.only()(day, dong_code))
