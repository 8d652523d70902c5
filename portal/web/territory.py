"""Where the consortium works: the districts that its settings name, and their dongs."""

from typing import Any

from portal.core.dongs import DISTRICTS, Dong, DongGroup, alphabetical_groups, dongs_of, name_among
from portal.extensions import current_settings
from portal.web.labels import choice
from portal.web.words import lazy_gettext as _


def territory() -> tuple[Dong, ...]:
    """The dongs of the consortium in the order of the alphabet."""
    return dongs_of(*current_settings().districts)


def territory_groups() -> tuple[DongGroup, ...]:
    """The same, a few to a group."""
    return alphabetical_groups(*current_settings().districts)


def dong_name(dong: Dong) -> str:
    """As people say it, with its district where the consortium does not work there or has another of that name."""
    districts = current_settings().districts
    return name_among(dong, *districts) if dong.district in districts else city_dong_name(dong)


def dong_choices() -> list[Any]:
    """For a field: the dongs of the consortium."""
    return [choice(dong.code, dong_name(dong)) for dong in territory()]


def city_dong_name(dong: Dong) -> str:
    """With its district, among all of the city."""
    return f"{dong.district} {dong.short_name}"


def other_dong_choices() -> list[Any]:
    """For a field: the dongs of the city where the consortium does not work, by district."""
    others = [district for district in DISTRICTS.values() if district not in current_settings().districts]
    dongs = [each for district in others for each in dongs_of(district)]
    return [choice("", _("고르기")), *(choice(each.code, city_dong_name(each)) for each in dongs)]


def every_dong_choices() -> list[Any]:
    """For a filter: the dongs of the consortium behind all of them."""
    return [choice("", _("모든 동")), *dong_choices()]
