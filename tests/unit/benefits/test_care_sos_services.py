"""The ten services of Care SOS say what they are, and bring no price of their own."""

from typing import Any

import pytest

from portal.consortium.catalogue.actions import CARE_SOS, shipped_services

SERVICES = shipped_services(CARE_SOS)


def codes(group: str) -> list[str]:
    return [service["code"] for service in SERVICES if service["group"] == group]


def test_are_five_basic_and_five_linked_ones() -> None:
    assert codes("care_sos_basic") == ["home_care", "short_stay", "accompaniment", "housing", "meal"]
    assert codes("care_sos_linked") == [
        "welfare_check", "health_support", "care_schemes", "case_management", "emergency_welfare",
    ]  # fmt: skip


def test_share_no_code_with_the_consortiums_own() -> None:
    own = {service["code"] for service in shipped_services()}
    assert own.isdisjoint(service["code"] for service in SERVICES)


@pytest.mark.parametrize("service", SERVICES, ids=[service["code"] for service in SERVICES])
def test_say_what_they_are(service: dict[str, Any]) -> None:
    assert 1 <= service["description"].count("니다.") <= 4
    assert len(service["summary"]) <= 40
    assert service["included"]
    assert service["excluded"]
    assert 0 < service["duration_minutes"] <= 1440
    assert "prices" not in service


def test_basic_ones_are_counted_in_the_units_of_the_price_table() -> None:
    units = {service["code"]: service["unit"] for service in SERVICES}
    assert [units[code] for code in codes("care_sos_basic")] == ["30분", "1일", "1시간", "1시간", "1식"]
    assert {units[code] for code in codes("care_sos_linked")} == {"건"}
