"""What the portal ships of programmes, services and tables, and that loading it twice changes nothing."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.benefits.programmes.actions import load_presets, undo_import
from portal.benefits.programmes.actions.presets import shipped_programmes
from portal.benefits.programmes.models import MedianIncome, ProgrammeEdition, TableImport
from portal.benefits.programmes.queries import (
    edition_on,
    editions_on,
    median_income,
    table_imports,
    unit_price,
)
from portal.benefits.programmes.rules import RULE_FIELDS, ProgrammeRules, from_document
from portal.benefits.programmes.states import PersonGroup
from portal.consortium.catalogue.models import Service, ServicePrice
from portal.consortium.catalogue.queries import get_service, referable_services, services
from portal.consortium.catalogue.states import PriceSource, ServiceGroup
from portal.core.errors import Forbidden
from tests.factories.consortium import COORDINATOR, NOW, OFFICE, TODAY, make_offer, make_organisation
from tests.factories.programmes import BASIC, load_shipped

pytestmark = pytest.mark.on_postgresql

SOURCELESS = {
    ("mapo_consortium", date(2024, 1, 1)): {
        "first", "annual_cap", "full_support_percent", "always_supported", "own_share_percent", "others_own_percent",
        "unit_prices", "absence_percent",
    },
    ("seongdong_care_sos", date(2024, 1, 1)): {"service_limits", "unit_prices", "absence_percent"},
    ("seongdong_care_sos", date(2025, 1, 1)): {"absence_percent"},
    ("mapo_dolbom_sos", date(2020, 1, 1)): {
        "services", "annual_cap", "always_supported", "others_own_percent", "unit_prices", "absence_percent",
    },
    ("mapo_dolbom_sos", date(2020, 7, 1)): {
        "services", "annual_cap", "always_supported", "others_own_percent", "unit_prices", "absence_percent",
    },
    ("gwanak_welfare_net", date(2021, 1, 1)): set[str](),
}  # fmt: skip


class TestPresets:
    def test_are_four_programmes_with_six_editions(self, session: Session) -> None:
        found = load_shipped()
        assert list(found) == ["mapo_consortium", "seongdong_care_sos", "mapo_dolbom_sos", "gwanak_welfare_net"]
        assert {(code, each.starts_on) for code, one in found.items() for each in one.editions} == set(SOURCELESS)

    def test_name_every_value_that_no_source_gives(self, session: Session) -> None:
        for code, programme in load_shipped().items():
            for edition in programme.editions:
                assert set(edition.rules.settings) == SOURCELESS[code, edition.starts_on]

    def test_tell_where_every_other_value_comes_from(self, session: Session) -> None:
        blank = ProgrammeRules()
        for programme in load_shipped().values():
            for edition in programme.editions:
                rules = edition.rules
                said = {name for name in RULE_FIELDS if getattr(rules, name) != getattr(blank, name)}
                assert said <= set(rules.sources) | set(rules.settings)
                assert not set(rules.sources) & set(rules.settings)

    def test_hold_no_word_that_the_rules_do_not_know(self) -> None:
        known = {*RULE_FIELDS, "sources", "settings"}
        for programme in shipped_programmes():
            for edition in programme["editions"]:
                assert set(edition) <= {"starts_on", "ends_on", "note", "rules"}
                assert set(edition["rules"]) <= known
                assert set(edition["rules"].get("sources", {})) <= known

    def test_seongdong_raised_its_cap_and_dropped_its_limits(self, session: Session) -> None:
        seongdong = load_shipped()["seongdong_care_sos"]
        before, after = edition_on(seongdong, date(2024, 12, 31)), edition_on(seongdong, date(2025, 1, 1))
        assert before is not None
        assert after is not None
        assert (before.rules.annual_cap, after.rules.annual_cap) == (1_600_000, 1_800_000)
        assert before.rules.service_limits == dict.fromkeys(BASIC)
        assert after.rules.service_limits == {}
        assert [door.age_from for door in before.rules.doors] == [65, None, 50]
        assert after.rules.doors == ()
        assert before.rules.full_support_percent == after.rules.full_support_percent == 100
        assert before.rules.always_supported == (PersonGroup.RECIPIENT, PersonGroup.NEAR_POOR)
        assert before.rules.short_stay_max_days == after.rules.short_stay_max_days == 14

    def test_mapo_opened_to_fifty_in_july(self, session: Session) -> None:
        mapo = load_shipped()["mapo_dolbom_sos"]
        june, july = edition_on(mapo, date(2020, 6, 30)), edition_on(mapo, date(2020, 7, 1))
        assert june is not None
        assert july is not None
        assert [(door.age_from, door.age_to) for door in june.rules.doors] == [(65, None), (None, None)]
        assert [(door.age_from, door.age_to) for door in july.rules.doors][2:] == [(50, 64)]
        assert june.rules.full_support_percent == july.rules.full_support_percent == 85
        assert edition_on(mapo, date(2021, 1, 1)) is None

    def test_gwanak_pays_nothing(self, session: Session) -> None:
        (edition,) = load_shipped()["gwanak_welfare_net"].editions
        assert not edition.rules.pays
        assert edition.rules.annual_cap is None
        assert len(edition.rules.tasks) == 7

    def test_in_force_today_are_the_consortium_and_seongdong(self, session: Session) -> None:
        load_shipped()
        assert [each.programme.code for each in editions_on(TODAY)] == ["mapo_consortium", "seongdong_care_sos"]
        assert [each.programme.code for each in editions_on(date(2021, 5, 1))] == ["gwanak_welfare_net"]
        assert editions_on(date(2019, 12, 31)) == []

    def test_loaded_twice_change_nothing(self, session: Session) -> None:
        load_shipped()
        tables = (ProgrammeEdition, MedianIncome, Service, ServicePrice, TableImport)
        before = [session.scalar(select(func.count()).select_from(table)) for table in tables]
        load_shipped()
        assert [session.scalar(select(func.count()).select_from(table)) for table in tables] == before

    def test_a_table_that_was_undone_stays_undone(self, session: Session) -> None:
        load_shipped()
        for imported in table_imports():
            undo_import(imported, actor=OFFICE, now=NOW)
        load_shipped()
        assert median_income(2026, 1) is None

    def test_are_for_the_office(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            load_presets(actor=COORDINATOR, now=NOW)

    def test_come_by_a_command(self, app: Flask, session: Session) -> None:
        session.commit()
        result = app.test_cli_runner().invoke(args=["programmes", "load"])
        assert result.output == "4 programmes\n"
        assert [each.programme.code for each in editions_on(TODAY)] == ["mapo_consortium", "seongdong_care_sos"]

    def test_documents_are_read_as_they_were_written(self, session: Session) -> None:
        for programme in load_shipped().values():
            for edition in programme.editions:
                assert from_document(edition.document) == edition.rules


class TestTables:
    def test_tell_the_median_income_to_the_won(self, session: Session) -> None:
        load_shipped()
        assert [median_income(year, 1) for year in range(2020, 2028)] == [
            1_757_194, 1_827_831, 1_944_812, 2_077_892, 2_228_445, 2_392_013, 2_564_238, 2_736_042,
        ]  # fmt: skip
        assert median_income(2026, 7) == 9_515_150
        assert median_income(2019, 1) is None
        assert median_income(2026, 8) is None

    def test_tell_the_prices_of_the_five_basic_services(self, session: Session) -> None:
        load_shipped()
        found = {
            code: [unit_price(get_service(code), date(year, 12, 31)) for year in (2024, 2025, 2026)] for code in BASIC
        }
        assert found == {
            "home_care": [None, 16_940, 17_450],
            "short_stay": [None, 71_970, 74_060],
            "accompaniment": [None, 16_300, 16_800],
            "housing": [None, 16_300, 16_800],
            "meal": [None, 10_100, 10_400],
        }

    def test_prices_say_that_they_were_seen(self, session: Session) -> None:
        load_shipped()
        prices = [price for code in BASIC for price in get_service(code).prices]
        assert {price.source for price in prices} == {PriceSource.SEEN}
        assert all(price.import_id for price in prices)


class TestServices:
    def test_join_the_catalogue_apart_from_the_consortiums_own(self, session: Session) -> None:
        load_shipped()
        assert len(services(day=TODAY)) == 7
        groups = {code: get_service(code).group for code in (*BASIC, "welfare_check", "emergency_welfare")}
        assert {groups[code] for code in BASIC} == {ServiceGroup.CARE_SOS_BASIC}
        assert {groups["welfare_check"], groups["emergency_welfare"]} == {ServiceGroup.CARE_SOS_LINKED}

    def test_one_that_a_member_offers_may_be_referred_for(self, session: Session) -> None:
        load_shipped()
        assert len(referable_services(day=TODAY)) == 7
        make_offer(get_service("meal"), make_organisation())
        assert [each.code for each in referable_services(day=TODAY)][7:] == ["meal"]
