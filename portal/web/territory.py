"""Where the consortium works: the districts that its settings name, and their dongs."""

from typing import Any

from portal.core.dongs import Dong, DongGroup, alphabetical_groups, dongs_of, name_among
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
    """As people say it, with its district where the consortium has another dong of that name."""
    return name_among(dong, *current_settings().districts)


def dong_choices() -> list[Any]:
    """For a field: the dongs of the consortium."""
    return [choice(dong.code, dong_name(dong)) for dong in territory()]


def every_dong_choices() -> list[Any]:
    """For a filter: the dongs of the consortium behind all of them."""
    return [choice("", _("모든 동")), *dong_choices()]
