"""The commands of the demonstration keep away from real people and from work that has begun."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from portal.demo.seeding import hindrance
from tests.integration.demo.conftest import empty_demonstration


class TestSeed:
    def test_is_refused_outside_demonstration_mode(self, app: Flask) -> None:
        result = app.test_cli_runner().invoke(args=["seed"])
        assert result.exit_code == 1
        assert "PORTAL_MODE=demonstration" in result.output

    def test_is_refused_where_somebody_has_begun(self, demonstration: Flask) -> None:
        result = demonstration.test_cli_runner().invoke(args=["seed"])
        assert result.exit_code == 1
        assert "not empty" in result.output

    def test_leaves_such_a_database_alone_when_asked_to(self, demonstration: Flask) -> None:
        result = demonstration.test_cli_runner().invoke(args=["seed", "--if-empty"])
        assert result.exit_code == 0
        assert "left alone" in result.output

    def test_is_refused_before_the_manuals_were_in_force_for_long_enough(self) -> None:
        assert hindrance(datetime(2026, 11, 1, 3, tzinfo=UTC)) is None
        assert "2026-08-01" in (hindrance(datetime(2026, 10, 31, 3, tzinfo=UTC)) or "")


class TestDemoAccounts:
    def test_is_refused_outside_demonstration_mode(self, app: Flask) -> None:
        assert app.test_cli_runner().invoke(args=["demo-accounts"]).exit_code == 1

    def test_prints_the_table(self, demonstration: Flask) -> None:
        result = demonstration.test_cli_runner().invoke(args=["demo-accounts"])
        assert result.exit_code == 0
        assert "최유진" in result.output

    def test_advises_to_seed_an_empty_database(self, tmp_path: Path) -> None:
        with empty_demonstration("sqlite", tmp_path) as empty:
            assert "flask --app portal seed" in empty.test_cli_runner().invoke(args=["demo-accounts"]).output
