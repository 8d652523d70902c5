"""How the feed reads its queries, and which part of a list it answers."""

from datetime import UTC, datetime

import pytest

from portal.api.hsds.rules import Asked, WrongQuery, derived_id, part_of, read_query


def test_a_query_without_anything_asks_for_all() -> None:
    assert read_query({}) == Asked()


@pytest.mark.parametrize(
    "told",
    [
        "2026-12-01T09:00:00+09:00",
        "2026-12-01T09:00:00 09:00",
        "2026-12-01T00:00:00Z",
        "2026-12-01",
        "2026-12-01T00:00",
    ],
)
def test_a_moment_is_read_with_its_zone_or_as_utc(told: str) -> None:
    assert read_query({"modified_after": told}).modified_after == datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("page", "0"), ("page", "-1"), ("page", "1.5"), ("page", "９"), ("page", "9" * 40), ("per_page", "201"),
        ("modified_after", "yesterday"), ("modified_after", "0001-01-01T00:00:00+14:00"), ("organization_id", "1"),
        ("taxonomy_id", ""), ("taxonomy_term_id", "x"), ("full", "1"), ("minimal", ""), ("full_service", "TRUE"),
        ("format", "ndjson"), ("search", "가" * 101),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(name: str, told: str) -> None:
    with pytest.raises(WrongQuery) as wrong:
        read_query({name: told})
    assert wrong.value.name == name


@pytest.mark.parametrize(
    ("page", "rows", "first", "last", "pages"),
    [(1, [0, 1, 2], True, False, 3), (3, [6], False, True, 3), (4, [], False, True, 3)],
)
def test_pages_hold_each_row_once(page: int, rows: list[int], first: bool, last: bool, pages: int) -> None:
    part = part_of(range(7), Asked(page=page, per_page=3))
    assert list(part.items) == rows
    assert part.head == {
        "total_items": 7,
        "total_pages": pages,
        "page_number": page,
        "size": len(rows),
        "first_page": first,
        "last_page": last,
        "empty": not rows,
    }


def test_an_empty_list_has_one_page() -> None:
    assert part_of([], Asked()).head["total_pages"] == 1


def test_the_same_parts_have_the_same_identifier() -> None:
    assert derived_id("area", 1, 2) == derived_id("area", 1, 2) != derived_id("area", 2, 1)
