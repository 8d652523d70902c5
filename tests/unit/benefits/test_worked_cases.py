"""The worked cases of each shipped programme, with their arithmetic and sources, hold for the rules as shipped."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.benefits.eligibility.rules import Facts, find
from portal.benefits.eligibility.states import Standing
from portal.benefits.ledger.nights import nights_in_a_row
from portal.benefits.ledger.queries import Balance
from portal.benefits.ledger.rules import amount_due, done_units, lower_of, split
from portal.benefits.ledger.states import NightKind
from portal.benefits.programmes.actions.presets import DATA, shipped_programmes, text_of
from portal.benefits.programmes.rules import ProgrammeRules, is_within
from portal.benefits.programmes.states import BAND_TOP, IncomeBand, PersonGroup
from portal.core.dates import age_on
from tests.factories.eligibility import band_of, with_standing

Row = dict[str, str]
CASES = Path(__file__).parents[2] / "worked_cases"
KINDS = ("ages", "answers", "incomes", "limits", "nights", "payers", "series", "shares", "stays")
YES_OR_NO = {"yes": True, "no": False, "": None}
NO_EDITION = "no_edition"
UNITS = {"home_care": "30분", "short_stay": "1일", "accompaniment": "1시간", "housing": "1시간", "meal": "1식"}
FEWEST = 210


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cases(kind: str) -> list[Row]:
    return rows(CASES / f"{kind}.csv")


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases(kind), ids=lambda case: str(case["id"]))


def rules_on(programme: str, day: date) -> ProgrammeRules | None:
    """The rules of the shipped edition in force on `day`."""
    (entry,) = (entry for entry in shipped_programmes() if entry["code"] == programme)
    texts = [text_of(edition) for edition in entry["editions"]]
    begun = [text for text in texts if text.starts_on <= day]
    latest = max(begun, key=lambda text: text.starts_on, default=None)
    return latest.rules if latest and (latest.ends_on is None or day <= latest.ends_on) else None


def rules_of(case: Row, day: str = "day") -> ProgrammeRules:
    rules = rules_on(case["programme"], date.fromisoformat(case[day]))
    assert rules is not None
    return rules


def groups(case: Row, column: str) -> frozenset[PersonGroup]:
    return frozenset(PersonGroup(name) for name in case[column].split())


def facts(case: Row) -> Facts:
    return Facts(
        birth_on=date.fromisoformat(case["birth_on"]),
        dong_code=case["dong"],
        lives_alone=YES_OR_NO[case["lives_alone"]],
        groups=groups(case, "groups"),
        claimed_groups=groups(case, "claimed"),
        denied_groups=groups(case, "denied"),
        band=IncomeBand(case["band"]) if case["band"] else None,
        urgent=YES_OR_NO[case["urgent"]],
    )


@each("answers")
def test_answers(case: Row) -> None:
    day = date.fromisoformat(case["day"])
    rules = rules_on(case["programme"], day)
    if case["answer"] == NO_EDITION:
        assert rules is None
        return
    assert rules is not None
    finding = find(rules, facts(case), day)
    assert finding.answer == case["answer"]
    assert finding.own_percent == (int(case["own_percent"]) if case["own_percent"] else None)
    for standing, column in ((Standing.UNMET, "unmet"), (Standing.UNKNOWN, "unknown")):
        assert Counter(each.code for each in with_standing(finding, standing)) == Counter(case[column].split())


@each("ages")
def test_ages(case: Row) -> None:
    assert age_on(date.fromisoformat(case["birth_on"]), date.fromisoformat(case["day"])) == int(case["age"])


@each("incomes")
def test_incomes(case: Row) -> None:
    median, percent, income = int(case["median"]), int(case["percent"]), int(case["income"])
    shipped = {(row["year"], row["household_size"]): row["monthly_krw"] for row in rows(DATA / "median_income.csv")}
    assert shipped[case["year"], case["household_size"]] == case["median"]
    assert (income * 100 <= median * percent) is YES_OR_NO[case["within"]]
    band = band_of(income, median)
    assert band == case["band"]
    assert is_within(band, percent) is YES_OR_NO[case["within"]]


@each("limits")
def test_limits(case: Row) -> None:
    rules, service = rules_of(case), case["service"]
    assert rules.covers(service)
    assert (service in rules.service_limits) is bool(case["limit"])
    if case["limit"]:
        assert rules.limit_of(service) is None, "the amount is not published"
        rules = replace(rules, service_limits=rules.service_limits | {service: int(case["limit"])})
    of_year = Balance(rules.annual_cap, committed=int(case["used_of_year"]))
    of_service = Balance(rules.limit_of(service), committed=int(case["used_of_service"]))
    left = lower_of([of_year.remaining, of_service.remaining])
    assert left == (int(case["left"]) if case["left"] else None)
    assert (left is None or int(case["needed"]) <= left) is YES_OR_NO[case["fits"]]


@each("stays")
def test_stays(case: Row) -> None:
    rules, first = rules_of(case, "first_day"), date.fromisoformat(case["first_day"])
    assert rules.short_stay_max_days == 14
    before, between, new = (int(case[column]) for column in ("days_before", "days_between", "new_days"))
    stayed = [*range(before), *range(before + between, before + between + new)]
    days = [first + timedelta(days=number) for number in stayed]
    longest = nights_in_a_row(dict.fromkeys(days, NightKind.STAYED), days[-1])
    assert longest == int(case["longest"])
    assert (longest <= rules.short_stay_max_days) is YES_OR_NO[case["allowed"]]


@each("shares")
def test_shares(case: Row) -> None:
    shipped = {(row["service"], row["year"]): row["krw"] for row in rows(DATA / "unit_price.csv")}
    assert shipped[case["service"], case["day"][:4]] == case["unit_price"]
    quantity = int(case["quantity"]) if case["quantity"] else None
    units = done_units(UNITS[case["service"]], int(case["minutes"]), quantity)
    assert units == int(case["units"])
    amount = amount_due(units, int(case["unit_price"]))
    assert amount == int(case["amount"])
    assert split(amount, int(case["own_percent"])) == (int(case["own_share"]), int(case["support"]))


@each("payers")
def test_payers(case: Row) -> None:
    """Who pays which part of one service: groups that are always supported, bands of income, and the others."""
    pairs = (pair.split("=") for pair in case["band_shares"].split())
    rules = ProgrammeRules(
        services=(case["service"],),
        full_support_percent=int(case["full_support_percent"]),
        always_supported=(PersonGroup.RECIPIENT, PersonGroup.NEAR_POOR),
        own_share_percent={IncomeBand(band): int(percent) for band, percent in pairs},
        others_own_percent=int(case["others_own_percent"]),
    )
    band = IncomeBand(case["band"]) if case["band"] else None
    person = Facts(birth_on=date(1950, 1, 1), dong_code="1120052000", groups=groups(case, "groups"), band=band)
    own_percent = find(rules, person, date.fromisoformat(case["day"])).own_percent
    assert own_percent == int(case["own_percent"])
    shipped = {(row["service"], row["year"]): row["krw"] for row in rows(DATA / "unit_price.csv")}
    assert shipped[case["service"], case["day"][:4]] == case["unit_price"]
    quantity = int(case["quantity"]) if case["quantity"] else None
    amount = amount_due(done_units(UNITS[case["service"]], int(case["minutes"]), quantity), int(case["unit_price"]))
    assert amount == int(case["amount"])
    assert split(amount, own_percent) == (int(case["own_share"]), int(case["support"]))


class TestTheTable:
    def test_each_case_has_its_arithmetic_and_its_source(self) -> None:
        every = [case for kind in KINDS for case in cases(kind)]
        assert len(every) >= FEWEST
        assert len({case["id"] for case in every}) == len(every)
        assert [case["id"] for case in every if not case["arithmetic"] or not case["source"]] == []

    def test_every_shipped_programme_has_cases(self) -> None:
        answered = Counter(case["programme"] for case in cases("answers"))
        assert {entry["code"] for entry in shipped_programmes()} == answered.keys()
        assert min(answered.values()) >= 5

    def test_every_year_with_a_median_income_is_worked_at_85_and_at_100_percent(self) -> None:
        years = {row["year"] for row in rows(DATA / "median_income.csv")}
        worked = {(case["year"], case["percent"]) for case in cases("incomes")}
        assert worked >= {(year, percent) for year in years for percent in ("85", "100")}

    def test_the_bands_are_those_that_the_cases_know(self) -> None:
        assert {str(top) for top in BAND_TOP.values()} == {case["percent"] for case in cases("incomes")}
