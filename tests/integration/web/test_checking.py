"""`flask --app portal check` names all that is wrong at once, and looks at the certificate that browsers see."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from portal import checking, create_app
from portal.checking import certificate_problems
from portal.config import ConfigurationError, Settings
from tests.provider import running


@pytest.fixture
def address(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A server with a certificate of its own authority, whose file is answered."""
    with running(tmp_path) as (server, authority):
        changed = settings.model_copy(update={"base_url": server.issuer})
        monkeypatch.setattr(checking, "current_settings", lambda: changed)
        yield authority


def test_refused_settings_are_told_with_missing_fonts_and_a_database_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    environment = {
        "MODE": "production",
        "SECRET_KEY": "short",
        "BACKUP_DAYS": "many",
        "FONT_DIR": str(tmp_path),
        "DATABASE_URL": "postgresql://portal@127.0.0.1:9/portal",
    }
    for name, value in environment.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)
    with pytest.raises(ConfigurationError) as refused:
        create_app()
    told = refused.value.message
    for each in ("PORTAL_SECRET_KEY:", "PORTAL_SMTP_HOST:", "문서 글꼴이 없습니다", "데이터베이스에 닿지 않습니다"):
        assert told.count(each) == 1


class TestCertificate:
    def test_that_browsers_do_not_trust_is_named(self, address: Path) -> None:
        (problem,) = certificate_problems()
        assert problem.startswith("PORTAL_BASE_URL: 브라우저가 믿지 않는 인증서입니다(")

    def test_that_is_trusted_and_lasts_is_well(self, address: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(address))
        assert list(certificate_problems()) == []

    def test_that_ends_soon_is_named_with_its_day(self, address: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(address))
        with time_machine.travel(datetime.now(UTC) + timedelta(days=390), tick=False):
            (problem,) = certificate_problems()
        assert "에 끝납니다. 새 인증서를 받아 주십시오." in problem

    @pytest.mark.parametrize("base_url", ["http://127.0.0.1:8000", "https://127.0.0.1:9"])
    def test_of_which_nothing_can_be_seen_from_here_is_no_problem(
        self, settings: Settings, monkeypatch: pytest.MonkeyPatch, base_url: str
    ) -> None:
        changed = settings.model_copy(update={"base_url": base_url})
        monkeypatch.setattr(checking, "current_settings", lambda: changed)
        assert list(certificate_problems()) == []
