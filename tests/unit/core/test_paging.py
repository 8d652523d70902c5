"""A long list is cut into pages that know where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.paging import LAST_PAGE, Page, clamp_page, page_within


class TestPage:
    def test_in_the_middle(self) -> None:
        page = Page(items=list(range(20)), number=2, size=20, total=45)
        assert (page.pages, page.first, page.last) == (3, 21, 40)
        assert page.has_previous
        assert page.has_next

    def test_of_an_empty_list(self) -> None:
        page = Page[int](items=[], number=1, size=20, total=0)
        assert (page.pages, page.first, page.last) == (1, 0, 0)
        assert not page.has_previous
        assert not page.has_next

    @given(st.integers(0, 300), st.integers(1, 60))
    def test_all_pages_together_are_the_list(self, total: int, size: int) -> None:
        rows = list(range(1, total + 1))
        number, seen = 1, list[int]()
        while True:
            page = Page(rows[(number - 1) * size : number * size], number, size, total)
            seen += range(page.first, page.last + 1) if page.items else []
            if not page.has_next:
                break
            number += 1
        assert seen == rows
        assert number == page.pages


class TestClampPage:
    @pytest.mark.parametrize(("asked", "number"), [(None, 1), (0, 1), (-5, 1), (1, 1), (7, 7), (10**30, LAST_PAGE)])
    def test_answers_every_number_with_a_page(self, asked: int | None, number: int) -> None:
        assert clamp_page(asked) == number


@pytest.mark.parametrize(
    ("asked", "total", "number"), [(1, 0, 1), (7, 0, 1), (2, 40, 2), (3, 40, 2), (None, 41, 1), (9, 41, 3)]
)
def test_beyond_the_last_page_comes_the_last_one(asked: int | None, total: int, number: int) -> None:
    assert page_within(asked, 20, total) == number
