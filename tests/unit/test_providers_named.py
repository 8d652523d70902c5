"""How the settings name providers of sign-ins, and what is refused."""

import json
from typing import Any

import pytest

from portal.config import ConfigurationError, load_settings

SECRET = "a-secret-of-the-organisation"
NAMED = {
    "key": "office",
    "name": "사무국",
    "issuer": "https://id.example.kr",
    "client_id": "x",
    "client_secret": SECRET,
}


@pytest.fixture(autouse=True)
def mode(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_MODE", "test")


def named(monkeypatch: pytest.MonkeyPatch, *providers: dict[str, Any]) -> Any:
    monkeypatch.setenv("PORTAL_SIGN_IN_PROVIDERS", json.dumps(providers))
    return load_settings().sign_in_providers


def test_one_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    (provider,) = named(monkeypatch, NAMED)
    assert provider.client_secret.get_secret_value() == SECRET
    assert provider.second_factor == ("mfa",)
    assert SECRET not in repr(provider)


def test_none_by_default() -> None:
    assert load_settings().sign_in_providers == ()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"issuer": "http://id.example.kr"},
        {"issuer": "https://u:p@id.example.kr"},
        {"issuer": "https://id.example.kr?x=1"},
        {"key": "Office/.."},
        {"client_secret": "short"},
        {"hosts": ["https://x"]},
        {"unknown": 1},
    ],
    ids=str,
)
def test_what_is_refused(monkeypatch: pytest.MonkeyPatch, otherwise: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        named(monkeypatch, NAMED | otherwise)
    assert "PORTAL_SIGN_IN_PROVIDERS" in refusal.value.message
    assert SECRET not in refusal.value.message


@pytest.mark.parametrize("text", ["{", "office", "3", '"x"'])
def test_what_is_no_list(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("PORTAL_SIGN_IN_PROVIDERS", text)
    with pytest.raises(ConfigurationError, match="PORTAL_SIGN_IN_PROVIDERS"):
        load_settings()


def test_two_of_one_issuer(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="서로 달라야"):
        named(monkeypatch, NAMED, NAMED | {"key": "other"})


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://id.example.kr/keys", True),
        ("https://keys.example.kr/keys", True),
        ("http://id.example.kr/keys", False),
        ("https://id.example.kr:444/keys", False),
        ("https://id.example.kr.evil.kr/", False),
        ("https://id.example.kr@evil.kr/", False),
        ("https://127.0.0.1/", False),
        (None, False),
    ],
)
def test_only_its_own_hosts_are_asked(monkeypatch: pytest.MonkeyPatch, address: object, may: bool) -> None:
    (provider,) = named(monkeypatch, NAMED | {"hosts": ["keys.example.kr"]})
    assert provider.may_be_asked(address) is may
