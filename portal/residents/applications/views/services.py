"""What is told of each service before somebody chooses: what it costs them, what is left, and who would come."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from portal.consortium.capacity.queries import FreeService, free_week
from portal.consortium.catalogue.queries import OfferedService, members_offering, offered_prices, offered_services
from portal.core.clock import day_of
from portal.core.dates import format_long_day
from portal.core.dongs import dong
from portal.core.money import won
from portal.extensions import current_settings
from portal.residents.applications.choosing import TERMS, ServiceTerms
from portal.residents.applications.fields import UNKNOWN
from portal.residents.households.models import Person
from portal.web.words import gettext as _

NAMED = 2
"""So many members are named; of more, how many there are."""


def service_hints(
    services: Sequence[OfferedService], person: Person | None, dong_code: str, now: datetime
) -> dict[str, str]:
    """A line for each fact, by the codes of the services; of somebody who is known, what they would pay themselves."""
    if not services:
        return {}
    terms = TERMS.only()({service.code: service for service in services}, person, dong_code, now)
    week, members = free_week(dong_code or None, now), members_offering(day_of(now), dong_code)
    where = dong(dong_code).short_name if dong_code else current_settings().territory_name
    told = {
        service.code: "\n".join(
            (
                service.summary,
                *_costs(terms.get(service.code)),
                *_comes(members.get(service.id, ()), week.get(service.id), where),
            )
        )
        for service in services
    }
    return {UNKNOWN: _("전화로 함께 정합니다."), **told}


def _costs(terms: ServiceTerms | None) -> Iterator[str]:
    if terms is None:
        yield _("값은 전화로")
        return
    if terms.amount is None:
        price = won(terms.unit_price)
        yield (
            _("하룻밤 %(price)s", price=price)
            if terms.by_night
            else _("%(unit)s당 %(price)s", unit=terms.unit, price=price)
        )
        yield _("본인 부담 %(share)s", share=_share(*terms.shares)) if terms.shares else _("모두 본인 부담")
        return
    price, own = won(terms.amount), won(terms.own_share or 0)
    yield (
        _("하룻밤에 %(price)s, 본인 부담 %(own)s", price=price, own=own)
        if terms.by_night
        else _("한 번에 %(price)s, 본인 부담 %(own)s", price=price, own=own)
    )
    if not terms.is_sure:
        yield _("확인할 것이 남아 달라질 수 있습니다")
    if terms.left is not None:
        left = won(terms.left)
        yield (
            _("올해 남은 지원 %(left)s", left=left)
            if terms.fits
            else _("올해 남은 지원 %(left)s, 모자랍니다", left=left)
        )
    if terms.nights_left is not None:
        yield _("지원되는 밤 %(nights)d박 남음", nights=terms.nights_left)


def _share(low: int, high: int) -> str:
    """Per cent of the price, by somebody's means."""
    return f"{high}%" if low == high else f"{low}~{high}%"


def _comes(members: Sequence[str], week: FreeService | None, where: str) -> Iterator[str]:
    """How many places are free there in the seven days to come, from when on, and who would come."""
    if not members:
        yield _("%(where)s에 가는 곳은 전화로 알아봅니다", where=where)
        return
    told = _("이번 주 %(where)s 빈자리 %(count)d개", where=where, count=week.places if week else 0)
    first_at = week.first_at if week else None
    yield _("%(told)s, 가장 빠른 날 %(day)s", told=told, day=format_long_day(day_of(first_at))) if first_at else told
    names = ", ".join(members[:NAMED])
    if len(members) > NAMED:
        names = _("%(names)s 등 %(count)d곳", names=names, count=len(members))
    yield _("%(names)s에서 갑니다", names=names)


def price_range(day: date) -> tuple[int, int] | None:
    """The lowest and the highest price of the consortium's own services."""
    prices = offered_prices(day=day)
    amounts = [prices[service.code].amount for service in offered_services(day=day) if service.code in prices]
    return (min(amounts), max(amounts)) if amounts else None
