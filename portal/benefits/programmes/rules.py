"""What the rules of a programme's edition say: plain values, read and written as one JSON document."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from portal.benefits.programmes.states import BAND_TOP, Absence, IncomeBand, PersonGroup


@dataclass(frozen=True)
class Door:
    """One way to be among those a programme is for; all that it names must hold, ages are in full years."""

    name: str
    age_from: int | None = None
    age_to: int | None = None
    group: PersonGroup | None = None
    urgent: bool = False


@dataclass(frozen=True)
class ProgrammeRules:
    """The rules of one edition: amounts in whole won, shares in whole per cent; None where there is no such rule.

    `doors` is any-of; none means everybody. `district` is how a dong code begins ("11440" is Mapo). `first` are those
    who come first. `settings` names the fields whose value no source gives: the consortium sets them, which the screen
    says.
    """

    doors: tuple[Door, ...] = ()
    district: str = ""
    lives_alone: bool = False
    first: Door | None = None
    pays: bool = True
    services: tuple[str, ...] = ()
    annual_cap: int | None = None
    service_limits: dict[str, int | None] = field(default_factory=dict)
    full_support_percent: int | None = None
    always_supported: tuple[PersonGroup, ...] = ()
    own_share_percent: dict[IncomeBand, int] = field(default_factory=dict)
    others_own_percent: int = 100
    short_stay_services: tuple[str, ...] = ()
    short_stay_max_days: int | None = None
    unit_prices: dict[str, int] = field(default_factory=dict)
    absence_percent: dict[Absence, int] = field(default_factory=dict)
    settings: tuple[str, ...] = ()

    def covers(self, service_code: str) -> bool:
        return self.pays and service_code in self.services

    def limit_of(self, service_code: str) -> int | None:
        """The annual limit of one service in won; None where there is none, or none is set yet."""
        return self.service_limits.get(service_code)

    def absence_share(self, absence: Absence) -> int:
        """Per cent of the price that is due for a visit that ended so; 0 unless the edition says otherwise."""
        return self.absence_percent.get(absence, 0)


_ADAPTER = TypeAdapter(ProgrammeRules)


def to_document(rules: ProgrammeRules) -> dict[str, Any]:
    """`rules` as they are kept: JSON values."""
    document: dict[str, Any] = _ADAPTER.dump_python(rules, mode="json")
    return document


def from_document(document: dict[str, Any]) -> ProgrammeRules:
    """The rules that `to_document` kept; raises `pydantic.ValidationError` on anything else."""
    return _ADAPTER.validate_python(document)


def is_within(band: IncomeBand, percent: int) -> bool:
    """Whether everybody in `band` has at most `percent` of the median income."""
    top = BAND_TOP.get(band)
    return top is not None and top <= percent


def age_on(birth_on: date, day: date) -> int:
    """Full years on `day`; who was born on 29 February is a year older on 1 March (Civil Act §160)."""
    had_birthday = (day.month, day.day) >= (birth_on.month, birth_on.day)
    return day.year - birth_on.year - (0 if had_birthday else 1)


def band_of(monthly_krw: int, median_krw: int) -> IncomeBand:
    """The band of an income: exact in whole won, a limit belongs to the lower band. The amount itself is never kept."""
    for band, percent in BAND_TOP.items():
        if monthly_krw * 100 <= median_krw * percent:
            return band
    return IncomeBand.OVER_100
