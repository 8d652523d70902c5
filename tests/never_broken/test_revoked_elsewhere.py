"""What one machine ends, another that shares only the database refuses from the next request on."""

from collections.abc import Iterator

import pytest

from tests.never_broken.place import Place
from tools.load.revoking import KINDS, Machines, refused, two_machines

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ROUNDS = 10


@pytest.fixture(scope="module")
def machines(place: Place) -> Iterator[Machines]:
    with two_machines(place.url, place.engine, place.folder) as machines:
        yield machines


@pytest.mark.parametrize("kind", list(KINDS))
def test_is_refused_each_time(machines: Machines, kind: str) -> None:
    assert refused(kind, machines, ROUNDS) == ROUNDS


def test_the_two_share_nothing_but_the_database(machines: Machines) -> None:
    assert machines.one.host != machines.other.host
    folders = {process.environ()["PORTAL_VAR_DIR"] for m in (machines.one, machines.other) for process in m.processes()}
    assert len(folders) == 2
