"""Settings that are bad or insecure stop the start and are named."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from portal.config import ConfigurationError, Settings, load_settings
from portal.core.targets import Targets

SAFE = {
    "PORTAL_MODE": "production",
    "PORTAL_SECRET_KEY": "s" * 40,
    "PORTAL_FIELD_KEY": "f" * 40,
    "PORTAL_BASE_URL": "https://care.example.kr",
    "PORTAL_SMTP_HOST": "mail.example.kr",
    "PORTAL_ALLOWED_HOSTS": "care.example.kr",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


class TestProduction:
    def test_safe_settings_start(self, environment: pytest.MonkeyPatch) -> None:
        assert environment is not None
        assert load_settings().is_production

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PORTAL_SECRET_KEY", "too short"),
            ("PORTAL_FIELD_KEY", "too short"),
            ("PORTAL_FIELD_KEY", SAFE["PORTAL_SECRET_KEY"]),
            ("PORTAL_BASE_URL", "http://care.example.kr"),
            ("PORTAL_BASE_URL", "https://elsewhere.example.kr"),
            ("PORTAL_TEXT_GATEWAY", "http://gateway.example.kr/send"),
            ("PORTAL_SMTP_HOST", ""),
            ("PORTAL_ALLOWED_HOSTS", "localhost"),
        ],
    )
    def test_an_insecure_one_is_refused_by_name(self, environment: pytest.MonkeyPatch, name: str, value: str) -> None:
        environment.setenv(name, value)
        with pytest.raises(ConfigurationError, match=name):
            load_settings()

    def test_demonstration_keys_do_not_start_production(self, environment: pytest.MonkeyPatch) -> None:
        environment.delenv("PORTAL_SECRET_KEY")
        with pytest.raises(ConfigurationError, match="PORTAL_SECRET_KEY"):
            load_settings()


class TestDemonstration:
    @pytest.mark.parametrize("name", ["PORTAL_SMTP_HOST", "PORTAL_TEXT_GATEWAY"])
    def test_where_messages_leave_it_does_not_start(self, environment: pytest.MonkeyPatch, name: str) -> None:
        for unset in ("PORTAL_MODE", "PORTAL_SMTP_HOST"):
            environment.delenv(unset)
        assert load_settings().is_demonstration
        environment.setenv(name, "https://carrier.example.kr")
        with pytest.raises(ConfigurationError, match="PORTAL_MODE must be production"):
            load_settings()


class TestValues:
    def test_a_postgresql_address_names_its_driver(self) -> None:
        settings = Settings(_env_file=None, database_url="postgresql://user@host/portal")
        assert settings.resolved_database_url == "postgresql+psycopg://user@host/portal"

    def test_another_database_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="sqlite or postgresql"):
            Settings(_env_file=None, database_url="mysql://host/portal")

    def test_an_unknown_mode_is_refused_by_name(self, environment: pytest.MonkeyPatch) -> None:
        environment.setenv("PORTAL_MODE", "staging")
        with pytest.raises(ConfigurationError, match="PORTAL_MODE"):
            load_settings()


class TestNames:
    @pytest.mark.parametrize(
        ("name", "value"), [("SENDER_NAME", "여섯글자이름"), ("SENDER_NAME", ""), ("SITE_NAME", "")]
    )
    def test_an_empty_one_or_a_sender_that_leaves_texts_no_room_is_refused(
        self, environment: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        environment.setenv(f"PORTAL_{name}", value)
        with pytest.raises(ConfigurationError, match=name):
            load_settings()


class TestTargets:
    def test_are_read_from_the_environment(self, environment: pytest.MonkeyPatch) -> None:
        environment.setenv("PORTAL_TARGET_REFERRAL_ANSWER_HOURS", "12")
        environment.setenv("PORTAL_TARGET_VISIT_REMINDER_DAYS", "5,2")
        target = load_settings().target
        assert (target.referral_answer_hours, target.visit_reminder_days) == (12, (5, 2))

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PORTAL_TARGET_CONTACT_WORKDAYS", "0"),
            ("PORTAL_TARGET_MEMBER_WARNING_DAYS", "soon"),
            ("PORTAL_TARGET_REFERAL_ANSWER_HOURS", "12"),
        ],
    )
    def test_a_bad_or_unknown_one_is_refused_by_name(
        self, environment: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        environment.setenv(name, value)
        with pytest.raises(ConfigurationError, match=name):
            load_settings()

    def test_all_stand_in_the_example_with_their_defaults(self, project: Path) -> None:
        lines = (project / ".env.example").read_text("utf-8").splitlines()
        told = {line.removeprefix("# PORTAL_TARGET_") for line in lines if line.startswith("# PORTAL_TARGET_")}
        usual = {name: ",".join(map(str, value)) if isinstance(value, tuple) else value for name, value in Targets()}
        assert told == {f"{name.upper()}={value}" for name, value in usual.items()}

    def test_all_are_explained_to_operators(self, project: Path) -> None:
        text = (project / "docs/operating.md").read_text("utf-8")
        assert [name for name in Targets.model_fields if f"`{name.upper()}`" not in text] == []
