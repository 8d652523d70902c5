"""Only the frame of a page is kept from one request to the next: what `drawn_once` holds is in layouts and partials."""

from pathlib import Path

from tests.arch.sources import name_of, templates

FRAMES = {"layouts", "partials"}


def keeps_content(path: Path) -> bool:
    """Whether a template outside of the frame keeps what it drew."""
    return path.parent.name not in FRAMES and "drawn_once(" in path.read_text("utf-8")


def test_pages_and_components_are_drawn_each_time() -> None:
    assert [name_of(path) for path in templates() if keeps_content(path)] == []


def test_the_guard_sees_a_page_that_keeps_something(tmp_path: Path) -> None:
    for folder, found in (("desk", True), ("components", True), ("layouts", False)):
        page = tmp_path / folder / "page.html"
        page.parent.mkdir()
        page.write_text('{% call drawn_once("list") %}{% endcall %}', "utf-8")
        assert keeps_content(page) is found
