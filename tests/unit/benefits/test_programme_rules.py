"""What the rules of an edition say, what may not stand in them, and how two of them differ."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from portal.benefits.programmes.rules import (
    MONEY_FIELDS,
    RULE_FIELDS,
    Door,
    ProgrammeRules,
    changed_fields,
    decided,
    from_document,
    is_within,
    refuse_contradictions,
    to_document,
    turning_ages,
    without_money,
)
from portal.benefits.programmes.states import Absence, IncomeBand, PersonGroup, RuleSource
from portal.core.dates import age_on
from portal.core.errors import DomainError
from tests.factories.eligibility import band_of

PAYING = ProgrammeRules(
    doors=(Door("65세 이상", age_from=65), Door("장애인", group=PersonGroup.DISABLED)),
    district="11440",
    services=("meal", "short_stay"),
    annual_cap=1_600_000,
    service_limits={"meal": 500_000, "short_stay": None},
    full_support_percent=85,
    always_supported=(PersonGroup.RECIPIENT,),
    own_share_percent={IncomeBand.UP_TO_100: 50},
    short_stay_services=("short_stay",),
    short_stay_max_days=14,
    unit_prices={"meal": 10_000},
    absence_percent={Absence.NOBODY_HOME: 50},
    settings=("annual_cap",),
    sources={"doors": RuleSource.FOUNDING},
)

amounts = st.none() | st.integers(0, 10_000_000)
codes = st.lists(st.sampled_from(["meal", "home_care", "housing", "cleaning"]), unique=True)


@st.composite
def rules(draw: st.DrawFn) -> ProgrammeRules:
    services = tuple(draw(codes))
    return ProgrammeRules(
        doors=tuple(
            Door(name, age_from=age, urgent=urgent)
            for name, age, urgent in draw(st.lists(st.tuples(st.text(min_size=1), st.integers(0, 99), st.booleans())))
        ),
        services=services,
        annual_cap=draw(amounts),
        service_limits={code: draw(amounts) for code in services},
        own_share_percent=draw(st.dictionaries(st.sampled_from(IncomeBand), st.integers(0, 100))),
        absence_percent=draw(st.dictionaries(st.sampled_from(Absence), st.integers(0, 100))),
        sources=draw(st.dictionaries(st.sampled_from(RULE_FIELDS), st.sampled_from(RuleSource))),
    )


class TestDocuments:
    @given(rules())
    def test_say_what_was_written(self, written: ProgrammeRules) -> None:
        assert from_document(to_document(written)) == written

    def test_with_nonsense_are_refused(self) -> None:
        with pytest.raises(ValidationError):
            from_document({"annual_cap": "viel"})


class TestChanges:
    def test_are_none_between_the_same(self) -> None:
        assert changed_fields(PAYING, PAYING) == ()

    def test_are_named_in_the_order_of_the_rules(self) -> None:
        other = replace(PAYING, annual_cap=1_800_000, doors=(), service_limits={})
        assert changed_fields(PAYING, other) == ("doors", "annual_cap", "service_limits")

    def test_do_not_ask_for_the_order_of_services(self) -> None:
        assert changed_fields(PAYING, replace(PAYING, services=("short_stay", "meal"))) == ()

    def test_of_the_office_lose_their_source_and_their_mark(self) -> None:
        new = decided(PAYING, replace(PAYING, doors=(), annual_cap=1))
        assert (new.sources, new.settings) == ({}, ())

    def test_what_stays_keeps_its_origin(self) -> None:
        new = decided(PAYING, replace(PAYING, full_support_percent=100))
        assert (new.sources, new.settings) == (PAYING.sources, PAYING.settings)


class TestContradictions:
    def test_the_sample_has_none(self) -> None:
        refuse_contradictions(PAYING)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"doors": (Door("x", age_from=65, age_to=64),)}, "doors"),
            ({"first": Door("x", age_from=65, age_to=64)}, "doors"),
            ({"services": ()}, "services"),
            ({"service_limits": {"housing": 1}}, "service_limits"),
            ({"service_limits": {"meal": 1_600_001}}, "service_limits"),
            ({"unit_prices": {"housing": 1}}, "unit_prices"),
            ({"short_stay_services": ()}, "short_stay_services"),
            ({"others_own_percent": 101}, "others_own_percent"),
            ({"own_share_percent": {IncomeBand.OVER_100: -1}}, "others_own_percent"),
        ],
    )
    def test_are_refused_beside_their_field(self, change: dict[str, object], field: str) -> None:
        with pytest.raises(DomainError) as caught:
            refuse_contradictions(replace(PAYING, **change))  # type: ignore[arg-type]
        assert caught.value.field == field

    def test_a_programme_that_pays_nothing_keeps_no_money(self) -> None:
        plain = without_money(PAYING)
        refuse_contradictions(plain)
        assert not plain.covers("meal")
        assert all(getattr(plain, name) == getattr(ProgrammeRules(), name) for name in MONEY_FIELDS)
        assert plain.doors == PAYING.doors


class TestAges:
    @pytest.mark.parametrize(
        ("birth", "day", "age"),
        [
            (date(1970, 7, 1), date(2020, 6, 30), 49),
            (date(1970, 7, 1), date(2020, 7, 1), 50),
            (date(1955, 1, 1), date(2019, 12, 31), 64),
            (date(1955, 1, 1), date(2020, 1, 1), 65),
            (date(1956, 2, 29), date(2021, 2, 28), 64),
            (date(1956, 2, 29), date(2021, 3, 1), 65),
            (date(1956, 2, 29), date(2020, 2, 29), 64),
        ],
    )
    def test_are_full_years(self, birth: date, day: date, age: int) -> None:
        assert age_on(birth, day) == age

    @given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 40_000))
    def test_grow_by_one_at_most_from_day_to_day(self, birth: date, days: int) -> None:
        day = birth + timedelta(days=days)
        assert age_on(birth, day + timedelta(days=1)) - age_on(birth, day) in (0, 1)


class TestBands:
    @given(st.integers(1, 20_000_000), st.integers(0, 60_000_000))
    def test_meet_their_limits_to_the_won(self, median: int, income: int) -> None:
        band = band_of(income, median)
        for percent in (50, 85, 100):
            assert is_within(band, percent) == (income * 100 <= median * percent)

    def test_without_a_top_are_within_nothing(self) -> None:
        assert not is_within(IncomeBand.OVER_100, 1000)


def test_ages_that_may_change_an_answer_are_where_a_door_opens_and_the_first_too_old() -> None:
    doors = (Door("어르신", age_from=65), Door("중장년", age_from=50, age_to=64), Door("누구나"))
    assert turning_ages([ProgrammeRules(doors=doors), ProgrammeRules()]) == {50, 65}
    assert turning_ages([ProgrammeRules(doors=(Door("청년", age_to=34),))]) == {35}
