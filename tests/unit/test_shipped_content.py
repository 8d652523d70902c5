"""The services and organisations that the portal ships with fit each other and the rules they will be held to."""

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.core.dongs import dong
from portal.core.phone import parse_phone
from portal.core.registration import parse_registration_number

PORTAL = Path(__file__).parents[2] / "portal"
SERVICES = tomllib.loads((PORTAL / "consortium/catalogue/data/services.toml").read_text("utf-8"))["services"]
ORGANISATIONS = tomllib.loads((PORTAL / "demo/data/consortium.toml").read_text("utf-8"))["organisations"]
CODES = [service["code"] for service in SERVICES]
WEEK = range(7)


def agreed(organisation: dict[str, Any], day: date) -> bool:
    terms = organisation.get("agreements", [])
    return any(term["starts_on"] <= day and (day <= term["ends_on"] or term["renews_automatically"]) for term in terms)


def patterns() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for organisation in ORGANISATIONS:
        for pattern in organisation.get("patterns", []):
            yield organisation, pattern


class TestServices:
    def test_are_the_seven_in_their_groups(self) -> None:
        assert {(service["group"], service["name"]) for service in SERVICES} == {
            ("daily", "청소"), ("daily", "세탁"), ("daily", "소수리"), ("safety", "소독"), ("safety", "홈방범"),
            ("health", "건강검진"), ("health", "반려동물케어"),
        }  # fmt: skip

    @pytest.mark.parametrize("service", SERVICES, ids=CODES)
    def test_say_what_they_are(self, service: dict[str, Any]) -> None:
        assert 2 <= service["description"].count("니다.") + service["description"].count("십시오.") <= 4
        assert len(service["summary"]) <= 40
        assert service["included"]
        assert service["excluded"]
        assert service["duration_minutes"] > 0
        assert service["unit"] in {"회", "시간"}

    def test_only_the_price_of_cleaning_was_seen_elsewhere(self) -> None:
        prices = {service["code"]: service["prices"] for service in SERVICES}
        first = date(2026, 1, 1)
        assert prices["cleaning"] == [{"valid_from": first, "amount": 16800, "source": "seen"}]
        assert all(price["source"] == "ours" for code in CODES[1:] for price in prices[code])


class TestOrganisations:
    def test_are_eight_with_one_lead(self) -> None:
        assert len({organisation["name"] for organisation in ORGANISATIONS}) == 8
        assert [each["code"] for each in ORGANISATIONS if each["is_lead"]] == ["mapo-centre"]

    def test_have_valid_and_different_registration_numbers(self) -> None:
        numbers = [organisation["registration_number"] for organisation in ORGANISATIONS]
        assert [parse_registration_number(number) for number in numbers] == numbers
        assert len(set(numbers)) == len(numbers)

    @pytest.mark.parametrize("organisation", ORGANISATIONS, ids=[each["code"] for each in ORGANISATIONS])
    def test_can_be_reached_and_serve_mapo(self, organisation: dict[str, Any]) -> None:
        assert parse_phone(organisation["phone"]) == organisation["phone"]
        assert organisation["email"].endswith(".example.kr")
        assert {dong(code).district for code in organisation["areas"]} == {"마포구"}

    def test_one_agreement_has_expired_on_purpose(self) -> None:
        members = [organisation for organisation in ORGANISATIONS if not organisation["is_lead"]]
        assert [each["code"] for each in members if not agreed(each, date(2026, 11, 21))] == ["together"]

    @pytest.mark.parametrize("code", CODES)
    def test_at_least_two_with_an_agreement_offer_each_service(self, code: str) -> None:
        offering = [each for each in ORGANISATIONS if code in each["services"] and agreed(each, date(2026, 11, 21))]
        assert len(offering) >= 2


class TestPatterns:
    def test_belong_to_a_service_that_is_offered(self) -> None:
        for organisation in ORGANISATIONS:
            served = {pattern["service"] for pattern in organisation.get("patterns", [])}
            assert served == set(organisation["services"])

    def test_lie_within_the_areas_and_the_day(self) -> None:
        for organisation, pattern in patterns():
            assert set(pattern["dong_codes"]) <= set(organisation["areas"])
            assert pattern["starts_at"] < pattern["ends_at"]
            assert pattern["places"] > 0
            assert set(pattern["weekdays"]) <= set(WEEK)

    def test_never_begin_twice_at_one_time(self) -> None:
        begins = [
            (organisation["code"], pattern["service"], weekday, pattern["starts_at"])
            for organisation, pattern in patterns()
            for weekday in pattern["weekdays"]
        ]
        assert len(set(begins)) == len(begins)

    def test_last_as_long_as_the_service(self) -> None:
        minutes = {service["code"]: service["duration_minutes"] for service in SERVICES}
        for _, pattern in patterns():
            start, end = pattern["starts_at"], pattern["ends_at"]
            assert (end.hour - start.hour) * 60 + end.minute - start.minute == minutes[pattern["service"]]
