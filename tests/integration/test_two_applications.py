"""Two applications of one process fill the sockets once."""

import sys

from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.core.sockets import Socket
from portal.jobs import JOBS
from portal.web.links import LINKS
from portal.web.navigation import MENU
from portal.web.panels import PANELS


def sockets() -> dict[str, list[tuple[str, object]]]:
    """What fills each socket of the portal, by its name."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("portal.")]
    found = {each for module in modules for each in vars(module).values() if isinstance(each, Socket)}
    assert len({each.name for each in found}) == len(found)
    return {each.name: list(each.items()) for each in found}


def test_the_second_one_adds_nothing(app: Flask, settings: Settings) -> None:
    before = sockets()
    assert create_app(settings) is not app
    assert sockets() == before


def test_no_socket_stays_empty(app: Flask) -> None:
    filled = sockets()
    assert [name for name, fillers in filled.items() if not fillers] == []
    assert {each.name for each in (JOBS, LINKS, MENU, PANELS)} <= filled.keys()
