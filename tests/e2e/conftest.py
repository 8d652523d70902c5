"""A real browser before a real server, each size of window on a demonstration of its own."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.screen import Complaints
from tests.e2e.server import demonstration, seeded_once

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
PATIENCE_MS = 20_000

OpenWindow = Callable[..., Page]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeded demonstration, made once for all test processes of a run."""
    own = tmp_path_factory.getbasetemp()
    return seeded_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def folders() -> dict[str, Path]:
    """Where the demonstration of a size lies, once it is served."""
    return {}


@pytest.fixture(scope="session")
def serve(
    seeded: Path, folders: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], str]]:
    """The address of the demonstration of a size; started when first asked for."""
    addresses: dict[str, str] = {}
    with ExitStack() as servers:

        def address_of(size: str) -> str:
            if size not in addresses:
                folders[size] = tmp_path_factory.mktemp(f"demonstration-{size}")
                addresses[size] = servers.enter_context(demonstration(seeded, folders[size]))
            return addresses[size]

        yield address_of


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def address(serve: Callable[[str], str], size: str) -> str:
    return serve(size)


@pytest.fixture
def open_window(browser: Browser, address: str, size: str) -> Iterator[OpenWindow]:
    """Opens a window of somebody's own; whatever it complains about in the console fails the test."""
    complaints = Complaints()
    with ExitStack() as windows:

        def opened(*, width: int = SIZES[size][0], **options: object) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": SIZES[size][1]},
                base_url=address,
                locale="ko-KR",
                timezone_id="Asia/Seoul",
                **options,  # type: ignore[arg-type]
            )
            windows.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.on("console", complaints.hear)
            page.on("pageerror", lambda error: complaints.texts.append(str(error)))
            return page

        yield opened
    assert complaints.texts == []


@pytest.fixture
def page(open_window: OpenWindow) -> Page:
    return open_window()
