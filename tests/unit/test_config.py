"""Settings that are bad or insecure stop the start and are named."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from portal.config import ConfigurationError, Mode, Settings, load_settings
from portal.core.targets import Targets

FIELD_KEY = "0b8f4e1d9a7c63525f1e8d3c7b6a90481726f5e4d3c2b1a0"
SAFE = {
    "PORTAL_MODE": "production",
    "PORTAL_SECRET_KEY": "VVGN1TSKJ5bZkLvcOT4eGtFZgqxSr0wHy2mD7aUQp8I",
    "PORTAL_FIELD_KEY": FIELD_KEY,
    "PORTAL_BASE_URL": "https://care.example.kr",
    "PORTAL_SMTP_HOST": "mail.example.kr",
    "PORTAL_SMTP_STARTTLS": "true",
    "PORTAL_ALLOWED_HOSTS": "care.example.kr",
    "PORTAL_TRUSTED_PROXIES": "1",
}
PLAIN = "postgresql://portal@db.example.kr/portal"


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
            ("PORTAL_SECRET_KEY", "s" * 40),
            ("PORTAL_SECRET_KEY", "please-change-me-before-you-start-0123456789"),
            ("PORTAL_FIELD_KEY", "too short"),
            ("PORTAL_FIELD_KEY", "f" * 40),
            ("PORTAL_FIELD_KEY", "1234567890abcdef" * 3),
            ("PORTAL_FIELD_KEY", f"1:{FIELD_KEY} 1:{FIELD_KEY[::-1]}"),
            ("PORTAL_FIELD_KEY", f"2:{FIELD_KEY} 1:short"),
            ("PORTAL_SMTP_STARTTLS", "false"),
            ("PORTAL_TRUSTED_PROXIES", "0"),
            ("PORTAL_DATABASE_URL", PLAIN),
            ("PORTAL_DATABASE_URL", f"{PLAIN}?sslmode=prefer"),
            ("PORTAL_DATABASE_URL", "postgresql://portal@/portal?host=/run/postgresql,db.example.kr"),
            ("PORTAL_FIELD_KEY", SAFE["PORTAL_SECRET_KEY"]),
            ("PORTAL_BASE_URL", "http://care.example.kr"),
            ("PORTAL_BASE_URL", "https://elsewhere.example.kr"),
            ("PORTAL_TEXT_GATEWAY", "http://gateway.example.kr/send"),
            ("PORTAL_SMTP_HOST", ""),
            ("PORTAL_ALLOWED_HOSTS", "localhost"),
            ("PORTAL_BACKUP_KEY", "AGE-SECRET-KEY-1NONSENSE"),
            ("PORTAL_BACKUP_RECIPIENTS", "age1nonsense"),
        ],
    )
    def test_an_insecure_one_is_refused_by_name(self, environment: pytest.MonkeyPatch, name: str, value: str) -> None:
        environment.setenv(name, value)
        with pytest.raises(ConfigurationError, match=name):
            load_settings()

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PORTAL_DATABASE_URL", f"{PLAIN}?sslmode=verify-full"),
            ("PORTAL_DATABASE_URL", "postgresql://portal@/portal?host=/run/postgresql"),
            ("PORTAL_DATABASE_URL", "postgresql://portal@127.0.0.1/portal"),
            ("PORTAL_DATABASE_URL", "sqlite:////srv/portal/portal.sqlite"),
        ],
    )
    def test_a_database_that_nobody_reads_along_with_starts(
        self, environment: pytest.MonkeyPatch, name: str, value: str
    ) -> None:
        environment.setenv(name, value)
        assert load_settings().is_production

    def test_field_keys_that_rotate_have_numbers(self, environment: pytest.MonkeyPatch) -> None:
        assert load_settings().field_keys == {1: FIELD_KEY}
        environment.setenv("PORTAL_FIELD_KEY", f"2:{FIELD_KEY[::-1]} 1:{FIELD_KEY}")
        assert load_settings().field_keys == {1: FIELD_KEY, 2: FIELD_KEY[::-1]}

    def test_a_mail_server_on_the_same_machine_may_be_plain(self, environment: pytest.MonkeyPatch) -> None:
        environment.setenv("PORTAL_SMTP_HOST", "localhost")
        environment.setenv("PORTAL_SMTP_STARTTLS", "false")
        assert load_settings().is_production

    def test_a_weak_key_is_told_how_to_get_a_good_one(self, environment: pytest.MonkeyPatch) -> None:
        environment.setenv("PORTAL_SECRET_KEY", "s" * 40)
        with pytest.raises(ConfigurationError, match="token_urlsafe"):
            load_settings()

    def test_demonstration_keys_do_not_start_production(self, environment: pytest.MonkeyPatch) -> None:
        environment.delenv("PORTAL_SECRET_KEY")
        with pytest.raises(ConfigurationError, match="PORTAL_SECRET_KEY"):
            load_settings()


class TestUnsaidMode:
    def test_does_not_start(self, environment: pytest.MonkeyPatch) -> None:
        for name in SAFE:
            environment.delenv(name)
        with pytest.raises(ConfigurationError, match="PORTAL_MODE: 정해야 합니다"):
            load_settings()
        environment.setenv("PORTAL_MODE", "demonstration")
        assert load_settings().is_demonstration


class TestAllAtOnce:
    def test_rules_over_several_values_are_told_beside_a_value_that_cannot_be_read(
        self, environment: pytest.MonkeyPatch
    ) -> None:
        environment.setenv("PORTAL_SMTP_PORT", "mail")
        environment.setenv("PORTAL_OFFICE_PHONE", "12")
        environment.setenv("PORTAL_SECRET_KEY", "s" * 40)
        environment.setenv("PORTAL_TRUSTED_PROXIES", "0")
        with pytest.raises(ConfigurationError) as refused:
            load_settings()
        told = [line.strip().partition(":")[0] for line in refused.value.message.splitlines()[1:]]
        assert sorted(told) == [
            "PORTAL_OFFICE_PHONE",
            "PORTAL_SECRET_KEY",
            "PORTAL_SMTP_PORT",
            "PORTAL_TRUSTED_PROXIES",
        ]

    def test_without_a_mode_it_is_told_what_production_would_refuse(self, environment: pytest.MonkeyPatch) -> None:
        environment.delenv("PORTAL_MODE")
        environment.setenv("PORTAL_SMTP_STARTTLS", "false")
        with pytest.raises(ConfigurationError, match=r"PORTAL_MODE: 정해야 합니다[\s\S]*PORTAL_SMTP_STARTTLS"):
            load_settings()

    def test_every_reason_is_korean(self, environment: pytest.MonkeyPatch) -> None:
        wrong = {
            "CODE_MINUTES": "1",
            "SMTP_PORT": "x",
            "SENDER_NAME": "여섯글자이름",
            "OFFICE_OPENS": "noon",
            "MODE": "x",
        }
        for name, value in wrong.items():
            environment.setenv(f"PORTAL_{name}", value)
        with pytest.raises(ConfigurationError) as refused:
            load_settings()
        lines = refused.value.message.splitlines()[1:]
        assert len(lines) == len(wrong)
        assert [line for line in lines if not re.search(r": [^:]*[가-힣]", line)] == []


class TestDemonstration:
    @pytest.mark.parametrize("name", ["PORTAL_SMTP_HOST", "PORTAL_TEXT_GATEWAY"])
    def test_where_messages_leave_it_does_not_start(self, environment: pytest.MonkeyPatch, name: str) -> None:
        environment.setenv("PORTAL_MODE", "demonstration")
        environment.delenv("PORTAL_SMTP_HOST")
        assert load_settings().is_demonstration
        environment.setenv(name, "https://carrier.example.kr")
        with pytest.raises(ConfigurationError, match="PORTAL_MODE는 production이어야"):
            load_settings()


class TestValues:
    def test_a_postgresql_address_names_its_driver(self) -> None:
        settings = Settings(_env_file=None, mode=Mode.TEST, database_url="postgresql://user@host/portal")
        assert settings.resolved_database_url == "postgresql+psycopg://user@host/portal"

    def test_another_database_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="postgresql://"):
            Settings(_env_file=None, mode=Mode.TEST, database_url="mysql://host/portal")

    def test_an_unknown_mode_is_refused_by_name(self, environment: pytest.MonkeyPatch) -> None:
        environment.setenv("PORTAL_MODE", "staging")
        with pytest.raises(ConfigurationError, match="PORTAL_MODE"):
            load_settings()


class TestNames:
    @pytest.mark.parametrize(
        ("name", "value"),
        [("SENDER_NAME", "여섯글자이름"), ("SENDER_NAME", ""), ("SITE_NAME", ""), ("DISTRICTS", "마포")],
    )
    def test_what_is_empty_unknown_or_leaves_texts_no_room_is_refused(
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


class TestBackups:
    def test_left_empty_they_lie_beside_the_data_and_no_key_is_set(self, environment: pytest.MonkeyPatch) -> None:
        for name in ("KEY", "DIR", "RECIPIENTS"):
            environment.setenv(f"PORTAL_BACKUP_{name}", "")
        found = load_settings()
        assert (found.backup_key, found.backup_recipients) == (None, ())
        assert found.resolved_backup_dir == found.var_dir / "backups"

    def test_a_bad_key_is_not_told(self, environment: pytest.MonkeyPatch) -> None:
        environment.setenv("PORTAL_BACKUP_KEY", "AGE-SECRET-KEY-1SOMETHING")
        with pytest.raises(ConfigurationError) as refused:
            load_settings()
        assert "SOMETHING" not in str(refused.value)
