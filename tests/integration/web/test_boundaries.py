"""Where a request ends is never in doubt: gunicorn as it is shipped refuses what could be read in two ways.

nginx as it is shipped is asked the same by `tools/front.py`, where nginx is installed.
"""

import socket
from collections.abc import Iterator

import pytest

from tools.load.ends import HIDDEN, IN_TWO_WAYS, first_lines
from tools.load.server import Running, portal, serving

pytestmark = pytest.mark.on_sqlite


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("boundaries")
    with serving(portal(f"sqlite:///{folder / 'portal.sqlite'}", folder), folder / "log", workers=1) as running:
        yield running


def answers(server: Running, sent: bytes) -> list[bytes]:
    """The first line of each answer until the server closes the connection."""
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        return first_lines(connection)


@pytest.mark.parametrize("name", IN_TWO_WAYS)
def test_a_request_with_two_ends_is_refused(server: Running, name: str) -> None:
    (only,) = answers(server, IN_TWO_WAYS[name])
    assert only.split()[1] in (b"400", b"501")


def test_a_request_with_one_end_is_answered(server: Running) -> None:
    assert [line.split()[1] for line in answers(server, HIDDEN)] == [b"200"]
