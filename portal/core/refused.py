"""Says in Korean why the value of a setting cannot be read."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic_core import ErrorDetails

from portal.core.messages import N_

REASONS = {
    "missing": N_("정해야 합니다."),
    "enum": N_("다음 가운데 하나여야 합니다: %(expected)s"),
    "greater_than_equal": N_("%(ge)s 이상이어야 합니다."),
    "less_than_equal": N_("%(le)s 이하여야 합니다."),
    "string_too_short": N_("%(min_length)s자 이상이어야 합니다."),
    "string_too_long": N_("%(max_length)s자까지 쓸 수 있습니다."),
    "string_pattern_mismatch": N_("이 모양의 값이 아닙니다: %(pattern)s"),
    "int_parsing": N_("수로 읽을 수 없습니다."),
    "bool_parsing": N_("true나 false여야 합니다."),
    "time_parsing": N_("시각으로 읽을 수 없습니다. 예: 09:00"),
    "ip_v4_network": N_("인터넷 주소의 범위가 아닙니다. 예: 203.0.113.7, 203.0.113.0/24"),
    "ip_v6_network": N_("인터넷 주소의 범위가 아닙니다. 예: 203.0.113.7, 203.0.113.0/24"),
    "extra_forbidden": N_("이런 이름의 설정은 없습니다."),
}
UNREADABLE = N_("값을 읽을 수 없습니다.")


def refused_value(kind: str, values: Mapping[str, Any]) -> str:
    """The reason for pydantic's `kind` of error; `values` are what its context says of the bound that was broken."""
    return REASONS.get(kind, UNREADABLE) % values


def words_of(item: ErrorDetails) -> list[str]:
    """What is wrong with one setting, by the name of its variable, or what a rule over several says."""
    names = [part for part in item["loc"] if isinstance(part, str)]
    reason = item["msg"].removeprefix("Value error, ")
    if not names:
        return reason.splitlines()
    variable = "_".join(("portal", *names)).upper()
    words = reason if item["type"] == "value_error" else refused_value(item["type"], item.get("ctx", {}))
    return [f"{variable}: {words}"]


def read_by(read: Callable[[str], object], value: object, told: str, *failures: type[Exception]) -> object:
    """`value` where `read` takes it; raises `ValueError` without the value, which may be a key."""
    if isinstance(value, str) and value:
        try:
            read(value)
        except failures:
            raise ValueError(told) from None
    return value
