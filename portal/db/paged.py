"""A page of what a query finds, with how much it finds in all."""

from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.core.paging import Page, page_within

T = TypeVar("T")


def page_of(session: Session, query: Select[T], number: int, size: int) -> Page[T]:
    """The rows of the page `number` (from 1) in the order of `query`, which ends in a key: none stands on two pages.

    A list may have become shorter meanwhile: beyond its last page comes the last one.
    """
    number, total = number_within(session, query, number, size)
    return Page(session.scalars(query.limit(size).offset((number - 1) * size)).all(), number, size, total)


def number_within(session: Session, query: Select[Any], number: int, size: int) -> tuple[int, int]:
    """The page that comes for `number`, and how much the query finds in all."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return page_within(number, size, total), total
