"""What is shipped to run the portal: nginx tells its own refusals in Korean, units are closed, bounds fit."""

import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml  # type: ignore[import-untyped]

from portal.config import Settings
from portal.jobs import GRACE_SECONDS
from portal.web.headers import FIXED, HTTPS
from tests.pages import parse, text_of

SIZES = {"k": 1024, "m": 1024**2}
UNITS = ("portal-web.service", "portal-worker.service", "portal-backup.service", "portal-litestream.service")
CLOSED = ("NoNewPrivileges=true", "ProtectSystem=strict", "ProtectHome=true", "CapabilityBoundingSet=", "UMask=0077")
Block = list[tuple[list[str], "Block"]]
"""The statements of an nginx configuration: words, and what stands in braces after them."""


def blocks(words: Iterator[str], *, inner: bool = False) -> Block:
    found: Block = []
    said: list[str] = []
    for word in words:
        if word == ";":
            assert said, "an empty statement"
            found.append((said, []))
            said = []
        elif word == "{":
            found.append((said, blocks(words, inner=True)))
            said = []
        elif word == "}":
            assert (inner, said) == (True, [])
            return found
        else:
            said.append(word)
    assert (inner, said) == (False, []), "a brace or a semicolon is missing"
    return found


def read(text: str) -> Block:
    plain = re.sub(r"(?m)^\s*#.*$", "", text)
    return blocks(iter(re.findall(r"\"[^\"]*\"|'[^']*'|[{};]|[^\s{};]+", plain)))


@pytest.fixture(scope="module")
def nginx(project: Path) -> Block:
    """The server that ends TLS."""
    servers = [inner for said, inner in read((project / "deploy/nginx.conf").read_text("utf-8")) if said == ["server"]]
    return servers[-1]


def said(block: Block, name: str) -> list[list[str]]:
    return [words[1:] for words, _inner in block if words[0] == name]


def location(block: Block, *address: str) -> Block:
    (found,) = [inner for words, inner in block if words == ["location", *address]]
    return found


class TestNginx:
    def test_it_takes_as_much_as_the_portal(self, nginx: Block) -> None:
        ((size,),) = said(nginx, "client_max_body_size")
        assert int(size[:-1]) * SIZES[size[-1]] == Settings.model_fields["max_upload_bytes"].default

    def test_slow_clients_and_many_at_once_are_bounded(self, nginx: Block) -> None:
        for name in ("client_body_timeout", "client_header_timeout", "send_timeout"):
            ((seconds,),) = said(nginx, name)
            assert int(seconds.removesuffix("s")) <= 30
        assert said(nginx, "limit_conn") == [["portal_connections", "100"]]
        assert said(nginx, "limit_conn_status") == said(nginx, "limit_req_status") == [["429"]]

    def test_what_it_refuses_itself_is_told_in_korean_with_headers(self, nginx: Block, project: Path) -> None:
        pages = said(nginx, "error_page")
        assert {"400", "404", "413", "431", "494", "500", "502", "503", "504", "429", "408"} <= {
            code for page in pages for code in page[:-1]
        }
        for *_codes, address in pages:
            told = text_of(parse((project / "deploy/errors" / Path(address).name).read_text("utf-8")))
            assert "119" in told
            assert "저장" in told
        headers = {words[0] for words in said(location(nginx, "/portal-errors/"), "add_header")}
        assert headers >= {
            "Content-Security-Policy",
            "Retry-After",
            "X-Content-Type-Options",
            "Referrer-Policy",
            *HTTPS,
        }
        assert "X-Content-Type-Options" in FIXED

    def test_every_cipher_has_forward_secrecy_and_seals_and_the_strongest_comes_first(self, nginx: Block) -> None:
        """As OpenSSL reads them, which nginx hands them to."""
        assert said(nginx, "ssl_protocols") == [["TLSv1.2", "TLSv1.3"]]
        assert said(nginx, "ssl_prefer_server_ciphers") == [["on"]]
        ((named,),) = said(nginx, "ssl_ciphers")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers(named)
        taken = [each for each in context.get_ciphers() if each["protocol"] != "TLSv1.3"]
        assert [each["name"] for each in taken] == named.split(":")
        assert {(each["kea"], each["aead"]) for each in taken} == {("kx-ecdhe", True)}
        strengths = [each["strength_bits"] for each in taken]
        assert strengths == sorted(strengths, reverse=True)

    def test_pages_of_the_portal_pass_and_nothing_is_sent_twice(self, nginx: Block) -> None:
        passed = location(nginx, "/")
        assert said(passed, "proxy_intercept_errors") == [["off"]]
        assert said(passed, "proxy_next_upstream") == [["off"]]

    def test_nobody_asks_from_outside_whether_it_is_ready(self, nginx: Block) -> None:
        assert said(location(nginx, "=", "/readyz"), "return") == [["404"]]

    @pytest.mark.parametrize("broken", ["server { listen 80 }", "server { listen 80;", "listen 80; }", ";"])
    def test_the_reader_finds_what_nginx_would_refuse(self, broken: str) -> None:
        with pytest.raises(AssertionError):
            read(broken)


class TestUnits:
    @pytest.mark.parametrize("name", UNITS)
    def test_each_is_closed_but_for_its_own_folder(self, project: Path, name: str) -> None:
        lines = (project / "deploy/systemd" / name).read_text("utf-8").splitlines()
        assert [line for line in CLOSED if line not in lines] == []
        assert any(line.startswith("ReadWritePaths=/var/lib/portal") for line in lines)

    def test_the_worker_is_waited_for_longer_than_it_takes(self, project: Path) -> None:
        text = (project / "deploy/systemd/portal-worker.service").read_text("utf-8")
        waited = re.search(r"TimeoutStopSec=(\d+)", text)
        assert waited
        assert int(waited[1]) > GRACE_SECONDS


class TestCompose:
    def test_web_worker_and_backup_are_of_one_image_and_the_database_is_reached_by_no_port(self, project: Path) -> None:
        services = yaml.safe_load((project / "deploy/compose.yaml").read_text("utf-8"))["services"]
        assert services.keys() == {"web", "worker", "migrate", "backup", "database"}
        assert {service["build"]["dockerfile"] for name, service in services.items() if name != "database"} == {
            "deploy/Containerfile"
        }
        assert "ports" not in services["database"]
        assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])

    def test_the_owner_of_the_tables_migrates_and_nothing_else_knows_their_password(self, project: Path) -> None:
        services = yaml.safe_load((project / "deploy/compose.yaml").read_text("utf-8"))["services"]
        roles = {
            name: urlsplit(service["environment"]["PORTAL_DATABASE_URL"]).username
            for name, service in services.items()
            if name != "database"
        }
        assert roles == dict.fromkeys(("web", "worker", "backup"), "portal_app") | {"migrate": "portal_owner"}
        assert "--auth-local=scram-sha-256" in services["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
