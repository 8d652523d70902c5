"""How long the units are that name time, as the catalogue writes them."""

import re

MINUTES = {"분": 1, "시간": 60, "일": 24 * 60}
_TIME = re.compile(r"(\d*)\s*(분|시간|일)")


def unit_minutes(unit: str) -> int | None:
    """Minutes of a unit that names time: "30분" 30, "시간" and "1시간" 60, "1일" a whole day; None for any other."""
    found = _TIME.fullmatch(unit.strip())
    return int(found[1] or 1) * MINUTES[found[2]] if found else None
